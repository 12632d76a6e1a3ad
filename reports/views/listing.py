"""The unit's half-years: which are due, which were sent, each one click from open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Min
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hours.models import ServiceRecord
from reports.enums import State, UnlockState
from reports.forms import MineFilter
from reports.models import StatusReport
from reports.notices import owing
from volunteer_portal.pages.base import Page
from volunteer_portal.pages.clock import today
from volunteer_portal.pages.unit import ForUnit
from volunteer_portal.rules.calendar import HalfYear

from .ground import FIRST_YEAR, STATE_KINDS

PER_PAGE = 12
SHOWN_AT_LEAST = 4


@dataclass(frozen=True, slots=True)
class Entry:
    """One half-year of the list. ``pressing``: the unit has to act now. ``due_on``: by when, if it owes the report."""

    period: HalfYear
    report: StatusReport | None
    pressing: bool
    due_on: date | None
    label: str
    kind: str
    icon: str
    waits: bool

    @property
    def state(self) -> str:
        """The report's state, ``none`` where there is no report yet."""
        return self.report.state if self.report else "none"


class Mine(ForUnit, Page):
    """Every half-year since the unit's first record, newest first."""

    audience = "unit"
    model = StatusReport
    action = "draft"
    template_name = "reports/mine.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """``?year=112&half=1``: open that half-year."""
        year, half = request.GET.get("open_year", "").strip(), request.GET.get("open_half", "")
        if year or half:
            if year.isdecimal() and half in {"1", "2"} and FIRST_YEAR <= int(year) <= 999:
                period = HalfYear(int(year), int(half))
                if period.starts_on <= today():
                    return redirect("report_detail", period.roc_year, period.half)
                messages.error(request, _("{period}還沒開始。").format(period=period.label))
            else:
                messages.error(request, _("請填民國年度，例如 112，並選上半年或下半年。"))
            return redirect("unit_reports")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The entries that the filter asks for."""
        reports = {
            (each.year, each.half): each
            for each in self.rows("draft").filter(unit=self.unit).select_related("updated_by")
        }
        waiting = set(
            StatusReport.objects.filter(unit=self.unit, unlocks__state=UnlockState.ASKED).values_list("pk", flat=True)
        )
        entries = [self._entry(period, reports, waiting) for period in self._periods(reports)]
        years = sorted({entry.period.roc_year for entry in entries}, reverse=True)
        states = [*State.choices, ("none", _("尚未建立"))]
        form = MineFilter(self.request.GET or None, years=years, states=states)
        wanted = form.cleaned_data if form.is_valid() else {}
        if wanted.get("year"):
            entries = [entry for entry in entries if str(entry.period.roc_year) == wanted["year"]]
        if wanted.get("state"):
            entries = [
                entry for entry in entries if (entry.report.state if entry.report else "none") == wanted["state"]
            ]
        pressing = [entry for entry in entries if entry.pressing]
        return super().get_context_data(
            filter=form,
            entries=Paginator(entries, PER_PAGE).get_page(self.request.GET.get("page")),
            pressing=pressing,
            headline=self._headline(pressing),
            today=today(),
            this_year=HalfYear.containing(today()).roc_year,
            **kwargs,
        )

    def _headline(self, pressing: list[Entry]) -> str:
        late = [entry for entry in pressing if entry.due_on and entry.due_on < today()]
        if late:
            return _("{n} 份概況表已過期限，請儘快提交").format(n=len(late))
        owed = [entry for entry in pressing if entry.due_on]
        if owed:
            first = min(owed, key=lambda entry: entry.period.due_on)
            return _("{period}概況表，還有 {n} 天截止").format(
                period=first.period.label, n=(first.period.due_on - today()).days
            )
        if pressing:
            return _("{n} 份概況表已解鎖，改好請再提交").format(n=len(pressing))
        return _("現在沒有要交的概況表")

    def _periods(self, reports: dict[tuple[int, int], StatusReport]) -> list[HalfYear]:
        first = ServiceRecord.objects.filter(unit=self.unit).aggregate(first=Min("served_to"))["first"]
        period = HalfYear.containing(today())
        oldest = HalfYear.containing(first) if first else period
        found: list[HalfYear] = []
        while len(found) < SHOWN_AT_LEAST or (period >= oldest and period.roc_year >= FIRST_YEAR):
            found.append(period)
            period = period.previous()
        return sorted({*found, *(HalfYear(*key) for key in reports)}, reverse=True)

    def _entry(self, period: HalfYear, reports: dict[tuple[int, int], StatusReport], waiting: set[int]) -> Entry:
        report = reports.get((period.roc_year, period.half))
        current = HalfYear.containing(today())
        owed = period == current.previous() and self.unit.pk in owing(period)
        reopened = report is not None and report.state == State.REOPENED
        kind, icon = STATE_KINDS[State(report.state)] if report else ("plain", "minus")
        return Entry(
            period=period,
            report=report,
            pressing=owed or reopened,
            due_on=period.due_on if owed else None,
            label=report.get_state_display() if report else _("尚未建立"),
            kind=kind,
            icon=icon,
            waits=report is not None and report.pk in waiting,
        )
