"""Writing many people and memberships at once, for imports and the demo town. History rows follow by trigger.

Callers have judged the rows and hold the people's rows; the database's constraints are the last line.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from units.models import Team
from volunteer_portal import sealing
from volunteer_portal.intake.writing import copy_in, take_keys, update_rows
from volunteer_portal.rules import identity as rules
from volunteers import identity
from volunteers.models import Membership, Volunteer
from volunteers.naming import fold_name

from .entries import PLAIN_FIELDS

TEXTS = frozenset(PLAIN_FIELDS) - {"sex", "born_on", "is_indigenous", "education", "occupation"}
PERSON_COLUMNS = (
    "id", "ref", "name", "name_folded", "id_kind", "id_cipher", "id_key", "id_index", "id_masked",
    *PLAIN_FIELDS, "photo", "created_at", "updated_at",
)  # fmt: skip
MEMBERSHIP_COLUMNS = ("id", "volunteer_id", "unit_id", "team_id", "joined_on", "left_on", "left_reason")


@dataclass(frozen=True, slots=True)
class NewPerson:
    """A person to be written down: the checked number and the fields of ``PLAIN_FIELDS`` that are known."""

    name: str
    number: rules.Identity
    fields: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NewMembership:
    """A membership to be written down."""

    volunteer_id: int
    unit_id: int
    joined_on: date
    left_on: date | None = None
    team_id: int | None = None


@transaction.atomic
def add_people(*, people: Sequence[NewPerson], now: datetime) -> list[int]:
    """Write people who are not known yet; returns their keys, in order. ``IntegrityError`` when one is known."""
    keys = take_keys(Volunteer, len(people))
    copy_in(Volunteer, PERSON_COLUMNS, (_person(*pair, now) for pair in zip(keys, people, strict=True)))
    return keys


@transaction.atomic
def change_people(*, changes: Mapping[int, Mapping[str, Any]], now: datetime) -> None:
    """Change fields of ``PLAIN_FIELDS``, by person: one statement for each set of fields."""
    by_fields: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for key, values in changes.items():
        names = tuple(sorted(values))
        by_fields.setdefault(names, []).append((key, *(values[name] for name in names), now))
    for names, rows in by_fields.items():
        update_rows(Volunteer, [*names, "updated_at"], rows)


@transaction.atomic
def add_memberships(*, memberships: Sequence[NewMembership]) -> list[int]:
    """Write memberships; returns their keys, in order."""
    keys = take_keys(Membership, len(memberships))
    rows = (
        (key, each.volunteer_id, each.unit_id, each.team_id, each.joined_on, each.left_on, "")
        for key, each in zip(keys, memberships, strict=True)
    )
    copy_in(Membership, MEMBERSHIP_COLUMNS, rows)
    return keys


@transaction.atomic
def change_memberships(*, changes: Mapping[int, Mapping[str, Any]]) -> None:
    """Change the team or the last day of memberships, by key."""
    by_fields: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
    for key, values in changes.items():
        names = tuple(sorted(values))
        by_fields.setdefault(names, []).append((key, *(values[name] for name in names)))
    for names, rows in by_fields.items():
        update_rows(Membership, names, rows)


@transaction.atomic
def open_teams(*, unit_id: int, teams: Mapping[str, date]) -> dict[str, int]:
    """Make teams of the unit, each from its day on; returns their keys by name."""
    made = Team.objects.bulk_create(
        [Team(unit_id=unit_id, name=name, opened_on=day) for name, day in sorted(teams.items())]
    )
    return {team.name: team.pk for team in made}


def _person(key: int, person: NewPerson, now: datetime) -> tuple[Any, ...]:
    ref = uuid.uuid4()
    number = person.number.value
    sealed = sealing.seal(number, bound_to=ref.bytes)
    fields = person.fields
    plain = [fields.get(name) or "" if name in TEXTS else fields.get(name) for name in PLAIN_FIELDS]
    plain[PLAIN_FIELDS.index("is_indigenous")] = bool(fields.get("is_indigenous"))
    return (
        key, ref, person.name, fold_name(person.name)[:60], identity.KINDS[person.number.kind],
        sealed.cipher, sealed.key_id, identity.index_of(number), rules.mask(number), *plain, "", now, now,
    )  # fmt: skip
