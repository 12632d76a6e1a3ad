"""One report before an officer: as sent, against the data, against the version and the half-year before."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from reports.access import UNLOCKS
from reports.board import Board, figure
from reports.comparing import adjusted_in, compare_versions
from reports.computing import compute
from reports.enums import State, UnlockState
from reports.figures import Shown, of_submission
from reports.findings import findings_of, moved_since
from reports.forms import AnswerForm, ReasonForm
from reports.models import StatusReport, Submission, Unlock
from reports.queue import items_of
from reports.services import decline_unlock, grant_unlock, unlock_unasked
from reports.services.ground import require, wrong_officer
from volunteer_portal.access.errors import Refused
from volunteer_portal.pages.base import Page
from volunteer_portal.pages.clock import now
from volunteer_portal.rules.status_report import CELLS, Cell

from .ground import STATE_KINDS, trail
from .rows import RowsBehind, not_counted_context
from .sending import as_file, version_of, versions_context


class OfficerPage(Page):
    """A page about one sent report; what was never sent is nobody's business but the unit's."""

    abstract = True
    audience = "officer"
    model = StatusReport
    action = "view"

    @cached_property
    def report(self) -> StatusReport:
        """The report of the address."""
        rows = self.rows("view").filter(sent__gt=0).select_related("unit", "category", "updated_by")
        return self.one(queryset=rows.marked_for(self.scope, "accept", "reopen"), pk=self.kwargs["pk"])

    @cached_property
    def submission(self) -> Submission:
        """Its last version."""
        return self.report.submissions.select_related("submitted_by").get(number=self.report.sent)

    def way_back(self) -> tuple[str, str]:
        """To the report as it stands now."""
        return _("回這份報表"), reverse("city_report", args=[self.kwargs["pk"]])

    def door(self, cell: Cell) -> str:
        """Where the rows behind a cell are listed."""
        return reverse("city_report_cell", args=[self.report.pk, cell.number])


class Review(OfficerPage):
    """審核: accept, or unlock with a reason."""

    template_name = "reports/review.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """As sent, what a person changed, what the data says today."""
        report, submission = self.report, self.submission
        shown = of_submission(submission, report=report)
        (item,) = items_of([report])
        board = Board(shown, self.door)
        unlock = report.unlocks.filter(state=UnlockState.ASKED).select_related("asked_by").first()
        return super().get_context_data(
            report=report,
            submission=submission,
            shown=shown,
            item=item,
            period=report.period,
            cards=board.cards(),
            meetings=board.box("聯繫會報/場次"),
            awarded=board.box("表揚獎勵/人數"),
            adjusted=[
                {
                    "cell": each.cell,
                    "computed": figure(each.cell, each.computed_after),
                    "value": figure(each.cell, each.after),
                    "href": self.door(each.cell),
                }
                for each in adjusted_in(submission)
            ],
            since=self._moved_since_sent(shown),
            findings=findings_of(shown, self.door),
            moved=moved_since(shown, item.before),
            trail=trail(report),
            state_kind=STATE_KINDS[State(report.state)],
            unlock=unlock,
            decided_by="" if report.may_reopen else wrong_officer(report.category_id, report.category.name),
            changed=self._changed_since_version_before(),
            reopen_form=ReasonForm(auto_id="reopen_%s"),
            **kwargs,
        )

    def _changed_since_version_before(self) -> dict[str, Any] | None:
        """Which cells differ from the version before; None of a report that was sent once."""
        if self.report.sent < 2:
            return None
        earlier = self.report.submissions.get(number=self.report.sent - 1)
        cells = [
            {"cell": each.cell, "before": figure(each.cell, each.before), "after": figure(each.cell, each.after)}
            for each in compare_versions(earlier, self.submission)
            if each.before != each.after
        ]
        return {"number": earlier.number, "cells": cells}

    def _moved_since_sent(self, shown: Shown) -> list[dict[str, Any]]:
        """Where the data of today gives another figure than at the time of sending."""
        latest = compute(self.report.unit_id, self.report.period).cells
        return [
            {
                "cell": cell,
                "sent": figure(cell, shown.computed[cell.key]),
                "latest": figure(cell, latest[cell.key]),
                "href": self.door(cell),
            }
            for cell in CELLS
            if latest[cell.key] != shown.computed[cell.key]
        ]


class Reopen(OfficerPage):
    """退回修改: unlock without having been asked, with a reason."""

    template_name = "reports/reopen.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The question why, to the officer who decides; another is told who does."""
        require(request.user, "reopen", self.report, now())
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """Unlock."""
        form = ReasonForm(request.POST)
        if not form.is_valid():
            return render(request, self.template_name, self.get_context_data(form=form), status=422)
        unlock_unasked(report=self.report, by=request.user, now=now(), reason=form.cleaned_data["reason"])
        messages.success(request, _("已解鎖，{unit}可以修改後重新提交。").format(unit=self.report.unit.name))
        return redirect("city_report", self.report.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        kwargs.setdefault("form", ReasonForm())
        return super().get_context_data(report=self.report, **kwargs)


class Decide(Page):
    """A request to unlock: grant or decline."""

    audience = "officer"
    model = Unlock
    action = "view"
    template_name = "reports/unlock.html"

    @cached_property
    def unlock(self) -> Unlock:
        """The request of the address."""
        rows = self.rows("view").select_related("report__unit", "report__category", "asked_by", "decided_by")
        return self.one(queryset=rows, pk=self.kwargs["pk"])

    def way_back(self) -> tuple[str, str]:
        """To the report that the request is about."""
        return _("回這份報表"), reverse("city_report", args=[self.unlock.report_id])

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """``do``: ``grant`` with a word of ``answer``, or ``decline`` with the reason."""
        unit = self.unlock.report.unit.name
        answer = request.POST.get("answer", "")
        try:
            if request.POST.get("do") == "decline":
                decline_unlock(
                    unlock=self.unlock, by=request.user, now=now(), answer=request.POST.get("reason") or answer
                )
                messages.success(request, _("已回覆{unit}：未同意解鎖。").format(unit=unit))
            else:
                grant_unlock(unlock=self.unlock, by=request.user, now=now(), answer=answer)
                messages.success(request, _("已解鎖，{unit}可以修改後重新提交。").format(unit=unit))
        except Refused as refusal:
            context = self.get_context_data(problem=str(refusal), said=answer)
            return render(request, self.template_name, context, status=422)
        return redirect("city_report", self.unlock.report_id)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The request and its answer."""
        return super().get_context_data(
            unlock=self.unlock,
            report=self.unlock.report,
            period=self.unlock.report.period,
            waits=self.unlock.state == UnlockState.ASKED,
            decided_by=""
            if UNLOCKS.allows(self.scope, "decide", self.unlock)
            else wrong_officer(self.unlock.report.category_id, self.unlock.report.category.name),
            answer_form=AnswerForm(),
            decline_form=ReasonForm(auto_id="decline_%s"),
            **kwargs,
        )


class OfficerCellRows(RowsBehind, OfficerPage):
    """The rows behind a figure, as far as the officer's reach goes."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rows."""
        report = self.report
        back = reverse("city_report", args=[report.pk])
        context = self.rows_context(unit=report.unit, period=report.period, report=report, back=back)
        return super().get_context_data(
            **context, unit=report.unit, period=report.period, report=report, officer=True, **kwargs
        )


class OfficerNotCounted(OfficerPage):
    """What the unit recorded that does not count."""

    template_name = "reports/not_counted.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """By reason."""
        report = self.report
        back = reverse("city_report", args=[report.pk])
        context = not_counted_context(self, unit=report.unit, period=report.period, back=back)
        return super().get_context_data(
            **context, unit=report.unit, period=report.period, report=report, officer=True, **kwargs
        )


class OfficerVersions(OfficerPage):
    """Versions side by side."""

    template_name = "reports/versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """All that were sent."""
        report = self.report
        return super().get_context_data(
            **versions_context(self.request, report),
            unit=report.unit,
            period=report.period,
            report=report,
            officer=True,
            **kwargs,
        )


class OfficerDownload(OfficerPage):
    """The last version as a file, or the version asked for."""

    def get(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        """A single report is small: it answers at once."""
        if not self.report.sent:
            raise Http404
        shown = version_of(self.report, request) or of_submission(self.submission, report=self.report)
        return as_file(shown, kwargs["file_format"])
