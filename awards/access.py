"""Who sees honor cards. Bulk import is the city's alone (PERM-4)."""

from __future__ import annotations

from volunteer_portal.access.reach import city, own, unit
from volunteer_portal.access.table import Access

CARDS = Access(view=own("volunteer") | unit("volunteer__memberships__unit") | city(), record=city())
