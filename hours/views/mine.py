"""我的時數: a volunteer's own hours, per year and unit, each with its reason."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator

from hours.explaining import with_reasons
from hours.models import ServiceRecord
from hours.years import chart_rows, years_of
from volunteer_portal.pages.base import Page
from volunteers.models import Volunteer

PER_PAGE = 30


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
        }
        return super().get_context_data(**context, **kwargs)
