"""Behind a figure: the people, records or courses that it counts, and those that do not count."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.behind import Kind, people_without, records_not_counted, rows_behind
from reports.board import figure
from reports.computing import not_counted, population
from reports.findings import Empty, empty_cell
from reports.models import StatusReport
from volunteer_portal.pages.base import Page
from volunteer_portal.pages.clock import today
from volunteer_portal.rules.calendar import HalfYear, age_on, completed_years
from volunteer_portal.rules.counting import Verdict
from volunteer_portal.rules.status_report import CELLS, Cell

from .ground import PeriodPage, remember_look, shown_now

PER_PAGE = 50
FIRST_TO_HOLD = 62  # 領有紀錄冊 and 志工保險: of these, who lacks it can be listed
UNITS = {
    "隊": gettext_lazy("隊"),
    "人": gettext_lazy("人"),
    "人次": gettext_lazy("人次"),
    "場次": gettext_lazy("場次"),
    "minutes": gettext_lazy("小時"),
}


class RowsBehind(Page):
    """Mixed into a page that knows ``unit``, ``period`` and ``back``."""

    abstract = True
    template_name = "reports/rows.html"

    @cached_property
    def cell(self) -> Cell:
        """The cell of the address, by its number on the form."""
        number = self.kwargs["number"]
        if not 1 <= number <= len(CELLS) or CELLS[number - 1].manual:
            raise Http404
        return CELLS[number - 1]

    def rows_context(self, *, unit: Any, period: HalfYear, report: StatusReport | None, back: str) -> dict[str, Any]:
        """A page of rows, what they come to, and whether the report says otherwise."""
        without = bool(self.request.GET.get("without")) and self.cell.number >= FIRST_TO_HOLD
        find = people_without if without else rows_behind
        behind = find(self.cell, unit_id=unit.pk, period=period, scope=self.scope)
        page = Paginator(behind.rows, PER_PAGE).get_page(self.request.GET.get("page"))
        shown, _figures = shown_now(unit, period, report)
        if behind.kind is not Kind.TEAMS:
            remember_look(
                self.request,
                unit_id=unit.pk,
                detail={"page": "report_cell", "cell": self.cell.number, "count": page.paginator.count},
            )
        if behind.kind is Kind.PEOPLE:
            for row in page.object_list:
                row.age = age_on(row.volunteer.born_on, period.ends_on)
                row.years = completed_years(row.joined_on, period.ends_on)
        value = shown.values[self.cell.key]
        empty = None
        if not without and not page.paginator.count:
            empty = self._empty(unit, period, by_unit=isinstance(self, PeriodPage))
        return {
            "cell": self.cell,
            "kind": behind.kind.value,
            "rows": page,
            "without": without,
            "empty": empty,
            "title": self._title(page.paginator.count, value, without=without),
            "value": figure(self.cell, value),
            "unit_word": UNITS[self.cell.unit],
            "adjusted": not without and self.cell.key in shown.adjusted,
            "computed": figure(self.cell, shown.computed.get(self.cell.key, 0)),
            "locked": report is not None and not report.is_open,
            "back": back,
        }

    def _empty(self, unit: Any, period: HalfYear, *, by_unit: bool) -> Empty:
        lacking = 0
        if self.cell.number >= FIRST_TO_HOLD:
            lacking = people_without(self.cell, unit_id=unit.pk, period=period, scope=self.scope).rows.count()
        people = population(period, [unit.pk]).visible_to(self.scope).count()
        return empty_cell(self.cell, people=people, lacking=lacking, door=self.door, by_unit=by_unit)

    def _title(self, count: int, value: int, *, without: bool) -> str:
        if without:
            words = _("人沒有保險") if self.cell.key.startswith("志工保險") else _("人未領紀錄冊")
            return f"{count:,} {words}"
        return _("{cell}：{value} {unit}").format(
            cell=self.cell.name, value=figure(self.cell, value), unit=UNITS[self.cell.unit]
        )


class CellRows(RowsBehind, PeriodPage):
    """The rows behind a cell of the unit's own report."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows."""
        back = reverse("report_detail", args=self.address)
        return super().get_context_data(
            **self.rows_context(unit=self.unit, period=self.period, report=self.report, back=back), **kwargs
        )


def not_counted_context(page: Page, *, unit: Any, period: HalfYear, back: str) -> dict[str, Any]:
    """Records that do not count: by reason, then one by one."""
    reasons = not_counted(unit.pk, period)
    wanted = page.request.GET.get("verdict", "")
    verdict = wanted if wanted in {reason.verdict.value for reason in reasons} else ""
    rows = records_not_counted(unit_id=unit.pk, period=period, scope=page.scope, verdict=verdict)
    shown = Paginator(rows, PER_PAGE).get_page(page.request.GET.get("page"))
    remember_look(page.request, unit_id=unit.pk, detail={"page": "report_not_counted", "count": shown.paginator.count})
    for row in shown.object_list:
        row.verdict_label = Verdict(row.verdict).label
    return {
        "reasons": reasons,
        "verdict": verdict,
        "rows": shown,
        "minutes": sum(reason.minutes for reason in reasons),
        "people_served": sum(reason.people_served for reason in reasons),
        "record_count": sum(reason.records for reason in reasons),
        "back": back,
        "today": today(),
    }


class NotCounted(PeriodPage):
    """What the unit recorded in the half-year that does not count, and why."""

    template_name = "reports/not_counted.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """By reason."""
        back = reverse("report_detail", args=self.address)
        return super().get_context_data(
            **not_counted_context(self, unit=self.unit, period=self.period, back=back), **kwargs
        )
