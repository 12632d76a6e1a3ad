"""Enrolling: a person exists once, whatever the number of units (A1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from units.models import OperatingUnit, Team
from volunteer_portal.access.errors import Problem, Refused
from volunteer_portal.accounts.models import User
from volunteer_portal.rules.identity import Identity
from volunteers import identity
from volunteers.models import Membership, Volunteer
from volunteers.naming import fold_name

from .entries import PLAIN_FIELDS, PersonEntry, checked_number, person_problems
from .memberships import join_unit
from .permission import demand_unit


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A person and the new membership; ``created`` is False when the portal knew the person already."""

    volunteer: Volunteer
    membership: Membership
    created: bool


@transaction.atomic
def enrol(
    *,
    unit: OperatingUnit,
    person: PersonEntry,
    joined_on: date,
    by: User | None,
    now: datetime,
    team: Team | None = None,
) -> Enrolled:
    """Write a person down and make them a member. A known number joins the known person and changes nothing of it.

    The same number with another name, sex or birth date is refused (code ``id_taken``).
    """
    demand_unit(unit.pk, by, now)
    number = checked_number(person.number, person.id_kind)
    stated = None if isinstance(number, Problem) else number.sex
    found = person_problems(
        name=person.name, sex=person.sex, born_on=person.born_on, stated_sex=stated, today=timezone.localdate(now)
    )
    if isinstance(number, Problem):
        raise Refused([number, *found])
    if found:
        raise Refused(found)
    volunteer, created = _known_or_written(person, number)
    membership = join_unit(volunteer=volunteer, unit=unit, joined_on=joined_on, by=by, now=now, team=team)
    return Enrolled(volunteer, membership, created)


def _known_or_written(person: PersonEntry, number: Identity) -> tuple[Volunteer, bool]:
    """The one person with this number, and whether it was written down just now."""
    same_number = Volunteer.objects.filter(id_index=identity.index_of(number.value))
    known = same_number.first()
    if known is None:
        volunteer = Volunteer(name=person.name.strip(), name_folded=fold_name(person.name)[:60])
        for name in PLAIN_FIELDS:
            setattr(volunteer, name, getattr(person, name))
        identity.put(volunteer, number)
        try:
            with transaction.atomic():
                volunteer.save(force_insert=True)
        except IntegrityError:  # another unit enrolled the same number between our look and our write
            known = same_number.first()
            if known is None:
                raise
        else:
            return volunteer, True
    _refuse_another_person(known, person)
    return known, False


def _refuse_another_person(known: Volunteer, person: PersonEntry) -> None:
    same = (known.name_folded, known.sex, known.born_on) == (fold_name(person.name)[:60], person.sex, person.born_on)
    if not same:
        raise Refused.one(
            "number",
            "id_taken",
            _("這個證號已經登錄，但姓名、性別或出生年月日和所填的不同。請核對證件；確定無誤請洽市府承辦人更正。"),
        )
