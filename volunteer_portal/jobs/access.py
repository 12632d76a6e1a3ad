"""A job belongs to the account that asked for it."""

from __future__ import annotations

from volunteer_portal.access.reach import own_account
from volunteer_portal.access.table import Access

OWN = own_account("requested_by")
JOBS = Access(view=OWN, cancel=OWN, fetch=OWN, retry=OWN)
