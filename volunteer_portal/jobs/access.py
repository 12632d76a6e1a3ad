"""A job belongs to the account that asked for it."""

from __future__ import annotations

from volunteer_portal.access.reach import own_account
from volunteer_portal.access.table import Access

JOBS = Access(view=own_account("requested_by"), cancel=own_account("requested_by"), fetch=own_account("requested_by"))
