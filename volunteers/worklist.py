"""What the register still lacks."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from volunteer_portal.pages.worklist import Desk, Measure, Task, measure, source

from .models import Membership


@measure
def basic_data(desk: Desk) -> Measure:
    """基本資料: people with a way to be reached and somebody to call in an emergency."""
    members = Membership.objects.visible_to(desk.scope).filter(unit=desk.unit_id).population_on(desk.today)
    of = members.count()
    lacking = members.filter(
        Q(volunteer__emergency_phone="") | Q(volunteer__mobile="", volunteer__phone="", volunteer__email="")
    ).count()
    return Measure(
        code="basic_data",
        label=_("基本資料"),
        have=of - lacking,
        of=of,
        missing=_("{count} 人缺聯絡方式或緊急聯絡人").format(count=lacking) if lacking else "",
        href=reverse("unit_volunteers") + "?gap=contact",
        link=_("看名單"),
    )


@source("unit")
def to_begin(desk: Desk) -> Iterator[Task]:
    """A unit without anybody begins with its roster: everything else hangs on it."""
    if not Membership.objects.visible_to(desk.scope).filter(unit=desk.unit_id).exists():
        yield Task(
            code="begin",
            title=_("還沒有志工，先匯入名冊"),
            text=_("名冊之後依序是教育訓練、紀錄冊、保險、服務時數；每個檔案都先看結果再寫入。"),
            href=reverse("import_start"),
            action=_("匯入名冊"),
        )
