"""Drafting: the computer fills in, a person confirms; what a person puts instead is kept beside what was computed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from reports.computing import Figures, compute
from reports.models import ReportCell, StatusReport
from units.models import OperatingUnit, UnitCategory
from volunteer_portal.access.errors import Problem, Refused
from volunteer_portal.accounts.models import User
from volunteer_portal.rules.calendar import HalfYear
from volunteer_portal.rules.roc import format_date
from volunteer_portal.rules.status_report import BY_KEY, CELLS, MANUAL

from .ground import locked, require, require_fresh, require_open

LARGEST = 1_000_000_000
REMARK_LENGTH = 300


@transaction.atomic
def draft_report(*, unit: OperatingUnit, period: HalfYear, by: User, now: datetime) -> StatusReport:
    """The unit's report of the half-year with the latest figures; made if there is none, left alone if locked."""
    today = timezone.localtime(now).date()
    if period.starts_on > today:
        raise Refused.one(
            "period",
            "future",
            _("{period}從 {day} 開始，到時才能建立報表。").format(
                period=period.label, day=format_date(period.starts_on)
            ),
        )
    report, made = StatusReport.objects.get_or_create(
        unit=unit,
        year=period.roc_year,
        half=period.half,
        defaults={
            "category_id": category_on(unit, min(period.ends_on, today)),
            "starts_on": period.starts_on,
            "ends_on": period.ends_on,
            "updated_by_id": by.pk,
        },
    )
    require(by, "draft", report, now)
    report = locked(report)
    if report.is_open:
        _fill(report, compute(unit.pk, period), by=by, now=now, force=made)
    return report


@transaction.atomic
def recompute(*, report: StatusReport, by: User, now: datetime) -> StatusReport:
    """自動帶入最新統計數字: fill in again; cells that a person adjusted keep their value beside the new one."""
    report = locked(report)
    require(by, "draft", report, now)
    require_open(report)
    _fill(report, compute(report.unit_id, report.period), by=by, now=now, force=True)
    return report


@transaction.atomic
def save_draft(
    *,
    report: StatusReport,
    by: User,
    now: datetime,
    draft_version: int | None,
    values: Mapping[str, int | None],
    remark: str | None = None,
) -> StatusReport:
    """Put values into cells: a number stands instead of the computed one, None restores it.

    Minutes where the cell means hours. A number equal to the computed one is no adjustment, except in the cells that
    the unit fills in itself. ``draft_version``: that of the page; a stale page is told and nothing is written.
    """
    report = locked(report)
    require(by, "draft", report, now)
    require_open(report)
    require_fresh(report, draft_version)
    _refuse_bad(values)
    cells = {cell.key: cell for cell in report.cells.filter(key__in=values)}
    changed = []
    for key, value in values.items():
        cell = cells[key]
        wanted = None if value == cell.computed and key not in MANUAL else value
        if wanted != cell.adjusted:
            cell.adjusted = wanted
            cell.adjusted_by_id, cell.adjusted_at = (None, None) if wanted is None else (by.pk, now)
            changed.append(cell)
    ReportCell.objects.bulk_update(changed, ["adjusted", "adjusted_by", "adjusted_at"])
    said = report.remark if remark is None else remark.strip()[:REMARK_LENGTH]
    if changed or said != report.remark:
        report.remark = said
        _touch(report, by, "remark")
    return report


def adjust_cell(
    *, report: StatusReport, key: str, value: int, by: User, now: datetime, draft_version: int | None = None
) -> StatusReport:
    """Put a number in one cell; the computed one stays beside it and goes to the reviewing officer (RPT-36)."""
    return save_draft(report=report, by=by, now=now, draft_version=draft_version, values={key: value})


def restore_cell(
    *, report: StatusReport, key: str, by: User, now: datetime, draft_version: int | None = None
) -> StatusReport:
    """Take the computed value again."""
    return save_draft(report=report, by=by, now=now, draft_version=draft_version, values={key: None})


def set_manual(
    *,
    report: StatusReport,
    meetings: int,
    people_awarded: int,
    by: User,
    now: datetime,
    draft_version: int | None = None,
) -> StatusReport:
    """The two cells the unit fills in itself (RPT-9)."""
    values = {"聯繫會報/場次": meetings, "表揚獎勵/人數": people_awarded}
    return save_draft(report=report, by=by, now=now, draft_version=draft_version, values=values)


@transaction.atomic
def remove_draft(*, report: StatusReport, by: User, now: datetime) -> None:
    """Throw away a draft that was never sent (RPT-10); opening the page makes it anew."""
    report = locked(report)
    require(by, "draft", report, now)
    require_open(report)
    if report.sent:
        raise Refused.one("report", "sent", _("提交過的報表不能刪除，請改正後再次提交。"))
    report.delete()


def category_on(unit: OperatingUnit, day: date) -> str:
    """The unit's category on a day: it decides who accepts and unlocks the report."""
    held = (
        UnitCategory.objects.filter(unit=unit)
        .filter(Q(starts_on__isnull=True) | Q(starts_on__lte=day))
        .filter(Q(ends_before__isnull=True) | Q(ends_before__gt=day))
        .values_list("category", flat=True)
        .first()
    )
    return held or unit.category_id


def _fill(report: StatusReport, figures: Figures, *, by: User, now: datetime, force: bool) -> None:
    """Write what was computed where it differs; adjustments stay."""
    cells = {cell.key: cell for cell in report.cells.all()}
    fresh = [
        ReportCell(report=report, key=cell.key, computed=figures.cells[cell.key])
        for cell in CELLS
        if cell.key not in cells
    ]
    moved = [cell for cell in cells.values() if cell.computed != figures.cells[cell.key]]
    for cell in moved:
        cell.computed = figures.cells[cell.key]
        if cell.adjusted == cell.computed and cell.key not in MANUAL:
            cell.adjusted, cell.adjusted_by_id, cell.adjusted_at = None, None, None
    ReportCell.objects.bulk_create(fresh)
    ReportCell.objects.bulk_update(moved, ["computed", "adjusted", "adjusted_by", "adjusted_at"])
    if fresh or moved or force or report.computed_at is None:
        report.computed_at = now
        _touch(report, by, "computed_at", changed=bool(fresh or moved))


def _touch(report: StatusReport, by: User, *fields: str, changed: bool = True) -> None:
    report.draft_version += changed
    report.updated_by_id = by.pk
    report.save(update_fields=["draft_version", "updated_by", "updated_at", *fields])


def _refuse_bad(values: Mapping[str, int | None]) -> None:
    problems = [
        Problem(key, "out_of_range", _("{cell}須為 0 以上的整數，請改正。").format(cell=BY_KEY[key].name))
        for key, value in values.items()
        if value is not None and not 0 <= value <= LARGEST
    ]
    if problems:
        raise Refused(problems)
