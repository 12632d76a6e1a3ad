"""What the register still lacks."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from volunteer_portal.pages.worklist import Desk, Measure, measure

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
