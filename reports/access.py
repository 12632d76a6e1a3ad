"""Who drafts, sends, accepts and unlocks the half-year report (PERM-5).

The promotion centre (the city) unlocks social-welfare and general units; the category's authority unlocks the others.
"""

from __future__ import annotations

from django.db.models import Q

from volunteer_portal.access.reach import Reach, category, city, unit
from volunteer_portal.access.table import Access

CITY_CATEGORIES = ("SW", "GEN")


def proper_officer(path: str) -> Reach:
    """Who decides on a report (PERM-5); ``path`` leads to the report's category."""
    the_citys = Q(**{f"{path}__in": CITY_CATEGORIES})
    return city().while_(the_citys, "社會福利類、綜合類") | category(path).while_(~the_citys, "其他類別")


PROPER_OFFICER = proper_officer("category")

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
    decide=proper_officer("report__category"),
)
