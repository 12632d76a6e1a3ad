"""Finding a person by the exact identity number, and showing the number: the two looks that are always logged."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from units.models import OperatingUnit
from volunteer_portal.access.errors import Problem, Refused
from volunteer_portal.accounts.models import User
from volunteer_portal.audit.models import LookKind
from volunteer_portal.audit.services import look_ups_left, note_look
from volunteer_portal.rules.identity import Identity
from volunteers import identity
from volunteers.access import VOLUNTEERS
from volunteers.enums import IdKind
from volunteers.models import Volunteer
from volunteers.naming import masked_name
from volunteers.querysets import VolunteerQuerySet

from .entries import checked_number
from .permission import demand

NO_MORE = gettext_noop("這一小時的查詢次數已經用完，請稍後再試。每次查詢都有紀錄。")
LOCK_SPACE = 7_401  # any number that no other advisory lock of the portal uses


class LookUp(StrEnum):
    """How a look-up ended."""

    FOUND = "found"
    NOTHING = "nothing"
    NO_MORE = "no_more"
    BAD_NUMBER = "bad_number"


@dataclass(frozen=True, slots=True)
class Found:
    """The answer to a look-up: never more than the minimum (PERM-7).

    ``volunteer`` is for the service that follows, not for the screen; a wrong birth date and an unknown number give
    exactly the same answer.
    """

    outcome: LookUp
    sentence: str = ""
    volunteer: Volunteer | None = None
    name_masked: str = ""
    id_masked: str = ""
    sex: str = ""
    units: int = 0


def find_by_identity(  # noqa: PLR0913 - what a look-up is made of, and who asks
    *,
    number: str,
    born_on: date,
    purpose: str,
    by: User,
    now: datetime,
    unit: OperatingUnit | None = None,
    id_kind: str = "",
    address: str | None = None,
) -> Found:
    """Find a person by exact number and birth date. Each try is written down, whatever comes of it.

    At most ``LOOK_UPS_AN_HOUR`` tries an hour and account; the tries of one account are counted one after another.
    """
    if not purpose.strip():
        raise Refused.one("purpose", "required", _("請選擇查詢的目的。"))
    checked = checked_number(number, id_kind) if id_kind else _any_kind(number)
    if isinstance(checked, Problem):
        return Found(LookUp.BAD_NUMBER, checked.sentence)
    same = Volunteer.objects.filter(born_on=born_on)
    log = {"user_id": by.pk, "unit_id": unit.pk if unit else None, "purpose": purpose, "address": address}
    outcome, volunteer = _counted_try(same, checked, now, log)
    if outcome is LookUp.NO_MORE:
        return Found(outcome, _(NO_MORE))
    if volunteer is None:
        return Found(LookUp.NOTHING, _("沒有符合這個證號與出生年月日的志工。"))
    return Found(
        LookUp.FOUND,
        "",
        volunteer,
        masked_name(volunteer.name),
        volunteer.id_masked,
        volunteer.get_sex_display(),
        volunteer.memberships.filter(left_on__isnull=True).values("unit").distinct().count(),
    )


def find_in_reach(
    *, number: str, purpose: str, reach: VolunteerQuerySet, by: User, now: datetime, address: str | None = None
) -> Found:
    """Find one of the people an officer reaches by exact number: the same count, the same log, the same shape.

    Somebody out of reach and an unknown number give the same answer.
    """
    if not purpose.strip():
        raise Refused.one("purpose", "required", _("請選擇查詢的目的。"))
    checked = _any_kind(number)
    if isinstance(checked, Problem):
        return Found(LookUp.BAD_NUMBER, checked.sentence)
    log = {"user_id": by.pk, "purpose": purpose, "address": address}
    outcome, volunteer = _counted_try(reach, checked, now, log)
    if outcome is LookUp.NO_MORE:
        return Found(outcome, _(NO_MORE))
    if volunteer is None:
        return Found(LookUp.NOTHING, _("職權範圍內沒有這個證號的志工。"))
    return Found(LookUp.FOUND, "", volunteer, id_masked=volunteer.id_masked)


@transaction.atomic
def reveal_identity(
    *,
    volunteer: Volunteer,
    purpose: str,
    by: User,
    now: datetime,
    unit: OperatingUnit | None = None,
    address: str | None = None,
) -> str:
    """The clear number, after the look is written down with its purpose."""
    demand(VOLUNTEERS, "reveal", volunteer, by, now)
    if not purpose.strip():
        raise Refused.one("purpose", "required", _("請選擇顯示完整證號的目的。"))
    note_look(
        kind=LookKind.REVEAL,
        user_id=by.pk,
        volunteer_id=volunteer.pk,
        unit_id=unit.pk if unit else None,
        purpose=purpose,
        address=address,
    )
    return identity.clear_number(volunteer)


@transaction.atomic
def _counted_try(
    people: VolunteerQuerySet, number: Identity, now: datetime, log: dict[str, Any]
) -> tuple[LookUp, Volunteer | None]:
    """One try: counted against the hour, looked for, written down. It never raises, so that the log line stays."""
    _one_at_a_time(log["user_id"])
    if look_ups_left(user_id=log["user_id"], now=now) == 0:
        note_look(kind=LookKind.DENIED, detail={"outcome": LookUp.NO_MORE}, **log)
        return LookUp.NO_MORE, None
    index = identity.index_of(number.value)
    volunteer = people.filter(id_index=index).first()
    outcome = LookUp.FOUND if volunteer else LookUp.NOTHING
    note_look(
        kind=LookKind.LOOK_UP,
        volunteer_id=volunteer.pk if volunteer else None,
        detail={"outcome": outcome, "index": index.hex()},
        **log,
    )
    return outcome, volunteer


def _any_kind(number: str) -> Identity | Problem:
    """The number as an ID of any shape, else as a passport number."""
    checked = checked_number(number)
    if isinstance(checked, Problem) and checked.code == "shape":
        passport = checked_number(number, IdKind.PASSPORT)
        return checked if isinstance(passport, Problem) else passport
    return checked


def _one_at_a_time(user_id: int) -> None:
    """Tries of one account wait for each other, so that a hundred at once are not a hundred more."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK_SPACE, user_id % 2_147_483_647])
