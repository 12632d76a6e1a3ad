"""Insurance: who sees it, and who is covered on a day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from volunteer_portal.access.table import VisibleQuerySet

from . import access

if TYPE_CHECKING:
    from .models import Coverage, InsuranceContract  # noqa: F401


class ContractQuerySet(VisibleQuerySet["InsuranceContract"]):
    access = access.CONTRACTS


class CoverageQuerySet(VisibleQuerySet["Coverage"]):
    access = access.COVERAGES

    def in_force(self, day: date) -> CoverageQuerySet:
        """Covers that hold on the day, both ends included (INS-10)."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)
