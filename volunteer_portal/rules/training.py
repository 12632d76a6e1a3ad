"""Training: its kinds, when a course suffices, and who may go on to the next (SPT-8, GRW-1, GRW-2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from volunteer_portal.rules.calendar import add_years
from volunteer_portal.rules.labelled import Labelled
from volunteer_portal.rules.parameters import ACT_ARTICLE_9, GROWTH, HOUR, LEADERSHIP, Course, TrainingRules
from volunteer_portal.rules.typed import half_width, quoted

NO_SET_LENGTH = "時數由目的事業主管機關或運用單位自訂（志願服務法第9條）"
RECOGNISED = "證書遺失，經認定完成"


class TrainingKind(Labelled):
    """The six kinds of training (TERM-10 to TERM-12)."""

    BASIC = "basic", "基礎訓練"
    SPECIAL = "special", "特殊訓練"
    GROWTH = "growth", "成長訓練"
    LEADERSHIP = "leadership", "領導訓練"
    SUPERVISOR = "supervisor", "督導訓練"
    IN_SERVICE = "in_service", "在職訓練"


DECIDES_HOURS = frozenset({TrainingKind.BASIC, TrainingKind.SPECIAL})
"""Only these two decide whether hours count; the others never do (HRS-15, GRW-3)."""

_KINDS = {kind.label.removesuffix("訓練"): kind for kind in TrainingKind}


@dataclass(frozen=True, slots=True)
class Completion:
    """A finished course: ``category`` is a code, and None where the kind has none; ``minutes`` is its length.

    ``recognised``: taken as complete without a certificate (RB-20), or since the book's issue (HRS-10).
    """

    kind: TrainingKind
    category: str | None
    completed_on: date
    minutes: int
    recognised: bool = False


@dataclass(frozen=True, slots=True)
class Sufficiency:
    """Whether a course was long enough, how many minutes it needed, and by which rule."""

    ok: bool
    needed_minutes: int
    source: str


@dataclass(frozen=True, slots=True)
class Missing:
    """A prerequisite that is not met: ``code`` for machines, ``sentence`` for people."""

    code: str
    sentence: str


def read_kind(text: str) -> TrainingKind:
    """The kind called ``text``: 基礎, 基礎訓練 …; raises ``ValueError`` with a sentence."""
    plain = half_width(text).replace(" ", "").strip()
    try:
        return _KINDS[plain.removesuffix("訓練")]
    except KeyError:
        raise ValueError(f"沒有{quoted(text)}這種訓練，請填{'、'.join(_KINDS)}其中之一。") from None


def suffices(completion: Completion, rules: TrainingRules) -> Sufficiency:
    """Whether the course met the rule in force on the day it was completed, not today's (SPT-8)."""
    needed, source = needed_minutes(completion.kind, completion.category, completion.completed_on, rules)
    if completion.recognised:
        return Sufficiency(ok=True, needed_minutes=needed, source=RECOGNISED)
    return Sufficiency(ok=completion.minutes >= needed, needed_minutes=needed, source=source)


def needed_minutes(kind: TrainingKind, category: str | None, day: date, rules: TrainingRules) -> tuple[int, str]:
    """The least minutes of a course completed on ``day``, and the source; 0 where no length is set."""
    if kind in _COURSES:
        return _COURSES[kind].minutes, _COURSES[kind].source
    dated = {TrainingKind.BASIC: rules.basic, TrainingKind.SPECIAL: rules.special.get(category or "")}.get(kind)
    held = dated.in_force(day) if dated else None
    return (held.value, held.source) if held else (0, NO_SET_LENGTH)


def growth_prerequisites(
    facts: Iterable[Completion], *, serving_since: date | None, on: date, rules: TrainingRules
) -> tuple[Missing, ...]:
    """What is missing on ``on`` for 成長訓練: a year of service, basic and some special training (GRW-1)."""
    held = {fact.kind for fact in facts if fact.completed_on <= on and suffices(fact, rules).ok}
    missing = [*_years_missing(serving_since, on, GROWTH)]
    missing += [
        Missing(f"no_{kind}", f"{kind.label}尚未完成（{ACT_ARTICLE_9}）。")
        for kind in (TrainingKind.BASIC, TrainingKind.SPECIAL)
        if kind not in held
    ]
    return tuple(missing)


def leadership_prerequisites(
    facts: Iterable[Completion], *, serving_since: date | None, on: date, rules: TrainingRules
) -> tuple[Missing, ...]:
    """What is missing on ``on`` for 領導訓練: three years of service and 成長訓練 (GRW-2)."""
    grown = any(
        fact.kind is TrainingKind.GROWTH and fact.completed_on <= on and suffices(fact, rules).ok for fact in facts
    )
    lacking = () if grown else (Missing("no_growth", "成長訓練尚未完成，領導訓練須先取得成長訓練證書。"),)
    return (*_years_missing(serving_since, on, LEADERSHIP), *lacking)


_COURSES: dict[TrainingKind, Course] = {TrainingKind.GROWTH: GROWTH, TrainingKind.LEADERSHIP: LEADERSHIP}


def _years_missing(serving_since: date | None, on: date, course: Course) -> tuple[Missing, ...]:
    if serving_since is not None and add_years(serving_since, course.years) <= on:
        return ()
    return (Missing("too_few_years", f"服務未滿 {course.years} 年（{course.source}）。"),)


def hours_of(minutes: int) -> str:
    """「12 小時」, 「1.5 小時」: minutes as people say them."""
    return f"{minutes / HOUR:.2f}".rstrip("0").rstrip(".") + " 小時"
