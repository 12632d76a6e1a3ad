"""People and memberships."""

from __future__ import annotations

from datetime import date

from volunteer_portal.rules import identity as rules
from volunteers import identity
from volunteers.models import Membership, Volunteer
from volunteers.naming import fold_name
from volunteers.services import PersonEntry

from .numbers import national_id, serial

SURNAMES = "林陳黃張李王吳劉蔡楊許鄭謝郭洪邱曾廖賴徐"


def a_person(name: str = "", *, number: str = "", sex: str = "F", born_on: date = date(1960, 5, 4), **fields):
    """What is typed about a new person (for ``volunteers.services.enrol``)."""
    n = serial()
    return PersonEntry(
        name=name or f"{SURNAMES[n % len(SURNAMES)]}小{n}",
        number=number or national_id(n, sex),
        sex=sex,
        born_on=born_on,
        **{"education": "senior_high", "occupation": "homemaker", **fields},
    )


def a_volunteer(name: str = "", *, unit=None, joined_on: date = date(2010, 1, 1), left_on=None, team=None, **fields):
    """A person in the database; with ``unit``, a member from ``joined_on`` on."""
    n = serial()
    sex = fields.pop("sex", "F")
    number = fields.pop("number", "") or national_id(n, sex)
    name = name or f"{SURNAMES[n % len(SURNAMES)]}小{n}"
    volunteer = Volunteer(
        name=name,
        name_folded=fold_name(name),
        sex=sex,
        **{"born_on": date(1960, 5, 4), "education": "senior_high", "occupation": "homemaker", **fields},
    )
    identity.put(volunteer, rules.check(number))
    volunteer.save()
    if unit is not None:
        a_membership(volunteer, unit, joined_on=joined_on, left_on=left_on, team=team)
    return volunteer


def a_membership(volunteer, unit, *, joined_on: date = date(2010, 1, 1), left_on=None, team=None) -> Membership:
    return Membership.objects.create(volunteer=volunteer, unit=unit, joined_on=joined_on, left_on=left_on, team=team)
