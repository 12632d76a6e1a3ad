"""The last look before sending, asking for an unlock, versions, files."""

from __future__ import annotations

import io
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from reports.board import Board
from reports.comparing import adjusted_in, compare_versions, submitted_before
from reports.figures import Shown, of_stored, of_submission
from reports.findings import findings_of, moved_since, remark_question
from reports.forms import ReasonForm, SendForm
from reports.models import StatusReport, Submission
from reports.services import ask_unlock, submit
from reports.sheets import FORMATS, write_report
from volunteer_portal.access.errors import Refused
from volunteer_portal.pages.clock import now
from volunteer_portal.tabular.writing.streams import CONTENT_TYPES

from .ground import PeriodPage, shown_now


class Submit(PeriodPage):
    """Sums, what moved, what was adjusted: seen once more, then sent."""

    action = "submit"
    template_name = "reports/submit.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only a saved, open report is sent."""
        if self.report is None or not self.report.is_open:
            return redirect("report_detail", *self.address)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """Send; sent twice is sent once."""
        if self.report is None:
            raise Http404
        form = SendForm(request.POST)
        if not form.is_valid():
            return render(request, self.template_name, self.get_context_data(form=form), status=422)
        try:
            submit(
                report=self.report,
                by=request.user,
                now=now(),
                draft_version=form.cleaned_data["draft_version"],
                remark=form.cleaned_data["remark"] if "remark" in request.POST else None,
            )
        except Refused as refusal:
            for problem in refusal.problems:
                form.add_error("remark" if problem.field == "remark" else None, problem.sentence)
            return render(request, self.template_name, self.get_context_data(form=form), status=422)
        messages.success(request, _("成功！資料已提交成功！"))
        return redirect("report_detail", *self.address)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The stored figures: exactly what will be frozen."""
        shown = of_stored(self.report)
        moved = moved_since(shown, submitted_before(self.report))
        form = kwargs.pop("form", None) or SendForm(
            initial={"draft_version": self.report.draft_version, "remark": self.report.remark}
        )
        board = Board(shown, self.door)
        return super().get_context_data(
            shown=shown,
            summary=[
                (label, board.box(key), unit)
                for key, label, unit in (
                    ("計", _("志工"), _("人")),
                    ("時數/合計", _("服務時數"), _("小時")),
                    ("接受服務人次", _("受服務"), _("人次")),
                    ("聯繫會報/場次", _("聯繫會報參與"), _("場次")),
                    ("表揚獎勵/人數", _("表揚獎勵"), _("人")),
                )
            ],
            form=form,
            findings=findings_of(shown, self.door),
            moved=moved,
            question=remark_question(moved),
            adjusted=[board.box(key) for key in shown.adjusted if not board.box(key).cell.manual],
            **kwargs,
        )


class AskUnlock(PeriodPage):
    """申請解鎖: why, in a sentence."""

    action = "ask_unlock"
    template_name = "reports/ask_unlock.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only a locked report is unlocked."""
        if self.report is None or self.report.is_open:
            return redirect("report_detail", *self.address)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponseBase:
        """Ask."""
        if self.report is None:
            raise Http404
        form = ReasonForm(request.POST)
        if form.is_valid():
            try:
                ask_unlock(report=self.report, by=request.user, now=now(), reason=form.cleaned_data["reason"])
            except Refused as refusal:
                form.add_error("reason", str(refusal))
            else:
                messages.success(request, _("已送出解鎖申請，承辦人處理後會通知您。"))
                return redirect("report_detail", *self.address)
        return render(request, self.template_name, self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form."""
        kwargs.setdefault("form", ReasonForm())
        return super().get_context_data(**kwargs)


def number_asked(request: HttpRequest, name: str, default: int) -> int:
    """A version number of the query, or the usual one."""
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 6 else default


def versions_context(request: HttpRequest, report: StatusReport) -> dict[str, Any]:
    """All versions, and two of them side by side: by default the last two."""
    sent: list[Submission] = list(report.submissions.select_related("submitted_by"))
    by_number = {each.number: each for each in sent}
    later = by_number.get(number_asked(request, "b", report.sent))
    earlier = by_number.get(number_asked(request, "a", max(1, report.sent - 1)))
    if later is None or earlier is None:
        raise Http404
    return {
        "versions": [{"version": each, "adjusted": len(adjusted_in(each))} for each in sent],
        "earlier": earlier,
        "later": later,
        "differences": compare_versions(earlier, later),
    }


class Versions(PeriodPage):
    """Every version that was sent, each to be fetched, two to be compared."""

    template_name = "reports/versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Of a report never sent there are none."""
        if self.report is None or not self.report.sent:
            raise Http404
        return super().get_context_data(**versions_context(self.request, self.report), **kwargs)


def as_file(shown: Shown, file_format: str) -> HttpResponse:
    """The report as a file to keep."""
    if file_format not in FORMATS:
        raise Http404
    stream = io.BytesIO()
    write_report(stream, file_format, shown)
    response = HttpResponse(stream.getvalue(), content_type=CONTENT_TYPES[file_format])
    response["Content-Disposition"] = content_disposition_header(
        as_attachment=True, filename=f"{shown.file_name}.{file_format}"
    )
    return response


def version_of(report: StatusReport, request: HttpRequest) -> Shown | None:
    """The version asked for in the address, if one is."""
    number = number_asked(request, "version", 0)
    if not number:
        return None
    submission = report.submissions.select_related("submitted_by", "report__unit").filter(number=number).first()
    if submission is None:
        raise Http404
    return of_submission(submission, report=report)


class Download(PeriodPage):
    """The report in the format of the address: as sent, a version, or the draft as the page shows it."""

    def get(self, request: HttpRequest, *_args: Any, **kwargs: Any) -> HttpResponseBase:
        """A single report is small: it answers at once."""
        shown = version_of(self.report, request) if self.report else None
        if shown is None:
            shown, _figures = shown_now(self.unit, self.period, self.report)
        return as_file(shown, kwargs["file_format"])
