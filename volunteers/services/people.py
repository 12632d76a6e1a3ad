"""A person's basic data: written once, corrected by whoever has the person among its members."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from volunteer_portal.access.errors import Overtaken, Problem, Refused
from volunteer_portal.accounts.models import User
from volunteer_portal.rules.identity import Identity
from volunteers import identity
from volunteers.access import VOLUNTEERS
from volunteers.models import Volunteer
from volunteers.naming import fold_name

from .entries import PLAIN_FIELDS, checked_number, person_problems
from .permission import demand

VERSIONED = ("name", "id_masked", *PLAIN_FIELDS)


def version_of(volunteer: Volunteer) -> str:
    """A short mark of what a form showed: it changes as soon as anybody changes the person."""
    shown = "\x1f".join(str(getattr(volunteer, field)) for field in VERSIONED)
    return hashlib.sha256(shown.encode()).hexdigest()[:16]


@transaction.atomic
def correct_person(
    *,
    volunteer: Volunteer,
    changes: Mapping[str, Any],
    by: User | None,
    now: datetime,
    seen: str | None = None,
) -> Volunteer:
    """Change basic data. ``changes`` holds fields of ``PersonEntry``; a ``number`` is checked and sealed anew.

    ``seen`` is the mark of the form (``version_of``): if somebody changed the person meanwhile, nothing is written.
    """
    demand(VOLUNTEERS, "change", volunteer, by, now)
    locked = Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer.pk)
    if seen is not None and seen != version_of(locked):
        raise Overtaken(_("這位志工的資料剛剛被別人改過。請重新開啟，看過新的內容再修改；您填的內容沒有寫入。"))
    number = _new_number(locked, changes)
    for name in PLAIN_FIELDS:
        if name in changes:
            setattr(locked, name, changes[name])
    if "name" in changes:
        locked.name = str(changes["name"]).strip()
        locked.name_folded = fold_name(locked.name)[:60]
    _refuse_if_wrong(locked, number, now)
    if number is not None:
        identity.put(locked, number)
    locked.save()
    return locked


def _new_number(volunteer: Volunteer, changes: Mapping[str, Any]) -> Identity | None:
    """The checked new number when it is to be changed; None when it stays."""
    if not changes.get("number"):
        return None
    number = checked_number(changes["number"], changes.get("id_kind", ""))
    if isinstance(number, Problem):
        raise Refused([number])
    index = identity.index_of(number.value)
    if index == bytes(volunteer.id_index):
        return None
    if Volunteer.objects.filter(id_index=index).exists():
        raise Refused.one("number", "id_taken", _("這個證號已經登錄給另一位志工，請核對證件。"))
    return number


def _refuse_if_wrong(volunteer: Volunteer, number: Identity | None, now: datetime) -> None:
    stated = number.sex if number is not None else _stated_sex(volunteer)
    found = person_problems(
        name=volunteer.name,
        sex=volunteer.sex,
        born_on=volunteer.born_on,
        stated_sex=stated,
        today=timezone.localdate(now),
    )
    first = volunteer.memberships.order_by("joined_on").values_list("joined_on", flat=True).first()
    if first is not None and volunteer.born_on > first:
        found.append(Problem("born_on", "before_birth", _("出生年月日晚於加入日期，請核對。")))
    if found:
        raise Refused(found)


def _stated_sex(volunteer: Volunteer) -> str | None:
    number = checked_number(identity.clear_number(volunteer), volunteer.id_kind)
    return number.sex if isinstance(number, Identity) else None
