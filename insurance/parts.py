"""志工保險: the last of the five parts of the page about one person, the gap, and how changes are told."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units.models import OperatingUnit
from volunteer_portal.rules.roc import format_date
from volunteers.gaps import gap
from volunteers.history import Change, describes
from volunteers.models import Volunteer
from volunteers.person import Looking, Part, part

from .models import Coverage
from .worklist import SOON

SHOWN = 6


@gap("insurance", gettext_lazy("保險"))
def _uncovered(_unit: OperatingUnit, today: date) -> Q:
    return ~Q(Exists(Coverage.objects.in_force(today).filter(volunteer=OuterRef("volunteer"))))


@part
def insurance(volunteer: Volunteer, looking: Looking) -> Part:
    """Whether the person is covered today, by whichever policy, and the covers the viewer may see."""
    rows = list(
        Coverage.objects.visible_to(looking.scope)
        .filter(volunteer=volunteer)
        .select_related("contract", "unit")
        .order_by("-ends_on", "-pk")[:SHOWN]
    )
    until = max(
        Coverage.objects.in_force(looking.today).filter(volunteer=volunteer).values_list("ends_on", flat=True),
        default=None,
    )
    href = f"{reverse('cover_new')}?volunteer={volunteer.ref}" if looking.unit else ""
    state, note = "missing", _("今天沒有保險")
    if until is not None:
        soon = until <= looking.today + SOON
        state = "doing" if soon else "done"
        note = _("到 {day} 為止").format(day=format_date(until))
    return Part(
        code="insurance",
        label=_("志工保險"),
        state=state,
        note=note,
        word=_("快到期") if state == "doing" else "",
        template="insurance/part.html",
        context={"rows": rows, "until": until, "href": href, "label": _("投保") if href else ""},
        action_label=_("投保") if state != "done" and href else "",
        action_href=href,
    )


@describes(Coverage)
def _cover(change: Change) -> str:
    span = f"{format_date(change.row['starts_on'])}–{format_date(change.row['ends_on'])}"
    if change.label == "insert":
        return _("登錄保險（{span}）").format(span=span)
    return _("更正保險（{span}）").format(span=span) if change.diff else ""
