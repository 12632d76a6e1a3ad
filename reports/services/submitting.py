"""Sending a version: checked, frozen, locked (RPT-11, RPT-15, RPT-35)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.comparing import moved_much, submitted_before
from reports.models import StatusReport, Submission
from reports.workflow import STATUS_REPORT
from volunteer_portal.access.errors import Problem, Refused
from volunteer_portal.accounts.models import User
from volunteer_portal.rules.calendar import ONE_DAY
from volunteer_portal.rules.roc import format_date
from volunteer_portal.rules.status_report import BY_KEY, check

from .drafting import REMARK_LENGTH
from .ground import locked, reach_of, require, require_fresh, require_open


@transaction.atomic
def submit(
    *, report: StatusReport, by: User, now: datetime, draft_version: int, remark: str | None = None
) -> Submission:
    """Freeze the report as version ``sent + 1`` and lock it. Sending the same page twice sends once."""
    report = locked(report)
    require(by, "submit", report, now)
    if not report.is_open and report.sent and report.draft_version == draft_version:
        return report.submissions.get(number=report.sent)
    require_open(report)
    require_fresh(report, draft_version)
    said = (report.remark if remark is None else remark).strip()[:REMARK_LENGTH]
    today = timezone.localtime(now).date()
    _refuse_early(report, today)
    cells = {cell.key: cell for cell in report.cells.all()}
    values = {key: cell.value for key, cell in cells.items()}
    _refuse_unsound(report, values, said)
    submission = Submission.objects.create(
        report=report,
        number=report.sent + 1,
        cells={key: {"computed": cell.computed, "adjusted": cell.adjusted} for key, cell in cells.items()},
        remark=said,
        late=_is_late(report, today),
        submitted_by_id=by.pk,
        submitted_at=now,
    )
    STATUS_REPORT.advance(
        report,
        "submit",
        scope=reach_of(by, now),
        now=now,
        note=said,
        fields={
            "sent": submission.number,
            "submitted_at": now,
            "remark": said,
            "updated_by_id": by.pk,
            "updated_at": now,
        },
    )
    return submission


def _is_late(report: StatusReport, today: date) -> bool:
    """Whether the version comes late; a correction is as late as the first version was.

    A unit entered after the due day had no day to keep (see ``reports.notices.owing``).
    """
    if report.sent:
        return report.submissions.get(number=1).late
    entered = timezone.localtime(report.unit.created_at).date()
    return entered <= report.period.due_on < today


def _refuse_early(report: StatusReport, today: date) -> None:
    if today <= report.ends_on:
        raise Refused.one(
            "period",
            "too_early",
            _("統計期間到 {last} 為止，{first} 起才能提交；現在可以先存草稿。").format(
                last=format_date(report.ends_on), first=format_date(report.ends_on + ONE_DAY)
            ),
        )


def _refuse_unsound(report: StatusReport, values: dict[str, int], remark: str) -> None:
    problems = [
        Problem(next(iter(found.numbers), ""), found.code, found.sentence)
        for found in check(values)
        if not found.ok and found.severity == "error"
    ]
    if not remark:
        before = submitted_before(report)
        problems += [
            Problem(
                "remark",
                "needs_remark",
                _("{what}與上期相差超過 20%，請說明原因。").format(what=BY_KEY[key].name),
            )
            for key in moved_much(values, before.values if before else None)
        ][:1]
    if problems:
        raise Refused(problems)
