"""Who drafts, sends, accepts and unlocks the half-year report (PERM-5).

The promotion centre (the city) unlocks social-welfare and general units; the category's authority unlocks the others.
"""

from __future__ import annotations

from django.db.models import Q

from volunteer_portal.access.reach import category, city, unit
from volunteer_portal.access.table import Access

CITY_CATEGORIES = ("SW", "GEN")
PROPER_OFFICER = city().while_(Q(category__in=CITY_CATEGORIES), "社會福利類、綜合類") | category("category").while_(
    ~Q(category__in=CITY_CATEGORIES), "其他類別"
)

STATUS_REPORTS = Access(
    view=unit("unit") | category("category") | city(),
    draft=unit("unit"),
    submit=unit("unit"),
    ask_unlock=unit("unit"),
    accept=PROPER_OFFICER,
    reopen=PROPER_OFFICER,
)
UNLOCKS = Access(
    view=unit("report__unit") | category("report__category") | city(),
    decide=city().while_(Q(report__category__in=CITY_CATEGORIES), "社會福利類、綜合類")
    | category("report__category").while_(~Q(report__category__in=CITY_CATEGORIES), "其他類別"),
)
