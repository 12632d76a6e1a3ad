"""概況表審核: what was sent, clean ones chosen, requests to unlock on top."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F, Max, QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reports.access import CITY_CATEGORIES
from reports.enums import State, UnlockState
from reports.forms import AnswerForm, QueueFilter
from reports.models import StatusReport, Unlock
from reports.notices import key, owing
from reports.queue import Item, items_of
from reports.services import accept_many
from units.enums import UNIT_ROLES
from units.models import Appointment, OperatingUnit, ServiceCategory
from volunteer_portal.notices.models import Reminder
from volunteer_portal.pages.base import Guarded, Page
from volunteer_portal.pages.clock import now, today
from volunteer_portal.rules.calendar import HalfYear

PER_PAGE = 50
TABS = {
    "": (gettext_lazy("待審"), [State.SUBMITTED]),
    "open": (gettext_lazy("修改中"), [State.REOPENED]),
    "accepted": (gettext_lazy("通過"), [State.ACCEPTED]),
}


@dataclass(frozen=True, slots=True)
class Owed:
    """A unit that has not sent its report: days since the due day (below zero: still to come), and whom to call."""

    unit: OperatingUnit
    days_late: int
    staff: str
    reminded_at: datetime | None


class Queue(Page):
    """Reports within the officer's reach. ``tab``: waiting, being corrected, accepted, owed."""

    audience = "officer"
    model = StatusReport
    action = "view"
    template_name = "reports/queue.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One tab of the queue, and the requests to unlock."""
        day = today()
        current = HalfYear.containing(day)
        form = QueueFilter(self.request.GET or None, periods=self._periods(current), categories=self._categories())
        wanted = form.cleaned_data if form.is_valid() else {}
        tab = self.request.GET.get("tab", "")
        tab = tab if tab in {*TABS, "owed"} else ""
        reports = self._reports(wanted)
        counts = {code: reports.filter(state__in=states).count() for code, (_label, states) in TABS.items()}
        period = self._period(wanted) or current.previous()
        owed = self._owed(period, wanted)
        page, items = self._items(reports, tab, wanted)
        chosen = [item for item in items if item.ticked]
        return super().get_context_data(
            filter=form,
            tab=tab,
            tabs=[(code, label, counts[code]) for code, (label, _states) in TABS.items()],
            owed=self._owed_rows(owed, period, day) if tab == "owed" else owed,
            owed_period=period,
            page=page,
            items=items,
            chosen=len(chosen),
            doubtful=sum(not item.clean for item in items),
            unlocks=self._unlocks(),
            answer_form=AnswerForm(auto_id=False),
            headline=self._headline(counts[tab if tab in TABS else ""], tab, len(owed), period),
            today=day,
            filtered=any(wanted.values()),
            **kwargs,
        )

    def _headline(self, waiting: int, tab: str, owed: int, period: HalfYear) -> str:
        if tab == "owed":
            return _("{n} 個單位還沒交{period}概況表").format(n=owed, period=period.label)
        if tab == "open":
            return _("{n} 份概況表已解鎖，單位修改中").format(n=waiting)
        if tab == "accepted":
            return _("{n} 份概況表審核通過").format(n=waiting)
        return _("{n} 份概況表待審").format(n=waiting) if waiting else _("沒有待審的概況表")

    def _periods(self, current: HalfYear) -> list[HalfYear]:
        known = {HalfYear(*key) for key in self.rows("view").values_list("year", "half").distinct()}
        return sorted({*known, current, current.previous()}, reverse=True)

    def _categories(self) -> list[tuple[str, str]]:
        rows = ServiceCategory.objects.all()
        if not self.scope.citywide:
            rows = rows.filter(pk__in=self.scope.categories)
        return list(rows.values_list("code", "name"))

    def _period(self, wanted: dict[str, Any]) -> HalfYear | None:
        year, _dash, half = (wanted.get("period") or "").partition("-")
        return HalfYear(int(year), int(half)) if half else None

    def _reports(self, wanted: dict[str, Any]) -> QuerySet[StatusReport]:
        category = wanted.get("category") or ""
        rows = self.rows("view" if category else "accept").filter(sent__gt=0)
        if category and category != "all":
            rows = rows.filter(category=category)
        if period := self._period(wanted):
            rows = rows.of_period(period)
        if wanted.get("unit"):
            rows = rows.filter(unit__name__icontains=wanted["unit"])
        if wanted.get("late") == "late":
            rows = rows.filter(submissions__number=F("sent"), submissions__late=True)
        return rows.select_related("unit", "category").marked_for(self.scope, "accept")

    def _items(self, reports: QuerySet[StatusReport], tab: str, wanted: dict[str, Any]) -> tuple[Any, list[Item]]:
        if tab == "owed":
            return None, []
        rows = reports.filter(state__in=TABS[tab][1]).order_by("submitted_at" if not tab else "-submitted_at", "pk")
        if wanted.get("late") == "moved":
            moved = [item.report.pk for item in items_of(rows) if item.moved]
            rows = rows.filter(pk__in=moved)
        page = Paginator(rows, PER_PAGE).get_page(self.request.GET.get("page"))
        items = items_of(page.object_list)
        return page, sorted(items, key=lambda item: item.clean)  # what wants a look stands first

    def _owed(self, period: HalfYear, wanted: dict[str, Any]) -> list[OperatingUnit]:
        units = OperatingUnit.objects.visible_to(self.scope).filter(pk__in=owing(period)).select_related("category")
        category = wanted.get("category") or ""
        if category and category != "all":
            units = units.filter(category=category)
        elif not category and self.scope.citywide and not self.scope.categories:
            units = units.filter(category__in=CITY_CATEGORIES)
        if wanted.get("unit"):
            units = units.filter(name__icontains=wanted["unit"])
        return list(units.order_by("name"))

    def _owed_rows(self, units: list[OperatingUnit], period: HalfYear, day: date) -> list[Owed]:
        """The units with whom to call, and when they were reminded last."""
        pks = [unit.pk for unit in units]
        people: dict[int, list[str]] = defaultdict(list)
        held = Appointment.objects.in_force(day).filter(unit__in=pks, role__in=UNIT_ROLES).select_related("user")
        for each in held.order_by("role", "pk"):
            people[each.unit_id].append(str(each.user))
        made = Reminder.objects.filter(code="status_report", period=key(period), unit_id__in=pks)
        reminded = {
            row["unit_id"]: row["last"] for row in made.order_by().values("unit_id").annotate(last=Max("made_at"))
        }
        late = (day - period.due_on).days
        return [Owed(unit, late, "、".join(dict.fromkeys(people[unit.pk])), reminded.get(unit.pk)) for unit in units]

    def _unlocks(self) -> list[Unlock]:
        rows = Unlock.objects.visible_to(self.scope, "decide").filter(state=UnlockState.ASKED)
        return list(rows.select_related("report__unit", "report__category", "asked_by").order_by("asked_at")[:50])


