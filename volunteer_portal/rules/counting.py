"""Whether an hour counts: the one rule the whole portal leans on (HRS-1, HRS-2, HRS-15, HRS-16).

Hours count from the day on which basic training **and** the special training of that category are complete;
nothing is counted back (志願服務法第9條; 內政部99年3月26日函; 103年11月3日函). Whoever needs a verdict for many
records prepares a person once and asks again and again: ``prepare(facts, rules).judge(...)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from volunteer_portal.rules.labelled import Labelled
from volunteer_portal.rules.parameters import STATUTORY, TrainingRules
from volunteer_portal.rules.training import Completion, TrainingKind, suffices


class Verdict(Labelled):
    """What became of a record of service; only ``COUNTED`` adds to anything."""

    COUNTED = "counted", "採計"
    NO_BASIC = "no_basic", "未完成基礎訓練"
    NO_SPECIAL = "no_special", "未完成該類特殊訓練"
    TOO_EARLY = "too_early", "完訓前之服務"
    BEFORE_ACT = "before_act", "志願服務法施行前"
    BOOK_MISUSED = "book_misused", "紀錄冊註記不採計"
    SPLIT_NEEDED = "split_needed", "跨採計起日，須分筆"


@dataclass(frozen=True, slots=True)
class Start:
    """The first day whose service counts in a category, or the verdict that says why there is none.

    ``basic`` and ``special`` are the completions that decided.
    """

    day: date | None
    verdict: Verdict | None
    basic: Completion | None
    special: Completion | None


@dataclass(frozen=True, slots=True)
class Judgement:
    """A verdict, and the first countable day of that person in that category where there is one."""

    verdict: Verdict
    starts_on: date | None

    @property
    def counts(self) -> bool:
        return self.verdict is Verdict.COUNTED


class PersonFacts:
    """One person's training, sifted once: the earliest sufficient course of each kind and category."""

    __slots__ = ("_basic", "_specials", "_starts", "completions", "rules")

    def __init__(self, facts: Iterable[Completion], rules: TrainingRules = STATUTORY) -> None:
        self.completions = tuple(facts)
        self.rules = rules
        self._basic: Completion | None = None
        self._specials: dict[str, Completion] = {}
        self._starts: dict[str, Start] = {}
        for fact in sorted(self.completions, key=lambda fact: fact.completed_on, reverse=True):
            if fact.kind is TrainingKind.BASIC and suffices(fact, rules).ok:
                self._basic = fact
            elif fact.kind is TrainingKind.SPECIAL and fact.category and suffices(fact, rules).ok:
                self._specials[fact.category] = fact

    def start(self, category: str) -> Start:
        """The first countable day in ``category``, remembered after the first question."""
        try:
            return self._starts[category]
        except KeyError:
            return self._starts.setdefault(category, self._find_start(category))

    def earliest_start(self, categories: Iterable[str] | None = None) -> date | None:
        """The earliest countable day over ``categories``; by default those the person is trained for (HON-20)."""
        if categories is None:
            categories = self._specials.keys() | self.rules.special_not_required
        return min((day for day in (self.start(category).day for category in categories) if day), default=None)

    def judge(self, served_from: date, served_to: date, category: str, *, book_misused: bool = False) -> Judgement:
        """The verdict on service from ``served_from`` to ``served_to``, both days included."""
        start = self.start(category)
        day = start.day
        if book_misused:
            return Judgement(Verdict.BOOK_MISUSED, day)
        if served_to < self.rules.earliest_countable:
            return Judgement(Verdict.BEFORE_ACT, day)
        if day is None:
            return Judgement(start.verdict or Verdict.NO_BASIC, None)
        if served_from >= day:
            return Judgement(Verdict.COUNTED, day)
        return Judgement(Verdict.TOO_EARLY if served_to < day else Verdict.SPLIT_NEEDED, day)

    def _find_start(self, category: str) -> Start:
        basic, special = self._basic, self._specials.get(category)
        if basic is None:
            return Start(None, Verdict.NO_BASIC, None, special)
        days = [self.rules.earliest_countable, basic.completed_on]
        if category not in self.rules.special_not_required:
            if special is None:
                return Start(None, Verdict.NO_SPECIAL, basic, None)
            days.append(special.completed_on)
        return Start(max(days), None, basic, special)


def prepare(facts: Iterable[Completion] | PersonFacts, rules: TrainingRules = STATUTORY) -> PersonFacts:
    """``facts`` sifted for many questions; what is prepared already is returned as it is."""
    return facts if isinstance(facts, PersonFacts) else PersonFacts(facts, rules)


def counting_starts(
    facts: Iterable[Completion] | PersonFacts, category: str, rules: TrainingRules = STATUTORY
) -> Start:
    """The first day whose service counts in ``category``, or why there is none (HRS-15).

    The day of completion itself counts (HRS-14).
    """
    return prepare(facts, rules).start(category)


def judge(
    *,
    served_from: date,
    served_to: date,
    category: str,
    facts: Iterable[Completion] | PersonFacts,
    rules: TrainingRules = STATUTORY,
    book_misused: bool = False,
) -> Judgement:
    """The verdict on one record. A record on both sides of the first countable day must be split (HRS-16)."""
    return prepare(facts, rules).judge(served_from, served_to, category, book_misused=book_misused)


def split_day(served_from: date, served_to: date, start: date | None) -> date | None:
    """The first day of the second half, when a record stands on both sides of ``start``; else None (HRS-16)."""
    return start if start is not None and served_from < start <= served_to else None
