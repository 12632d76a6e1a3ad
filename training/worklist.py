"""Whose hours cannot count yet, because a training is missing."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from units.models import OperatingUnit
from volunteer_portal.pages.worklist import Desk, Measure, measure
from volunteers.models import Membership

from .enums import TrainingKind
from .models import Completion


@measure
def trained(desk: Desk) -> Measure:
    """教育訓練: members with basic training and the special training of the unit's category."""
    unit = OperatingUnit.objects.select_related("category").get(pk=desk.unit_id)
    held = Completion.objects.standing().filter(volunteer=OuterRef("volunteer"))
    members = Membership.objects.visible_to(desk.scope).filter(unit=unit).population_on(desk.today)
    of = members.count()
    ready = members.filter(Exists(held.filter(kind=TrainingKind.BASIC)))
    if unit.category.special_training_required:
        ready = ready.filter(Exists(held.filter(kind=TrainingKind.SPECIAL, category=unit.category)))
    have = ready.count()
    return Measure(
        code="training",
        label=_("教育訓練"),
        have=have,
        of=of,
        missing=_("{count} 人缺基礎或特殊訓練，時數不能採計").format(count=of - have) if of > have else "",
        href=reverse("unit_volunteers") + "?gap=training",
        link=_("看名單"),
    )
