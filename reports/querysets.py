"""Half-year reports and unlocks: who sees them, which periods and states."""

from __future__ import annotations

from typing import TYPE_CHECKING

from volunteer_portal.access.table import VisibleQuerySet
from volunteer_portal.rules.calendar import HalfYear

from . import access

if TYPE_CHECKING:
    from .models import StatusReport, Unlock  # noqa: F401


class StatusReportQuerySet(VisibleQuerySet["StatusReport"]):
    access = access.STATUS_REPORTS

    def of_period(self, period: HalfYear) -> StatusReportQuerySet:
        """Reports of one half-year."""
        return self.filter(year=period.roc_year, half=period.half)


class UnlockQuerySet(VisibleQuerySet["Unlock"]):
    access = access.UNLOCKS
