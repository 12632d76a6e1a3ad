"""基本資料: the first part of the page about one person, and the gaps in it."""

from __future__ import annotations

from datetime import date

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units.models import OperatingUnit

from .access import VOLUNTEERS
from .gaps import gap
from .models import Volunteer
from .person import Looking, Part, part

WANTED = (("emergency_name", _("緊急聯絡人")), ("emergency_phone", _("緊急聯絡人電話")), ("address", _("地址")))


@gap("photo", gettext_lazy("照片"), quiet=True)
def _no_photo(_unit: OperatingUnit, _today: date) -> Q:
    return Q(volunteer__photo="")


@gap("contact", gettext_lazy("聯絡方式"))
def _no_contact(_unit: OperatingUnit, _today: date) -> Q:
    return Q(volunteer__phone="", volunteer__mobile="")


@part
def basics(volunteer: Volunteer, looking: Looking) -> Part:
    """Who the person is, and which of the things are missing that a unit will need one day."""
    missing = [] if volunteer.photo else [_("照片")]
    missing += [] if volunteer.phone or volunteer.mobile else [_("電話")]
    missing += [str(label) for name, label in WANTED if not getattr(volunteer, name)]
    may_change = looking.unit is not None and VOLUNTEERS.allows(looking.scope, "change", volunteer)
    return Part(
        code="basics",
        label=_("基本資料"),
        state="doing" if missing else "done",
        word=_("缺 {count} 項").format(count=len(missing)) if missing else "",
        note=_("還沒有{what}").format(what="、".join(missing)) if missing else _("各項都有"),
        template="volunteers/parts/basics.html",
        context={
            "may_change": may_change,
            "edit_label": _("更正") if may_change else "",
            "address": f"{volunteer.postcode} {volunteer.county}{volunteer.district}{volunteer.address}".strip(),
        },
        action_label=_("補資料") if missing and may_change else "",
        action_href=reverse("volunteer_edit", args=[volunteer.ref]) if may_change else "",
    )
