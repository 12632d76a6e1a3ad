"""The half-year report's deadline: 07-05 and 01-05, announced before, on and after the day (RPT-1, RPT-17)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units.enums import CITY_ROLES, UNIT_ROLES, Role
from units.models import Appointment, OperatingUnit
from volunteer_portal.notices.deadlines import Deadline, Words, register
from volunteer_portal.rules.calendar import HalfYear
from volunteer_portal.rules.deadlines import ESCALATES_AT, status_report_steps
from volunteer_portal.rules.roc import format_date

from .access import CITY_CATEGORIES
from .models import StatusReport


def periods(today: date) -> tuple[HalfYear, HalfYear]:
    """The half-year under way (its due day comes after its end) and the one before."""
    current = HalfYear.containing(today)
    return current.previous(), current


def key(period: HalfYear) -> str:
    """``112-1``: the period as reminders keep it."""
    return f"{period.roc_year}-{period.half}"


def owing(period: HalfYear) -> set[int]:
    """Units that never sent a report for the period, the one definition of who owes it.

    Who was entered after the due day owes nothing; nor does who sent it and had it unlocked for correction.
    """
    units = OperatingUnit.objects.open_on(period.ends_on).filter(created_at__date__lte=period.due_on)
    sent = StatusReport.objects.of_period(period).filter(sent__gt=0).values("unit")
    return set(units.exclude(pk__in=sent).values_list("pk", flat=True))


def still_owed(period_key: str, unit_id: int) -> bool:
    """Whether the unit still owes the report of ``112-1``."""
    year, half = (int(part) for part in period_key.split("-"))
    return not StatusReport.objects.filter(unit=unit_id, year=year, half=half, sent__gt=0).exists()


def staff(unit_ids: Collection[int], today: date) -> Mapping[int, Collection[int]]:
    """The staff and heads of the units."""
    told: dict[int, set[int]] = defaultdict(set)
    held = Appointment.objects.in_force(today).filter(unit__in=unit_ids, role__in=UNIT_ROLES)
    for unit_id, user_id in held.values_list("unit_id", "user_id"):
        told[unit_id].add(user_id)
    return told


def officers(unit_ids: Collection[int], today: date) -> Mapping[int, Collection[int]]:
    """The officers who would unlock the report: the promotion centre, or the category's authority."""
    in_force = Appointment.objects.in_force(today)
    centre = set(in_force.filter(role__in=CITY_ROLES).values_list("user_id", flat=True))
    by_category: dict[str, set[int]] = defaultdict(set)
    held = in_force.filter(role=Role.AUTHORITY).values_list("authority__categories__code", "user_id")
    for code, user_id in held:
        by_category[code].add(user_id)
    units = OperatingUnit.objects.filter(pk__in=unit_ids).values_list("pk", "category_id")
    return {pk: centre if category in CITY_CATEGORIES else by_category[category] for pk, category in units}


def words(period: HalfYear, unit_id: int, step: int, to_officer: bool) -> Words:  # noqa: FBT001
    """What the reminder says, to the unit and to the officer."""
    when = format_date(period.due_on)
    name = OperatingUnit.objects.values_list("name", flat=True).get(pk=unit_id)
    if to_officer:
        found = {"tab": "owed", "period": key(period), "category": "all", "unit": name}
        return Words(
            _("{unit}的{period}概況表逾期，{when} 截止").format(unit=name, period=period.label, when=when),
            _("應於 {when} 前提交，目前還沒有提交。").format(when=when),
            f"{reverse('city_reports')}?{urlencode(found)}",
        )
    # The day itself, not how far away it is: a notice is read days after it was written.
    left = _("請於 {when} 前提交") if step > 0 else _("{when} 截止") if step == 0 else _("已逾期，{when} 截止")
    return Words(
        _("{period}概況表：{left}").format(period=period.label, left=left.format(when=when)),
        _("{unit}應於 {when} 前提交。數字已由系統帶入，請填聯繫會報參與場次與表揚獎勵人數後送出。").format(
            unit=name, when=when
        ),
        reverse("report_detail", args=[period.roc_year, period.half]),
    )


register(
    Deadline(
        code="status_report",
        title=gettext_lazy("推展志願服務概況表"),
        basis="每年7月5日前、1月5日前（RPT-1）",
        periods=periods,
        key=key,
        due=lambda period: period.due_on,
        owing=owing,
        staff=staff,
        officers=officers,
        words=words,
        still_owed=still_owed,
        steps=status_report_steps,
        escalate_from=ESCALATES_AT,
    )
)
