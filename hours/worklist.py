"""Hours that wait: people without hours last month, and records that must be split."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from volunteer_portal.pages.worklist import Desk, Measure, Task, measure, source
from volunteer_portal.rules.counting import Verdict
from volunteers.models import Membership

from .models import ServiceRecord

DUE_DAY = 10
"""Hours of a month are entered by the 10th of the next: a habit of this portal, not law (DUE-3, HRS-11)."""


def last_month(today: date) -> tuple[date, date]:
    """First and last day of the month before."""
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


@measure
def entered(desk: Desk) -> Measure:
    """服務時數: members with at least one record last month."""
    first, last = last_month(desk.today)
    records = ServiceRecord.objects.filter(unit=desk.unit_id, volunteer=OuterRef("volunteer"))
    members = Membership.objects.visible_to(desk.scope).filter(unit=desk.unit_id).population_on(last)
    of, have = members.count(), members.filter(Exists(records.ending_in(first, last))).count()
    return Measure(
        code="hours",
        label=_("服務時數（{month} 月）").format(month=last.month),
        have=have,
        of=of,
        missing=_("{count} 人未登").format(count=of - have) if of > have else "",
        href=reverse("import_start") + "?kind=hours",
        link=_("匯入時數"),
    )


@source("unit")
def month_to_enter(desk: Desk) -> Iterator[Task]:
    """Last month's hours, until every member has some."""
    state = entered(desk)
    if state.of > state.have:
        first, last = last_month(desk.today)
        yield Task(
            code="hours_month",
            title=_("{month} 月時數還有 {count} 人沒登").format(month=first.month, count=state.of - state.have),
            text=_("{count} 人已登；可整批匯入，或逐筆新增。").format(count=state.have),
            href=reverse("import_start") + "?kind=hours",
            action=_("匯入時數"),
            due_on=(last + timedelta(days=1)).replace(day=DUE_DAY),
            count=state.of - state.have,
        )


@source("unit")
def to_split(desk: Desk) -> Iterator[Task]:
    """Records that a training entered later cut in two: they count 0 until split (HRS-16)."""
    count = (
        ServiceRecord.objects.visible_to(desk.scope, "correct")
        .filter(unit=desk.unit_id, verdict=Verdict.SPLIT_NEEDED.value)
        .count()
    )
    if count:
        yield Task(
            code="hours_split",
            title=_("{count} 筆時數須分筆").format(count=count),
            text=_("跨越採計起日的紀錄先不採計；分成兩筆後，起日以後的時數就會採計。"),
            href=reverse("unit_hours") + f"?verdict={Verdict.SPLIT_NEEDED.value}",
            action=_("看紀錄"),
            count=count,
        )
