"""Years of service as the law counts them: whole periods, not anniversaries (HON-20, 民法第121條)."""

from __future__ import annotations

from datetime import date

from volunteer_portal.rules.calendar import completed_years, end_of_period


def full_years(start: date, end: date) -> int:
    """Whole legal years from ``start`` through ``end``, both days included; 0 when ``end`` is earlier.

    A year that begins on 110-01-15 is full at the end of 111-01-14, one day before the anniversary that
    ``calendar.completed_years`` waits for.
    """
    years = max(completed_years(start, end), 0)
    return years + 1 if end >= end_of_period(start, years + 1) else years


def has_full_years(start: date, end: date, years: int) -> bool:
    """Whether ``years`` whole years lie from ``start`` through ``end``."""
    return end >= end_of_period(start, years)
