"""What waits for a person: each app declares its own tasks; the home page of a role shows them by deadline."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from volunteer_portal.access.scope import Scope


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: what, how many, until when, and the page where it is done in one click.

    ``kind`` is ``late``, ``due``, ``todo`` or ``tidy`` and orders tasks without a day; ``asked`` comes before all of
    them, since somebody waits for the answer and can do nothing until it comes.
    """

    code: str
    title: str | Promise
    text: str | Promise
    href: str
    action: str | Promise
    due_on: date | None = None
    count: int = 1
    kind: str = "todo"


@dataclass(frozen=True, slots=True)
class Desk:
    """Whose worklist is asked for: a unit's staff (``unit_id``), an officer, or a volunteer."""

    scope: Scope
    today: date
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class Measure:
    """How complete one kind of a unit's data is: ``have`` of ``of`` people, what is missing, and where to mend it."""

    code: str
    label: str | Promise
    have: int
    of: int
    missing: str | Promise = ""
    href: str = ""
    link: str | Promise = ""


Source = Callable[[Desk], Iterable[Task]]
MeasureSource = Callable[[Desk], Measure]
_sources: list[tuple[str, Source]] = []
_measures: list[MeasureSource] = []


def source(audience: str) -> Callable[[Source], Source]:
    """Declare a source of tasks for ``unit``, ``officer`` or ``volunteer`` desks."""

    def keep(function: Source) -> Source:
        _sources.append((audience, function))
        return function

    return keep


def measure(function: MeasureSource) -> MeasureSource:
    """Declare a measure of a unit's data (SYS-4: five kinds)."""
    _measures.append(function)
    return function


def measures_of(desk: Desk) -> list[Measure]:
    """All measures of the unit's desk, in the order of the storeys."""
    return [function(desk) for function in _measures]


def discover() -> None:
    """Read each app's ``worklist`` module, in the order of the storeys."""
    autodiscover_modules("worklist")


def tasks_of(audience: str, desk: Desk) -> list[Task]:
    """All tasks of the desk, the most urgent first."""
    found = [task for wanted, function in _sources if wanted == audience for task in function(desk)]
    order = {"late": 0, "due": 1, "todo": 2, "tidy": 3}
    return sorted(found, key=lambda t: (t.kind != "asked", t.due_on or date.max, order.get(t.kind, 2), t.code))
