"""Which category a unit had on a day: a record of hours takes the category of its day (contract of imports)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from .models import OperatingUnit, UnitCategory


@dataclass(frozen=True, slots=True)
class CategoryPeriods:
    """A unit's categories over time; ``today`` is what holds where no period says otherwise."""

    today: str
    periods: tuple[tuple[date | None, date | None, str], ...] = ()

    def on(self, day: date) -> str:
        """The code of the category on the day."""
        for starts_on, ends_before, category in self.periods:
            if (starts_on is None or starts_on <= day) and (ends_before is None or day < ends_before):
                return category
        return self.today

    def changed_within(self, first: date, last: date) -> date | None:
        """The first day of another category between two days, both included; None when it is one category."""
        if self.on(first) == self.on(last):
            return None
        return min(start for start, _end, _category in self.periods if start is not None and first < start <= last)


def category_periods(unit_ids: Collection[int]) -> dict[int, CategoryPeriods]:
    """The categories of each unit over time: two queries, whatever their number."""
    periods: dict[int, list[tuple[date | None, date | None, str]]] = defaultdict(list)
    rows = UnitCategory.objects.filter(unit__in=unit_ids).values_list(
        "unit_id", "starts_on", "ends_before", "category_id"
    )
    for unit_id, *period in rows:
        periods[unit_id].append(tuple(period))
    today = OperatingUnit.objects.filter(pk__in=unit_ids).values_list("pk", "category_id")
    return {pk: CategoryPeriods(category, tuple(periods.get(pk, ()))) for pk, category in today}
