"""A person's hours by year and unit, as the person's own pages show them."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import F, Sum
from django.db.models.functions import ExtractYear

from volunteer_portal.rules.roc import ROC_OFFSET
from volunteer_portal.ui.templatetags.roc import hours
from volunteers.models import Volunteer

from .models import ServiceRecord


class YearAtUnit(NamedTuple):
    """Minutes of one 民國 year at one unit."""

    year: int
    unit: str
    counted: int
    not_counted: int


def years_of(volunteer: Volunteer) -> list[YearAtUnit]:
    """By year, the latest first, and unit: one query."""
    rows = (
        ServiceRecord.objects.filter(volunteer=volunteer)
        .order_by()
        .annotate(year=ExtractYear("served_to"))
        .values("year", "unit__name")
        .annotate(counted=Sum("counted_minutes"), every=Sum("minutes"))
        .order_by("-year", "unit__name")
        .values_list("year", "unit__name", "counted", F("every"))
    )
    return [YearAtUnit(year - ROC_OFFSET, unit, counted, every - counted) for year, unit, counted, every in rows]


def chart_rows(years: list[YearAtUnit], *, latest: int = 8) -> list[dict[str, Any]]:
    """Rows of ``{% bar_chart %}``: hours a year, counted and not, the earliest first."""
    totals: dict[int, list[int]] = {}
    for each in years:
        total = totals.setdefault(each.year, [0, 0])
        total[0] += each.counted
        total[1] += each.not_counted
    shown = sorted(totals.items())[-latest:]
    return [
        {
            "label": str(year),
            "value": counted / 60,
            "shown": hours(counted),
            "extra": missed / 60,
            "extra_shown": hours(missed),
        }
        for year, (counted, missed) in shown
    ]
