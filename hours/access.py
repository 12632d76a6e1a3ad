"""Who sees and enters hours: only the unit that gave the service, in its own category (PERM-2, PERM-3)."""

from __future__ import annotations

from volunteer_portal.access.reach import category, city, own, unit
from volunteer_portal.access.table import Access

RECORDS = Access(
    view=own("volunteer") | unit("unit") | category("category") | city(),
    correct=unit("unit"),
    remove=unit("unit"),
)
