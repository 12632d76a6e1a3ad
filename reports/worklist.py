"""Reports that wait: a unit's own to fill and send, an officer's to review and unlock."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from units.models import OperatingUnit
from units.querysets import UnitQuerySet
from volunteer_portal.access.scope import Scope
from volunteer_portal.pages.worklist import Desk, Task, source
from volunteer_portal.rules.calendar import HalfYear
from volunteer_portal.rules.roc import format_date

from .access import CITY_CATEGORIES
from .enums import State, UnlockState
from .models import StatusReport, Unlock
from .notices import owing

OPENS_BEFORE_DUE = 21


@source("unit")
def to_send(desk: Desk) -> Iterator[Task]:
    """The half-year reports that the unit owes now, and those that were unlocked for it."""
    mine = StatusReport.objects.visible_to(desk.scope, "submit").filter(unit=desk.unit_id)
    current = HalfYear.containing(desk.today)
    for period in (current.previous(), current):
        opened = (period.due_on - desk.today).days <= OPENS_BEFORE_DUE
        report = mine.of_period(period).first()
        unlocked = report is not None and report.state == State.REOPENED
        if unlocked or (opened and desk.unit_id in owing(period)):
            yield Task(
                code=f"report_{period.roc_year}_{period.half}",
                title=_("{period}概況表已解鎖，待重新提交").format(period=period.label)
                if unlocked
                else _("{period}概況表").format(period=period.label),
                text=_("修正後請再送出一次，兩個版本都會保留。")
                if unlocked
                else _("已自動算好，剩 2 格要您填：聯繫會報參與場次、表揚獎勵人數。"),
                href=reverse("report_detail", args=[period.roc_year, period.half]),
                action=_("修正後送出") if unlocked else _("填完送出"),
                due_on=None if unlocked else period.due_on,
            )
    for report in mine.filter(state=State.REOPENED).exclude(
        Q(year=current.roc_year, half=current.half) | Q(year=current.previous().roc_year, half=current.previous().half)
    ):
        yield Task(
            code=f"report_{report.year}_{report.half}",
            title=_("{period}概況表已解鎖，待重新提交").format(period=HalfYear(report.year, report.half).label),
            text=_("修正後請再送出一次，兩個版本都會保留。"),
            href=reverse("report_detail", args=[report.year, report.half]),
            action=_("修正後送出"),
        )


@source("officer")
def to_unlock(desk: Desk) -> Iterator[Task]:
    """Requests to unlock a report, each opened in one click."""
    asked = Unlock.objects.visible_to(desk.scope, "decide").filter(state=UnlockState.ASKED)
    for unlock in asked.select_related("report__unit").order_by("asked_at")[:20]:
        report = unlock.report
        yield Task(
            code=f"unlock_{unlock.pk}",
            title=_("{unit}申請解鎖{period}概況表").format(
                unit=report.unit.name, period=HalfYear(report.year, report.half).label
            ),
            text=_("{day} 申請：{reason}").format(
                day=format_date(timezone.localdate(unlock.asked_at)), reason=unlock.reason
            ),
            href=reverse("city_unlock", args=[unlock.pk]),
            action=_("處理"),
            kind="asked",
        )


@source("officer")
def to_review(desk: Desk) -> Iterator[Task]:
    """Reports that were sent and wait for review."""
    count = StatusReport.objects.visible_to(desk.scope, "accept").filter(state=State.SUBMITTED).count()
    if count:
        yield Task(
            code="reports_to_review",
            title=_("{count} 份概況表待審核").format(count=count),
            text=_("檢核相符的可以一次通過。"),
            href=reverse("city_reports"),
            action=_("開始審核"),
            count=count,
        )


def owed_to(scope: Scope, period: HalfYear) -> UnitQuerySet:
    """Units whose report of the period the officer would review and that have not sent it."""
    units = OperatingUnit.objects.visible_to(scope).filter(pk__in=owing(period))
    if scope.citywide and not scope.categories:
        units = units.filter(category__in=CITY_CATEGORIES)
    return units


@source("officer")
def late_units(desk: Desk) -> Iterator[Task]:
    """Units of the officer that are late with the report of the half-year that ended last."""
    period = HalfYear.containing(desk.today).previous()
    if desk.today <= period.due_on:
        return
    count = owed_to(desk.scope, period).count()
    if count:
        yield Task(
            code="reports_late",
            title=_("{count} 個單位的{period}概況表逾期未送").format(count=count, period=period.label),
            text=_("系統已依期限提醒單位承辦人。"),
            href=f"{reverse('city_reports')}?tab=owed",
            action=_("看單位"),
            due_on=period.due_on,
            count=count,
            kind="late",
        )
