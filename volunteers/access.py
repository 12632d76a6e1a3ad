"""Who may do what with people and their memberships (house 2.6; PERM-1, PERM-7)."""

from __future__ import annotations

from django.db.models import Q

from volunteer_portal.access.reach import category, city, own, unit
from volunteer_portal.access.table import Access

VOLUNTEERS = Access(
    view=own("pk") | unit("memberships__unit") | category("memberships__unit__category") | city(),
    change=unit("memberships__unit").while_(Q(memberships__left_on__isnull=True), "在隊志工"),
    reveal=unit("memberships__unit") | category("memberships__unit__category") | city(),
)
MEMBERSHIPS = Access(
    view=own("volunteer") | unit("unit") | category("unit__category") | city(),
    change=unit("unit"),
)
CONSENTS = Access(
    view=own("volunteer") | unit("volunteer__memberships__unit") | city(),
)
ENROL = Access(enrol=unit("pk"))
