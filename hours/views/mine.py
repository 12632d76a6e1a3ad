"""我的時數: a volunteer's own hours, per year and unit, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator

from hours.explaining import with_reasons
from hours.models import ServiceRecord
from hours.years import chart_rows, years_of
from volunteer_portal.pages.base import Page
from volunteers.models import Volunteer

PER_PAGE = 30


@dataclass(slots=True)
class Cause:
    """Why some records do not count: the reason in a few words, and how much it concerns."""

    short: str
    count: int = 0
    minutes: int = 0


def causes_of(missed: Iterable[ServiceRecord]) -> list[Cause]:
    """One line for each reason, the one that concerns most first."""
    found: dict[str, Cause] = {}
    for record in with_reasons(missed):
        cause = found.setdefault(record.reasons.short, Cause(record.reasons.short))
        cause.count += 1
        cause.minutes += record.minutes
    return sorted(found.values(), key=lambda cause: -cause.minutes)


class MyHours(Page):
    """Counted and not counted, and why."""

    audience = "volunteer"
    model = ServiceRecord
    action = "view"
    template_name = "hours/mine.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The years, the chart, and a page of records."""
        volunteer = Volunteer.objects.get(pk=self.scope.volunteer_id)
        mine = self.rows().filter(volunteer=volunteer)
        only_missed = self.request.GET.get("show") == "not"
        shown = mine.not_counted() if only_missed else mine
        page = Paginator(shown.select_related("unit", "category").order_by("-served_from", "-pk"), PER_PAGE).get_page(
            self.request.GET.get("page")
        )
        page.object_list = with_reasons(page.object_list)
        years = years_of(volunteer)
        context = {
            "years": years,
            "chart": chart_rows(years),
            "counted": sum(year.counted for year in years),
            "not_counted": sum(year.not_counted for year in years),
            "page": page,
            "only_missed": only_missed,
            "causes": causes_of(mine.not_counted().select_related("unit", "category")),
        }
        return super().get_context_data(**context, **kwargs)
