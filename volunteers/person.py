"""The page about one person is made of parts: each app declares its own in ``parts.py`` (五項資料, then what follows).

So that this app, which stands below, need not know who stands above it. The same parts serve the unit's staff, the
officers and the person; what may be done stands in ``Looking``.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from units.models import OperatingUnit
from volunteer_portal.access.scope import Scope

from .models import Volunteer

Text = str | Promise


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks at a person, and on which day. ``unit`` is set for its staff alone; ``holder`` is the person."""

    scope: Scope
    today: date
    unit: OperatingUnit | None = None
    holder: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page: its line in the task list (state as in ``{% task %}``) and what is known in detail."""

    code: str
    label: Text
    state: str
    note: Text = ""
    word: Text = ""
    template: str = ""
    context: dict[str, Any] = field(default_factory=dict)
    action_label: Text = ""
    action_href: str = ""

    @property
    def door(self) -> str:
        """Where the button leads; nowhere without its words."""
        return self.action_href if self.action_label else ""


Source = Callable[[Volunteer, Looking], Part]
_sources: list[Source] = []


def part(function: Source) -> Source:
    """Declare a part; parts stand in the order of the storeys."""
    _sources.append(function)
    return function


def discover() -> None:
    """Read each app's ``parts`` module, in the order of the storeys."""
    autodiscover_modules("parts")


def parts_of(volunteer: Volunteer, looking: Looking) -> list[Part]:
    """All parts of a person."""
    return [source(volunteer, looking) for source in _sources]
