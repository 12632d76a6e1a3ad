"""Records of hours: who sees them, which lie in a period, and the only sums of minutes."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Sum

from volunteer_portal.access.table import VisibleQuerySet
from volunteer_portal.rules.counting import Verdict

from . import access

if TYPE_CHECKING:
    from .models import ServiceRecord  # noqa: F401


class ServiceRecordQuerySet(VisibleQuerySet["ServiceRecord"]):
    access = access.RECORDS

    def ending_in(self, first: date, last: date) -> ServiceRecordQuerySet:
        """Records whose last day lies in the period, both days included (contract §4)."""
        return self.filter(served_to__gte=first, served_to__lte=last)

    def counted(self) -> ServiceRecordQuerySet:
        """Records whose verdict is that they count."""
        return self.filter(verdict=Verdict.COUNTED.value)

    def not_counted(self) -> ServiceRecordQuerySet:
        """Records that do not count, for whatever reason."""
        return self.exclude(verdict=Verdict.COUNTED.value)

    def counted_total(self) -> int:
        """Counted minutes, added up."""
        return self.aggregate(total=Sum("counted_minutes", default=0))["total"]

    def total_minutes(self) -> int:
        """Minutes served, counted or not."""
        return self.aggregate(total=Sum("minutes", default=0))["total"]
