"""From a seed to the files of every unit: who serves where, in which order, with what history. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from volunteer_portal.rules.calendar import age_on
from volunteer_portal.rules.training import Completion

from . import histories
from .histories import Files, Member
from .people import Person, make_people
from .places import Place, make_places

MONTHS = 24
SECOND_UNIT = 0.05
YOUNGEST = 12


@dataclass(slots=True)
class Town:
    """The places of a town, and what their files say."""

    places: list[Place]
    people: list[Person]

    seed: int
    today: date

    def files(self) -> Iterator[tuple[Place, Files]]:
        """Unit by unit, so that a large town never lies in memory whole."""
        random = Random(f"{self.seed}:histories")
        months = months_before(self.today, MONTHS)
        known: dict[str, list[Completion]] = {}
        serial = 0
        for place, members in self._members(random):
            files = Files()
            ends_soon = place.code.endswith("002")
            for member in members:
                serial += 1
                self._fill(random, member, files, known=known, months=months, serial=serial, ends_soon=ends_soon)
            yield place, files

    def _fill(  # noqa: PLR0913 - one person's share of five files
        self,
        random: Random,
        member: Member,
        files: Files,
        *,
        known: dict[str, list[Completion]],
        months: list[date],
        serial: int,
        ends_soon: bool,
    ) -> None:
        person = member.person
        before = known.setdefault(person.number, [])
        first_unit = not before
        new = histories.trainings_of(random, member, self.today, before)
        before.extend(new)
        files.volunteers.append(histories.roster_row(member))
        files.training += [histories.training_row(person, each, serial * 4 + n) for n, each in enumerate(new)]
        book = histories.book_row(random, member, before, serial, self.today) if first_unit else None
        if book:
            files.recordbooks.append(book)
        files.insurance += histories.cover_rows(random, member, self.today, ends_soon)
        files.hours += histories.hour_rows(random, member, before, months)

    def _members(self, random: Random) -> Iterator[tuple[Place, list[Member]]]:
        shares = _shares(self.places, len(self.people))
        begin = 0
        for place, share in zip(self.places, shares, strict=True):
            own = self.people[begin : begin + share]
            begin += share
            guests = random.sample(self.people[: begin - share], k=int(share * SECOND_UNIT)) if begin > share else []
            yield place, [self._member(random, person, place) for person in [*own, *guests]]

    def _member(self, random: Random, person: Person, place: Place) -> Member:
        joined_on = histories.join_day(random, self.today)
        if age_on(person.born_on, joined_on) < YOUNGEST:
            joined_on = self.today - timedelta(days=random.randrange(20, 300))
        return Member(
            person=person,
            place=place,
            team=random.choice(place.teams),
            joined_on=joined_on,
            left_on=histories.leave_day(random, joined_on, self.today),
            minutes_a_month=random.choice((120, 180, 240, 360, 480, 720)),
        )


def plan_town(*, volunteers: int, seed: int, today: date) -> Town:
    """The town of this seed. ``today`` is the day up to which its history runs."""
    random = Random(f"{seed}:town")
    return Town(make_places(random, volunteers), make_people(random, volunteers, today), seed, today)


def months_before(today: date, count: int) -> list[date]:
    """The first days of the ``count`` months before this one, the oldest first."""
    months, month = [], today.replace(day=1)
    for _ in range(count):
        month = (month - timedelta(days=1)).replace(day=1)
        months.append(month)
    return months[::-1]


def _shares(places: list[Place], people: int) -> list[int]:
    weight = sum(place.weight for place in places)
    shares = [max(1, int(people * place.weight / weight)) for place in places]
    shares[0] += people - sum(shares)
    if shares[0] < 1:
        msg = f"a town of {len(places)} units needs more people"
        raise ValueError(msg)
    return shares
