"""Periods, anniversaries and half-years: one definition each (DATE-4, DATE-5, RPT-1)."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from volunteer_portal.rules.roc import ROC_OFFSET, from_roc, roc_year

ONE_DAY = timedelta(days=1)


def add_years(day: date, years: int) -> date:
    """The matching day ``years`` later; 02-29 becomes 02-28 where there is none (民法第121條)."""
    year = day.year + years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def end_of_period(start: date, years: int) -> date:
    """The last day of a period of ``years`` whole years beginning on ``start`` (DATE-4, 民法第121條).

    The day before the matching day of the last year; when that year has no matching day (02-29), the last
    day of the month.
    """
    if years < 1:
        raise ValueError("years must be at least 1")
    matching = add_years(start, years)
    return matching - ONE_DAY if matching.day == start.day else matching


def completed_years(start: date, day: date) -> int:
    """Whole years from ``start`` to ``day``, the anniversary itself reached; negative before ``start``.

    Whoever starts on 02-29 completes a year on 02-28 of common years (DATE-5). The legal *period* ends a day
    earlier: that is ``service_years.full_years``.
    """
    years = day.year - start.year
    return years if add_years(start, years) <= day else years - 1


def age_on(born: date, day: date) -> int:
    """Age in completed years on ``day`` (DATE-5)."""
    return completed_years(born, day)


def month_start(day: date) -> date:
    """The first day of the month of ``day``."""
    return day.replace(day=1)


def month_end(day: date) -> date:
    """The last day of the month of ``day``."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def previous_month_end(day: date) -> date:
    """The last day of the month before that of ``day``."""
    return month_start(day) - ONE_DAY


def same_month(a: date, b: date) -> bool:
    """Whether both days lie in one calendar month."""
    return (a.year, a.month) == (b.year, b.month)


@dataclass(frozen=True, slots=True, order=True)
class HalfYear:
    """One reporting period of the status report: 01/01–06/30 or 07/01–12/31 of a 民國 year (RPT-1)."""

    roc_year: int
    half: int

    def __post_init__(self) -> None:
        if self.half not in {1, 2}:
            raise ValueError("half must be 1 or 2")
        if not 1 <= self.roc_year <= 999:
            raise ValueError("roc_year must be between 1 and 999")

    @classmethod
    def containing(cls, day: date) -> Self:
        """The half-year in which ``day`` lies."""
        return cls(roc_year(day), 1 if day.month <= 6 else 2)

    @property
    def starts_on(self) -> date:
        return from_roc(self.roc_year, 1 if self.half == 1 else 7, 1)

    @property
    def ends_on(self) -> date:
        """The last day, inside the period."""
        return from_roc(self.roc_year, 6, 30) if self.half == 1 else from_roc(self.roc_year, 12, 31)

    @property
    def due_on(self) -> date:
        """07/05 of the same year, or 01/05 of the next; it stays so on a rest day (RPT-17)."""
        year = self.roc_year + ROC_OFFSET
        return date(year, 7, 5) if self.half == 1 else date(year + 1, 1, 5)

    @property
    def label(self) -> str:
        return f"{self.roc_year} 年{'上' if self.half == 1 else '下'}半年"

    def contains(self, day: date) -> bool:
        return self.starts_on <= day <= self.ends_on

    def previous(self) -> Self:
        return type(self)(self.roc_year - 1, 2) if self.half == 1 else type(self)(self.roc_year, 1)

    def next(self) -> Self:
        return type(self)(self.roc_year, 2) if self.half == 1 else type(self)(self.roc_year + 1, 1)

    def __str__(self) -> str:
        return self.label
