"""The kinds of file that can be imported. Each app declares its own in ``intake.py``; they are found by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from .columns import IntakeResource

if TYPE_CHECKING:
    from .planning import Planner


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file: what it is called, its columns, and who judges its rows.

    ``counter`` is the word that counts what comes in (人, 筆). ``city_only``: no unit, the city alone.
    """

    code: str
    title: str | Promise
    summary: str | Promise
    counter: str | Promise
    resource: type[IntakeResource]
    planner: Callable[..., Planner]
    icon: str = "upload"
    city_only: bool = False


_kinds: dict[str, Kind] = {}


class UnknownKind(LookupError):
    """Nothing of that name can be imported."""


def declare(kind: Kind) -> Kind:
    """Make a kind known."""
    _kinds[kind.code] = kind
    return kind


@cache
def discover() -> None:
    """Read each app's ``intake`` module, in the order of the storeys."""
    autodiscover_modules("intake")


def kinds() -> list[Kind]:
    """All kinds, in the order in which a new unit loads them."""
    discover()
    order = ("volunteers", "training", "recordbooks", "insurance", "hours", "honorcards")
    return sorted(_kinds.values(), key=lambda kind: order.index(kind.code) if kind.code in order else len(order))


def kind_of(code: str) -> Kind:
    """The kind with the code, or ``UnknownKind``."""
    discover()
    try:
        return _kinds[code]
    except KeyError:
        raise UnknownKind(code) from None
