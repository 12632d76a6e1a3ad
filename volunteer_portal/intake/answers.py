"""What one app may ask of another that stands beside it: answers by name, given where the facts are.

Hours ask who was insured on the days they cover; insurance answers. Neither imports the other.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import date
from typing import Any

from .kinds import discover

#: ``cover``: volunteer's key → insured periods, both days included, the earliest first.
Periods = dict[int, list[tuple[date, date]]]
Answer = Callable[[Collection[Any]], dict[Any, Any]]

_answers: dict[str, Answer] = {}


def gives(name: str) -> Callable[[Answer], Answer]:
    """Declare who answers a question.

    ``cover`` (keys → periods), ``people_by_book`` (book numbers → keys), ``relied_on`` (imports → by key why they have
    to stay), ``reports_of`` (imports → by key the half-years of their hours).
    """

    def keep(function: Answer) -> Answer:
        _answers[name] = function
        return function

    return keep


def ask(name: str, about: Collection[Any]) -> dict[Any, Any] | None:
    """The answer, or ``None`` where nobody gives one."""
    discover()
    answer = _answers.get(name)
    return None if answer is None else answer(about)
