"""Who is not covered today, and whose cover ends soon (INS-10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from django.db.models import Exists, Max, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from volunteer_portal.pages.worklist import Desk, Measure, Task, measure, source
from volunteers.models import Membership

from .models import Coverage

SOON = timedelta(days=30)


@measure
def covered(desk: Desk) -> Measure:
    """志工保險: members covered today."""
    cover = Coverage.objects.in_force(desk.today).filter(volunteer=OuterRef("volunteer"))
    members = Membership.objects.visible_to(desk.scope).filter(unit=desk.unit_id).population_on(desk.today)
    of, have = members.count(), members.filter(Exists(cover)).count()
    return Measure(
        code="insurance",
        label=_("志工保險"),
        have=have,
        of=of,
        missing=_("{count} 人今日無保險").format(count=of - have) if of > have else "",
        href=reverse("unit_insurance") + "?state=gap",
        link=_("看名單"),
    )


@source("unit")
def ending(desk: Desk) -> Iterator[Task]:
    """People whose last cover ends within thirty days."""
    last = (
        Coverage.objects.visible_to(desk.scope, "change")
        .filter(unit=desk.unit_id)
        .values("volunteer")
        .annotate(until=Max("ends_on"))
        .filter(until__gte=desk.today, until__lte=desk.today + SOON)
        .values_list("until", flat=True)
    )
    days = sorted(last)
    if days:
        yield Task(
            code="insurance_ending",
            title=_("{count} 人的保險 30 天內到期").format(count=len(days)),
            text=_("續保後匯入新的名冊，或逐人新增。"),
            href=reverse("unit_insurance") + "?state=ending",
            action=_("看名單"),
            due_on=days[0],
            count=len(days),
        )
