"""The unit's own report: opened already computed, two cells to fill in, checked, sent."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from reports.board import KEYS, Board, figure
from reports.comparing import submitted_before
from reports.computing import Figures, not_counted
from reports.enums import State, UnlockState
from reports.findings import findings_of, moved_since, remark_question, zero_hints
from reports.forms import ReasonForm, ReportForm
from reports.models import StatusReport
from reports.notices import owing
from reports.services import draft_report, recompute, remove_draft, restore_cell, save_draft
from reports.services.ground import Stale, require_fresh
from reports.workflow import STATUS_REPORT
from volunteer_portal.access.errors import Refused
from volunteer_portal.pages.clock import now, today
from volunteer_portal.rules.calendar import ONE_DAY
from volunteer_portal.rules.status_report import BY_KEY, CELLS

from .ground import STATE_KINDS, PeriodPage, digest, shown_now, trail


class Report(PeriodPage):
    """One half-year of the unit. Looking writes nothing; saving keeps what is shown."""

    template_name = "reports/report.html"

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """``do``: ``save``, ``send``, ``recompute``, ``remove``, ``done:<card>`` or ``restore:<number>``."""
        deed, _colon, what = request.POST.get("do", "save").partition(":")
        if deed == "remove":
            return self._remove()
        if self.report is not None and not self.report.is_open:
            recompute(report=self.report, by=request.user, now=now())  # says by whom and when it was locked
        shown, _figures = shown_now(self.unit, self.period, self.report)
        form = ReportForm(shown, request.POST, editing=self.editing)
        if not form.is_valid():
            return self._again(form)
        try:
            report = self._save(form)
            if deed == "recompute":
                report = recompute(report=report, by=request.user, now=now())
                messages.success(request, _("已自動帶入最新統計數字，調整過的格子保留。"))
            elif deed == "restore" and what.isdecimal() and 1 <= int(what) <= len(CELLS):
                restore_cell(report=report, key=CELLS[int(what) - 1].key, by=request.user, now=now())
                what = next((code for code, keys in KEYS.items() if CELLS[int(what) - 1].key in keys), "")
        except Stale as stale:
            return self._typed_over(request, form, stale)
        except Refused as refusal:
            for problem in refusal.problems:
                form.add_error(None, problem.sentence)
            return self._again(form)
        return self._onward(deed, what, form)

    def _typed_over(self, request: HttpRequest, form: ReportForm, stale: Stale) -> HttpResponse:
        """A colleague saved first: what was typed stays in the fields, and the colleague's figures are named."""
        theirs = [
            _("「{cell}」現在是 {now}").format(cell=BY_KEY[key].name, now=figure(BY_KEY[key], form.shown.values[key]))
            for key, value in form.changes().items()
            if value != form.shown.values[key]
        ]
        form.data = form.data.copy()
        form.data["draft_version"] = str(self.report.draft_version)  # having been told, the next save may go
        form.add_error(None, stale.sentence)
        form.add_error(None, _("您填的還在下面，核對後再存一次就會寫入。{theirs}").format(theirs="；".join(theirs)))
        return render(request, self.template_name, self.get_context_data(form=form), status=409)

    def _save(self, form: ReportForm) -> StatusReport:
        if self.report is not None:
            require_fresh(self.report, form.cleaned_data["draft_version"] or 0)
        report = draft_report(unit=self.unit, period=self.period, by=self.request.user, now=now())
        return save_draft(
            report=report,
            by=self.request.user,
            now=now(),
            draft_version=None,
            values=form.changes(),
            remark=form.cleaned_data["remark"] if "remark" in form.data else None,
        )

    def _onward(self, deed: str, card: str, form: ReportForm) -> HttpResponseBase:
        """Where a save leads: to the last look before sending, back to the card, or back to the page."""
        if "report" in self.__dict__:
            del self.report
        here = reverse("report_detail", args=self.address)
        if deed == "send":
            shown, _figures = shown_now(self.unit, self.period, self.report)
            if findings_of(shown).wrong:
                return redirect(f"{here}?wrong=1")
            if form.cleaned_data["seen"] and form.cleaned_data["seen"] != digest(shown):
                messages.warning(self.request, _("您開啟頁面之後資料有變動，下面是最新的數字，請再看一次。"))
            return redirect("report_submit", *self.address)
        if deed == "save":
            messages.success(self.request, _("草稿已存。"))
        still = [code for code in self.editing if code != card]
        query = "&".join(f"edit={code}" for code in still)
        anchor = f"#card-{card}" if card in KEYS else ""
        return redirect(f"{here}{'?' if query else ''}{query}{anchor}")

    def _remove(self) -> HttpResponse:
        if self.report is not None:
            try:
                remove_draft(report=self.report, by=self.request.user, now=now())
            except Refused as refusal:
                messages.error(self.request, str(refusal))
                return redirect("report_detail", *self.address)
            messages.success(self.request, _("草稿已刪除。再打開就會重新帶入。"))
        return redirect("unit_reports")

    def _again(self, form: ReportForm) -> HttpResponse:
        return render(self.request, self.template_name, self.get_context_data(form=form), status=422)

    @property
    def editing(self) -> list[str]:
        """Cards being adjusted."""
        asked = self.request.GET.getlist("edit") + self.request.POST.getlist("edit")
        return [code for code in dict.fromkeys(asked) if code in KEYS]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The cards, the checks, what moved, the steps."""
        report = self.report
        is_open = report is None or report.is_open
        shown, figures = shown_now(self.unit, self.period, report)
        form = kwargs.pop("form", None) or ReportForm(
            shown,
            editing=self.editing if is_open else (),
            initial={
                "draft_version": report.draft_version if report else 0,
                "seen": digest(shown),
                "remark": report.remark if report else "",
            },
        )
        board = Board(shown, self.door, form if is_open else None, self.editing if is_open else ())
        found = findings_of(shown, self.door)
        moved = moved_since(shown, submitted_before(report or StatusReport(unit=self.unit, **self._period_fields())))
        return super().get_context_data(
            is_open=is_open,
            form=form,
            shown=shown,
            cards=board.cards(),
            meetings=board.box("聯繫會報/場次"),
            awarded=board.box("表揚獎勵/人數"),
            totals=shown.values,
            findings=found,
            wrong=found.wrong if "wrong" in self.request.GET else [],
            moved=moved,
            question=remark_question(moved),
            hints=zero_hints(shown) if is_open else {},
            left_out=self._idle(figures),
            trail=trail(report),
            accepted=STATUS_REPORT.history(report).last() if shown.state == State.ACCEPTED else None,
            state_kind=STATE_KINDS[shown.state],
            changed=self._changed(shown, report),
            early=today() <= self.period.ends_on,
            first_day=self.period.ends_on + ONE_DAY,
            today=today(),
            owed=self.unit.pk in owing(self.period),
            days_left=(self.period.due_on - today()).days,
            **self._unlocks(report),
            **kwargs,
        )

    def _idle(self, figures: Figures | None) -> tuple[int, int]:
        """Minutes and records that do not count; of a locked report as the data says today."""
        if figures is not None:
            return figures.idle_minutes, figures.idle_records
        reasons = not_counted(self.unit.pk, self.period)
        return sum(reason.minutes for reason in reasons), sum(reason.records for reason in reasons)

    def _period_fields(self) -> dict[str, int]:
        return {"year": self.period.roc_year, "half": self.period.half}

    def _changed(self, shown: Any, report: StatusReport | None) -> int:
        """How many computed figures moved since the draft was saved."""
        if report is None or not report.is_open:
            return 0
        stored = dict(report.cells.values_list("key", "computed"))
        return sum(stored.get(key, 0) != value for key, value in shown.computed.items())

    def _unlocks(self, report: StatusReport | None) -> dict[str, Any]:
        last = report.unlocks.select_related("asked_by", "decided_by").first() if report else None
        current = last is not None and last.submission_number == report.sent
        return {
            "unlock": last if current else None,
            "unlock_waits": current and last.state == UnlockState.ASKED,
            "unlock_declined": current and last.state == UnlockState.DECLINED,
            "reason_form": ReasonForm(auto_id="unlock_%s"),
        }
