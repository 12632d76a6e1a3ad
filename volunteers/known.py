"""People found by the numbers of a file: one look for all, held until the transaction ends when asked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.utils.translation import gettext as _

from volunteer_portal.rules import identity as rules
from volunteer_portal.rules.identity import BadIdentity, IdentityKind

from . import identity
from .models import Membership, Volunteer
from .naming import fold_name

CHUNK = 5_000


class Person(NamedTuple):
    """What a file is held against."""

    pk: int
    name_folded: str
    sex: str
    born_on: date


class Stay(NamedTuple):
    """One membership, as the limits of records read it."""

    joined_on: date
    left_on: date | None


@dataclass(frozen=True, slots=True)
class Stranger:
    """Why nobody was found: where it stands (``name`` or ``identity``), a code, a sentence."""

    attribute: str
    code: str
    message: str


class KnownPeople:
    """The people whose numbers stand in a file."""

    def __init__(self, numbers: Iterable[str | None], *, lock: bool, others: Mapping[str, int] | None = None) -> None:
        """``others``: people whom the file names by another number than their identity, by key."""
        wanted = {number for number in numbers if number}
        indexes = {number: identity.index_of(number) for number in wanted}
        by_index = dict(self._keys(list(indexes.values())))
        keys = dict(others or {}) | {number: by_index[index] for number, index in indexes.items() if index in by_index}
        self.by_key = {person.pk: person for person in _people(sorted(set(keys.values())), lock=lock)}
        self._people = {number: self.by_key[key] for number, key in keys.items() if key in self.by_key}
        self._folded: dict[str, str] = {}

    @staticmethod
    def _keys(indexes: list[bytes]) -> Iterable[tuple[bytes, int]]:
        for start in range(0, len(indexes), CHUNK):
            found = Volunteer.objects.filter(id_index__in=indexes[start : start + CHUNK]).values_list("id_index", "pk")
            for index, pk in found:
                yield bytes(index), pk

    def get(self, number: str) -> Person | None:
        """The person with the number, whatever the name."""
        return self._people.get(number)

    def folded(self, name: str) -> str:
        """A name made comparable, each once."""
        try:
            return self._folded[name]
        except KeyError:
            return self._folded.setdefault(name, fold_name(name)[:60])

    def find(self, number: str, name: str) -> Person | Stranger:
        """The person with this number and this name, or why there is none."""
        person = self._people.get(number)
        if person is None:
            return self._stranger(number)
        if person.name_folded != self.folded(name):
            return Stranger("name", "name_differs", _("姓名與這個證號登錄的姓名不同，請核對姓名與證號。"))
        return person

    @staticmethod
    def _stranger(number: str) -> Stranger:
        try:
            rules.check(number)
        except BadIdentity as wrong:
            passport = wrong.code == "shape" and _may_be_passport(number)
            if not passport:
                return Stranger("identity", wrong.code, str(wrong))
        return Stranger("identity", "unknown_person", _("系統裡沒有這個人，請先匯入志工基本資料。"))


def _may_be_passport(number: str) -> bool:
    """Passports have no shape of their own; only what cannot be a mistyped identity number is taken for one."""
    try:
        rules.check(number, kind=IdentityKind.PASSPORT)
    except BadIdentity:
        return False
    return len(number) != 10


def _people(keys: list[int], *, lock: bool) -> Iterable[Person]:
    """People by key; locked in the order of their keys, as every writer does."""
    rows = Volunteer.objects.order_by("pk")
    if lock:
        rows = rows.select_for_update(no_key=True)
    for start in range(0, len(keys), CHUNK):
        chunk = rows.filter(pk__in=keys[start : start + CHUNK])
        yield from map(Person._make, chunk.values_list("pk", "name_folded", "sex", "born_on"))


def stays_in(unit_id: int, volunteer_ids: Collection[int]) -> dict[int, list[Stay]]:
    """Memberships of these people in the unit, by person, the earliest first."""
    stays: dict[int, list[Stay]] = {}
    found = Membership.objects.filter(unit=unit_id, volunteer__in=volunteer_ids).order_by("joined_on")
    for volunteer_id, *days in found.values_list("volunteer_id", "joined_on", "left_on"):
        stays.setdefault(volunteer_id, []).append(Stay(*days))
    return stays
