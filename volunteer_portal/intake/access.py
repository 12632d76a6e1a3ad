"""Who sees an import and may commit or undo it: the unit whose data it is; without a unit, the city."""

from __future__ import annotations

from django.db.models import Q

from volunteer_portal.access.reach import city, unit
from volunteer_portal.access.table import Access

OWNERS = unit("unit_id") | city().while_(Q(unit_id__isnull=True), "市府自己的匯入")
IMPORTS = Access(view=OWNERS, commit=OWNERS, undo=OWNERS)
