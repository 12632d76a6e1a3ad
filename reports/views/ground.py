"""What the pages of a report share: the half-year of the address, the figures as they stand, what is told of them."""

from __future__ import annotations

import hashlib
import json
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from reports.computing import Figures, compute
from reports.enums import State
from reports.figures import Shown, of_computed, of_stored
from reports.models import StatusReport
from reports.workflow import STATUS_REPORT
from units.models import OperatingUnit
from volunteer_portal.audit.models import LookKind
from volunteer_portal.audit.services import note_look
from volunteer_portal.pages.base import Page
from volunteer_portal.pages.clock import now, today
from volunteer_portal.pages.unit import ForUnit
from volunteer_portal.rules.calendar import HalfYear
from volunteer_portal.rules.status_report import CELLS, Cell

STATE_KINDS = {
    State.DRAFT: ("info", "edit"),
    State.SUBMITTED: ("other", "lock"),
    State.ACCEPTED: ("ok", "check"),
    State.REOPENED: ("warn", "unlock"),
}
FIRST_YEAR = 90


def half_year(year: int, half: int, *, day: date) -> HalfYear:
    """The half-year of an address, if it has begun; else 404."""
    if half not in {1, 2} or not FIRST_YEAR <= year <= 999:
        raise Http404
    period = HalfYear(year, half)
    if period.starts_on > day:
        raise Http404
    return period


def digest(shown: Shown) -> str:
    """A mark of the computed figures, so that a form can tell whether the data moved under it."""
    figures = [shown.computed.get(cell.key, 0) for cell in CELLS]
    return hashlib.sha256(json.dumps(figures).encode()).hexdigest()[:16]


def shown_now(unit: OperatingUnit, period: HalfYear, report: StatusReport | None) -> tuple[Shown, Figures | None]:
    """A locked report as it was sent; an open one with the latest figures under what a person adjusted."""
    if report is not None and not report.is_open:
        return of_stored(report), None
    figures = compute(unit.pk, period)
    if report is None:
        return of_computed(unit, period, figures, at=now()), figures
    stored = of_stored(report)
    return (
        Shown(
            unit=unit,
            period=period,
            state=stored.state,
            computed=figures.cells,
            adjusted=stored.adjusted,
            updated_by=stored.updated_by,
            updated_at=stored.updated_at,
        ),
        figures,
    )


def trail(report: StatusReport | None) -> list[dict[str, Any]]:
    """The steps taken, and those that come."""
    items: list[dict[str, Any]] = []
    labels = {"submit": _("已提交，鎖定"), "accept": _("審核通過"), "reopen": _("已解鎖")}
    steps = list(STATUS_REPORT.history(report)) if report else []
    items += [
        {"label": labels[step.step], "state": "done", "at": step.at, "by": str(step.by or ""), "note": step.note}
        for step in steps
    ]
    state = report.state if report else State.DRAFT
    if state in {State.DRAFT, State.REOPENED}:
        doing = _("資料建置中") if state == State.DRAFT else _("單位修改中")
        items.append({"label": doing, "state": "now", "note": _("數字可以改，隨時可以暫時存檔")})
        items.append({"label": _("提交，鎖定"), "state": "todo", "note": _("鎖定後要改，請線上申請解鎖")})
    elif items:
        items[-1]["state"] = "now"
    if state != State.ACCEPTED:
        items.append({"label": _("審核通過"), "state": "todo", "note": _("承辦人審核後通知單位")})
    return items


class PeriodPage(ForUnit, Page):
    """A page about one half-year of the unit that the person works for now."""

    abstract = True
    model = StatusReport
    action = "draft"

    @cached_property
    def period(self) -> HalfYear:
        """The half-year of the address."""
        return half_year(self.kwargs["year"], self.kwargs["half"], day=today())

    @cached_property
    def report(self) -> StatusReport | None:
        """The unit's report of that half-year, if one was saved."""
        rows = self.rows("draft").select_related("unit", "category", "updated_by")
        return rows.filter(unit=self.unit).of_period(self.period).first()

    def door(self, cell: Cell) -> str:
        """Where the rows behind a cell are listed."""
        return reverse("report_cell", args=[*self.address, cell.number])

    def way_back(self) -> tuple[str, str]:
        """To the report as it stands now."""
        return _("回這份報表"), reverse("report_detail", args=self.address)

    @property
    def address(self) -> tuple[int, int]:
        """Year and half, as addresses have them."""
        return self.period.roc_year, self.period.half

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Every such page names its period."""
        return super().get_context_data(period=self.period, report=self.report, address=self.address, **kwargs)


def remember_look(request: HttpRequest, *, unit_id: int, detail: dict[str, Any]) -> None:
    """Write down that a list of people behind a figure was looked at."""
    note_look(kind=LookKind.VIEW, user_id=request.user.pk, unit_id=unit_id, detail=detail)
