"""Who has no record book yet."""

from __future__ import annotations

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from volunteer_portal.pages.worklist import Desk, Measure, measure
from volunteers.models import Membership

from .models import RecordBook


@measure
def books(desk: Desk) -> Measure:
    """服務紀錄冊: members who hold a live book."""
    held = RecordBook.objects.held_on(desk.today).filter(volunteer=OuterRef("volunteer"))
    members = Membership.objects.visible_to(desk.scope).filter(unit=desk.unit_id).population_on(desk.today)
    of, have = members.count(), members.filter(Exists(held)).count()
    return Measure(
        code="books",
        label=_("服務紀錄冊"),
        have=have,
        of=of,
        missing=_("{count} 人未領冊").format(count=of - have) if of > have else "",
        href=reverse("unit_volunteers") + "?gap=book",
        link=_("看名單"),
    )
