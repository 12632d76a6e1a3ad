"""A stored completion as the rules see it."""

from __future__ import annotations

from training.enums import Evidence
from training.models import Completion
from volunteer_portal.rules.training import Completion as Fact
from volunteer_portal.rules.training import TrainingKind


def fact_of(completion: Completion) -> Fact:
    """What decides: kind, category, day, minutes, and whether it was recognised without a certificate."""
    return Fact(
        kind=TrainingKind(completion.kind),
        category=completion.category_id,
        completed_on=completion.completed_on,
        minutes=completion.minutes,
        recognised=completion.evidence == Evidence.RECOGNISED,
    )
