"""Days and courses, written as briefly as the facts tell them."""

from __future__ import annotations

from datetime import date

from volunteer_portal.rules.roc import parse_date
from volunteer_portal.rules.training import Completion, TrainingKind

HOUR = 60


def day(text: str) -> date:
    return parse_date(text)


def basic(on: str, hours: float = 6, *, recognised: bool = False) -> Completion:
    return Completion(TrainingKind.BASIC, None, day(on), int(hours * HOUR), recognised)


def special(category: str, on: str, hours: float = 6, *, recognised: bool = False) -> Completion:
    return Completion(TrainingKind.SPECIAL, category, day(on), int(hours * HOUR), recognised)


def course(kind: TrainingKind, on: str, hours: float = 12) -> Completion:
    return Completion(kind, None, day(on), int(hours * HOUR))
