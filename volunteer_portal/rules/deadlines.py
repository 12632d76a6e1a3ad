"""When a reminder should have gone out: before, on and after the due date (RPT-17)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

status_report_steps = (14, 7, 3, 1, 0, -1, -3, -7)
"""Days before the due date; below zero: after it."""

ESCALATES_AT = -3
"""From the third day after the due date the authority is told too."""


@dataclass(frozen=True, slots=True)
class StepsDue:
    """The steps whose day has come, in order; ``newest`` is the only one still worth sending."""

    passed: tuple[int, ...]
    newest: int | None


def step_day(due_on: date, step: int) -> date:
    """The day on which ``step`` falls."""
    return due_on - timedelta(days=step)


def steps_due(due_on: date, today: date, steps: tuple[int, ...] = status_report_steps) -> StepsDue:
    """Which steps should have happened by ``today`` — not which fall on it, so that an outage loses none."""
    passed = tuple(sorted((step for step in steps if step_day(due_on, step) <= today), reverse=True))
    return StepsDue(passed, passed[-1] if passed else None)


def step_to_send(
    due_on: date, today: date, sent: Collection[int], steps: tuple[int, ...] = status_report_steps
) -> int | None:
    """The step to send today, or None: only the newest after an outage, and each at most once."""
    newest = steps_due(due_on, today, steps).newest
    return None if newest is None or any(step <= newest for step in sent) else newest


def escalates(step: int) -> bool:
    """Whether the authority is told as well."""
    return step <= ESCALATES_AT
