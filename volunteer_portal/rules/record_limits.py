"""What a record of service must never be: outside its month, its member's days, or the hours a day has."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from volunteer_portal.rules.calendar import ONE_DAY, same_month
from volunteer_portal.rules.counting import split_day
from volunteer_portal.rules.parameters import MINUTES_A_DAY
from volunteer_portal.rules.roc import format_date
from volunteer_portal.rules.training import hours_of


class Served(NamedTuple):
    """Days served, both included, and the minutes in them."""

    served_from: date
    served_to: date
    minutes: int


class Stay(NamedTuple):
    """A membership; ``left_on`` is its last day, and None while it lasts."""

    joined_on: date
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a record is refused: ``field`` names the entry to change, ``message`` says what to do."""

    code: str
    message: str
    field: str


def problems(  # noqa: PLR0913 - a record, and all it is held against
    *,
    served_from: date,
    served_to: date,
    minutes: int,
    today: date,
    stays: Iterable[tuple[date, date | None]],
    others: DayLoad | Iterable[tuple[date, date, int]] = (),
    starts_on: date | None = None,
    born_on: date | None = None,
) -> list[Problem]:
    """Everything that forbids the record (contract of imports and forms alike); empty when it may stand.

    ``stays``: the person's memberships in the unit. ``others``: all other records of the person, in every unit,
    or a ``DayLoad`` that already holds them. ``starts_on``: the first countable day in the record's category.
    """
    found = _bad_days(served_from, served_to, today, born_on)
    if found and any(problem.code in {"range_order", "months"} for problem in found):
        return found
    return [
        *found,
        *_outside_membership(served_from, served_to, stays),
        *_straddling(served_from, served_to, starts_on),
        *_too_many_minutes(served_from, served_to, minutes, others),
    ]


def uncovered_day(served_from: date, served_to: date, stays: Iterable[tuple[date, date | None]]) -> date | None:
    """The first day from ``served_from`` to ``served_to`` on which no stay covers; None when all are covered."""
    day = served_from
    for joined_on, left_on in sorted(stays, key=lambda stay: stay[0]):
        if joined_on <= day and (left_on is None or day <= left_on):
            if left_on is None or served_to <= left_on:
                return None
            day = left_on + ONE_DAY
    return day


def capacity(served_from: date, served_to: date) -> int:
    """The most minutes the days from ``served_from`` to ``served_to`` hold: 1,440 a day."""
    return ((served_to - served_from).days + 1) * MINUTES_A_DAY


class DayLoad:
    """One person's minutes by range of days, so that thousands of rows are checked without comparing all pairs.

    The rule: for each record, all records inside its range hold no more than 1,440 minutes a day. A new record
    can break it for itself and for each longer one around it, whichever is entered first.
    """

    __slots__ = ("_inside", "_minutes")

    def __init__(self, records: Iterable[tuple[date, date, int]] = ()) -> None:
        self._minutes: defaultdict[tuple[date, date], int] = defaultdict(int)
        self._inside: dict[tuple[date, date], int] = {}
        for served_from, served_to, minutes in records:
            self.add(served_from, served_to, minutes)

    def add(self, served_from: date, served_to: date, minutes: int) -> None:
        """Take a record in; a negative number of minutes takes one out again."""
        span = (served_from, served_to)
        if span not in self._inside:
            self._inside[span] = self._minutes_within(span)
        self._minutes[span] += minutes
        for around in self._inside:
            if around[0] <= served_from and served_to <= around[1]:
                self._inside[around] += minutes

    def overfull(self, served_from: date, served_to: date, minutes: int) -> Served | None:
        """The range that would hold too much if this record came in, and what it would then hold; else None."""
        span = (served_from, served_to)
        own = self._inside.get(span)
        held = {span: self._minutes_within(span) if own is None else own}
        held |= {
            around: inside
            for around, inside in self._inside.items()
            if around[0] <= served_from and served_to <= around[1] and self._minutes[around]
        }
        return next(
            (
                Served(*around, inside + minutes)
                for around, inside in held.items()
                if inside + minutes > capacity(*around)
            ),
            None,
        )

    def _minutes_within(self, span: tuple[date, date]) -> int:
        return sum(minutes for (a, b), minutes in self._minutes.items() if span[0] <= a and b <= span[1])


def _bad_days(served_from: date, served_to: date, today: date, born_on: date | None) -> list[Problem]:
    found = []
    if served_to < served_from:
        found.append(Problem("range_order", "服務迄日早於起日，請對調或改正。", "served_to"))
    elif not same_month(served_from, served_to):
        found.append(Problem("months", "一筆服務紀錄須在同一個月內，請按月分成數筆。", "served_to"))
    if max(served_from, served_to) > today:
        found.append(
            Problem("future", f"服務日期晚於今天（{format_date(today)}），尚未發生的服務不能登錄。", "served_to")
        )
    if born_on and served_from < born_on:
        found.append(
            Problem("before_birth", f"服務日期早於出生日期（{format_date(born_on)}），請核對。", "served_from")
        )
    return found


def _outside_membership(served_from: date, served_to: date, stays: Iterable[tuple[date, date | None]]) -> list[Problem]:
    day = uncovered_day(served_from, served_to, stays)
    if day is None:
        return []
    field = "served_from" if day == served_from else "served_to"
    return [
        Problem("not_member", f"{format_date(day)} 不在加入日期與離隊日期之間，請核對服務日期或志工的在隊期間。", field)
    ]


def _straddling(served_from: date, served_to: date, starts_on: date | None) -> list[Problem]:
    day = split_day(served_from, served_to, starts_on)
    if day is None:
        return []
    before = f"{format_date(served_from)} 至 {format_date(day - ONE_DAY)}"
    after = f"{format_date(day)} 至 {format_date(served_to)}"
    return [
        Problem("split_needed", f"採計自 {format_date(day)} 起，請分成 {before} 與 {after} 兩筆登錄。", "served_from")
    ]


def _too_many_minutes(
    served_from: date, served_to: date, minutes: int, others: DayLoad | Iterable[tuple[date, date, int]]
) -> list[Problem]:
    if minutes < 1:
        return [Problem("no_minutes", "服務時數須大於 0。", "minutes")]
    most = capacity(served_from, served_to)
    if minutes > most:
        return [
            Problem(
                "too_many_minutes", f"{_days(served_from, served_to)}最多 {hours_of(most)}，請核對時數。", "minutes"
            )
        ]
    if isinstance(others, tuple) and not others:
        return []
    load = others if isinstance(others, DayLoad) else DayLoad(others)
    full = load.overfull(served_from, served_to, minutes)
    if full is None:
        return []
    span = f"{format_date(full.served_from)} 至 {format_date(full.served_to)}"
    most = hours_of(capacity(full.served_from, full.served_to))
    return [
        Problem("overfull", f"連同已登錄的紀錄，{span} 共 {hours_of(full.minutes)}，超過這些天的 {most}。", "minutes")
    ]


def _days(served_from: date, served_to: date) -> str:
    return f"這 {(served_to - served_from).days + 1} 天"
