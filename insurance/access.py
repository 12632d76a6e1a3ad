"""Who sees and enters insurance."""

from __future__ import annotations

from volunteer_portal.access.reach import category, city, own, unit
from volunteer_portal.access.table import Access

CONTRACTS = Access(view=unit("unit") | category("unit__category") | city(), change=unit("unit"))
COVERAGES = Access(view=own("volunteer") | unit("unit") | category("unit__category") | city(), change=unit("unit"))
