"""What somebody lacked for 成長 or 領導訓練 (GRW-1, GRW-2): a warning beside what was recorded, because it is true."""

from __future__ import annotations

from datetime import date

from training.enums import TrainingKind
from training.models import Completion
from units.requirements import training_rules
from volunteer_portal.rules import training as rules
from volunteers.models import Volunteer

from .facts import fact_of


def facts_of(volunteer: Volunteer) -> list[rules.Completion]:
    """All standing completions of a person, as the rules see them."""
    return [fact_of(completion) for completion in Completion.objects.standing().filter(volunteer=volunteer)]


def prerequisites_missing(*, volunteer: Volunteer, kind: str, on: date) -> tuple[rules.Missing, ...]:
    """What was missing on the day for this kind of training; empty for kinds that ask for nothing."""
    ask = {
        TrainingKind.GROWTH: rules.growth_prerequisites,
        TrainingKind.LEADERSHIP: rules.leadership_prerequisites,
    }.get(TrainingKind(kind))
    if ask is None:
        return ()
    since = volunteer.memberships.order_by("joined_on").values_list("joined_on", flat=True).first()
    return ask(facts_of(volunteer), serving_since=since, on=on, rules=training_rules())
