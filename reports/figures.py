"""A report as plain values, whether stored, sent or only computed: what pages, files and the command draw."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from units.models import OperatingUnit
from volunteer_portal.rules.calendar import HalfYear
from volunteer_portal.rules.roc import format_date
from volunteer_portal.rules.status_report import CELLS

from .computing import Figures
from .enums import State
from .models import StatusReport, Submission


@dataclass(frozen=True, slots=True)
class Shown:
    """One report as it is shown: computed figures, adjusted ones beside them, and where it stands.

    ``adjusted`` holds only the cells that a person set. ``submission`` is the version shown, if one was sent.
    """

    unit: OperatingUnit
    period: HalfYear
    state: State
    computed: Mapping[str, int]
    adjusted: Mapping[str, int] = field(default_factory=dict)
    submission: Submission | None = None
    updated_by: str = ""
    updated_at: datetime | None = None

    @property
    def values(self) -> dict[str, int]:
        """What the form says: the adjusted figure, else the computed one."""
        return {cell.key: self.adjusted.get(cell.key, self.computed.get(cell.key, 0)) for cell in CELLS}

    @property
    def is_draft(self) -> bool:
        """These are no figures that were sent."""
        return self.submission is None

    @property
    def file_name(self) -> str:
        """Name of a downloaded file, without its ending."""
        draft = _("草稿") if self.is_draft else _("第{number}次提交").format(number=self.submission.number)
        return f"{self.unit.name}_{self.period.roc_year}-{self.period.half}_{_('志願服務概況表')}_{draft}"


def of_computed(unit: OperatingUnit, period: HalfYear, figures: Figures, *, at: datetime) -> Shown:
    """As auto-filled from the data now; nothing is stored."""
    return Shown(unit=unit, period=period, state=State.DRAFT, computed=figures.cells, updated_at=at)


def of_stored(report: StatusReport) -> Shown:
    """A report as stored: of a locked one the version that was sent, of an open one its draft."""
    if not report.is_open:
        return of_submission(report.submissions.get(number=report.sent), report=report)
    cells = list(report.cells.all())
    return Shown(
        unit=report.unit,
        period=report.period,
        state=State(report.state),
        computed={cell.key: cell.computed for cell in cells},
        adjusted={cell.key: cell.adjusted for cell in cells if cell.adjusted is not None},
        updated_by=str(report.updated_by or ""),
        updated_at=report.updated_at,
    )


def of_submission(submission: Submission, *, report: StatusReport | None = None) -> Shown:
    """A version exactly as it was sent."""
    report = report or submission.report
    current = submission.number == report.sent and not report.is_open
    return Shown(
        unit=report.unit,
        period=report.period,
        state=State(report.state) if current else State.SUBMITTED,
        computed=submission.computed,
        adjusted={key: cell["adjusted"] for key, cell in submission.cells.items() if cell["adjusted"] is not None},
        submission=submission,
        updated_by=str(submission.submitted_by or ""),
        updated_at=submission.submitted_at,
    )


def clock(at: datetime | None) -> str:
    """「114/06/30 09:05」 in local time; "" for none."""
    if at is None:
        return ""
    local = timezone.localtime(at)
    return f"{format_date(local.date())} {local:%H:%M}"
