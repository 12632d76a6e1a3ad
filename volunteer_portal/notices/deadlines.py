"""Deadlines as data: what is due, when, who owes it, who is told. Apps declare theirs in ``notices.py``."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

UnitIds = Collection[int]


@dataclass(frozen=True, slots=True)
class Words:
    """What a reminder says, and the page it opens (a path of this site)."""

    title: str
    body: str
    link: str


@dataclass(frozen=True, slots=True)
class Deadline:
    """One kind of deadline.

    ``periods(today)`` gives the periods that matter now; ``key`` and ``due`` name one and its last day.
    ``owing(period)`` gives the units that have not done it. ``staff`` and ``officers`` give, for units, the accounts to
    tell; officers are told from ``escalate_from`` (days, below zero: after the due day). ``basis`` is the source.
    """

    code: str
    title: str | Promise
    basis: str
    periods: Callable[[date], Iterable[Any]]
    key: Callable[[Any], str]
    due: Callable[[Any], date]
    owing: Callable[[Any], UnitIds]
    staff: Callable[[UnitIds, date], Mapping[int, Collection[int]]]
    officers: Callable[[UnitIds, date], Mapping[int, Collection[int]]]
    words: Callable[[Any, int, int, bool], Words]
    still_owed: Callable[[str, int], bool]
    steps: tuple[int, ...]
    escalate_from: int


_deadlines: dict[str, Deadline] = {}


def register(deadline: Deadline) -> Deadline:
    """Declare a deadline."""
    _deadlines[deadline.code] = deadline
    return deadline


def discover() -> None:
    """Read each app's ``notices`` module, in the order of the storeys."""
    autodiscover_modules("notices")


def deadlines() -> list[Deadline]:
    """All declared deadlines."""
    return list(_deadlines.values())


def deadline_of(code: str) -> Deadline | None:
    """One deadline by its code."""
    return _deadlines.get(code)