class Accept(Guarded):
    """通過: one report from its own page, or those ticked in the list once their names were read.

    Each as it was seen (``row=<id>:<version>``). From the list only clean ones go; ``opened`` says that the report
    was looked at on its page, ``sure`` that the names were confirmed.
    """

    audience = "officer"
    model = StatusReport
    action = "accept"

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Accept; those that somebody decided meanwhile are named with the reason."""
        seen = dict(
            map(int, row.split(":"))
            for row in request.POST.getlist("row")
            if row.replace(":", "", 1).isdecimal() and row.count(":") == 1 and len(row) < 30
        )
        rows = self.rows("view").filter(pk__in=seen).select_related("unit", "category").order_by("submitted_at", "pk")
        reports = list(rows.marked_for(self.scope, "accept"))
        if "opened" not in request.POST:
            reports = self._clean_alone(request, reports)
            if reports and "sure" not in request.POST:
                return self._ask(request, reports, seen)
        for report in reports:
            report.sent = seen[report.pk]
        if not seen:
            messages.warning(request, _("沒有選取任何概況表。"))
        accepted, left = accept_many(reports=reports, by=request.user, now=now())
        if accepted:
            messages.success(request, _("已通過 {n} 份概況表。").format(n=len(accepted)))
        for report, sentence in left:
            messages.error(request, f"{report.unit.name}：{sentence}")
        return redirect(self._back(request))

    def _clean_alone(self, request: HttpRequest, reports: list[StatusReport]) -> list[StatusReport]:
        """Leave out, by name, what an officer must open first; what was decided meanwhile is told by the service."""
        wants_a_look = {
            item.report.pk for item in items_of(reports) if item.may_accept and item.is_waiting and not item.clean
        }
        for report in reports:
            if report.pk in wants_a_look:
                messages.error(
                    request,
                    _("{unit}：有差異、調整或解鎖申請，請打開看過再審，這次沒有通過。").format(unit=report.unit.name),
                )
        return [report for report in reports if report.pk not in wants_a_look]

    def _ask(self, request: HttpRequest, reports: list[StatusReport], seen: dict[int, int]) -> HttpResponseBase:
        """The names, once more, before all of them are accepted."""
        context = {
            "chosen": [(report, seen[report.pk]) for report in reports],
            "query": request.POST.get("query", ""),
            "back": self._back(request),
        }
        return render(request, "reports/accept.html", context)

    def _back(self, request: HttpRequest) -> str:
        query = request.POST.get("query", "")
        return reverse("city_reports") + (f"?{query}" if query and len(query) < 300 else "")
