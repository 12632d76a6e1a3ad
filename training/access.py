"""Who sees and enters completions: any unit may enter any category for its own members (PERM-1)."""

from __future__ import annotations

from volunteer_portal.access.reach import category, city, own, own_account, unit
from volunteer_portal.access.table import Access

COMPLETIONS = Access(
    view=own("volunteer")
    | own_account("staff")
    | unit("volunteer__memberships__unit")
    | category("volunteer__memberships__unit__category")
    | city(),
    correct=unit("recorded_unit") | city(),
    revoke=unit("recorded_unit") | city(),
)
