"""The only writer of verdicts: gathers the facts, asks the one rule, writes down what changed.

Whoever changes facts (a completion, a misuse note) announces it; ``hours.listeners`` calls ``rejudge`` inside the same
transaction. The volunteers' rows are locked first, in the order of their keys, so that a certificate and an hour that
arrive together cannot miss each other.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db import connection, transaction

from hours.models import ServiceRecord
from recordbook.models import Annotation
from training.enums import Evidence
from training.models import Completion
from units.requirements import training_rules
from volunteer_portal.rules.counting import Judgement, PersonFacts, Verdict
from volunteer_portal.rules.parameters import TrainingRules
from volunteer_portal.rules.training import Completion as Fact
from volunteer_portal.rules.training import TrainingKind
from volunteers.models import Volunteer

CHUNK = 2_000
LAST_AUDIT = "hours.last_audit"
DECIDING = (TrainingKind.BASIC.value, TrainingKind.SPECIAL.value)


class Misuse(NamedTuple):
    """A misuse note on somebody's book: the days, both included, and the unit if one is named (HRS-12)."""

    unit_id: int | None
    from_day: date
    to_day: date


@dataclass(slots=True)
class Case:
    """What is known about one person when their hours are judged."""

    facts: PersonFacts
    misuses: list[Misuse] = field(default_factory=list)

    def judge(self, *, unit_id: int, category: str, served_from: date, served_to: date) -> Judgement:
        """The verdict on one record of this person."""
        misused = bool(self.misuses) and any(
            misuse.unit_id in (None, unit_id) and misuse.from_day <= served_to and served_from <= misuse.to_day
            for misuse in self.misuses
        )
        return self.facts.judge(served_from, served_to, category, book_misused=misused)


@dataclass(frozen=True, slots=True)
class Change:
    """One record whose verdict changed."""

    record_id: int
    volunteer_id: int
    unit_id: int
    minutes: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Rejudged:
    """What a re-judging changed."""

    changes: list[Change]

    @property
    def turned_on(self) -> list[Change]:
        """Records that count now and did not before."""
        return [change for change in self.changes if change.after == Verdict.COUNTED.value]

    @property
    def turned_off(self) -> list[Change]:
        """Records that no longer count."""
        return [change for change in self.changes if change.before == Verdict.COUNTED.value]


def lock_people(volunteer_ids: Collection[int]) -> None:
    """Hold these volunteers' rows until the transaction ends; always in the order of their keys."""
    list(
        Volunteer.objects.select_for_update(no_key=True)
        .filter(pk__in=volunteer_ids)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def fact_of(completion: Completion) -> Fact:
    """A stored completion as the rules see it."""
    return Fact(
        kind=TrainingKind(completion.kind),
        category=completion.category_id,
        completed_on=completion.completed_on,
        minutes=completion.minutes,
        recognised=completion.evidence == Evidence.RECOGNISED,
    )


def cases_of(volunteer_ids: Collection[int], rules: TrainingRules | None = None) -> dict[int, Case]:
    """The case of each volunteer: two queries, whatever their number. People without facts have an empty case."""
    rules = rules or training_rules()
    facts: dict[int, list[Fact]] = defaultdict(list)
    standing = Completion.objects.standing().filter(volunteer__in=volunteer_ids, kind__in=DECIDING)
    for kind, category, completed_on, minutes, evidence, volunteer_id in standing.values_list(
        "kind", "category_id", "completed_on", "minutes", "evidence", "volunteer_id"
    ):
        recognised = evidence == Evidence.RECOGNISED
        facts[volunteer_id].append(Fact(TrainingKind(kind), category, completed_on, minutes, recognised))
    misuses: dict[int, list[Misuse]] = defaultdict(list)
    notes = Annotation.objects.filter(book__volunteer__in=volunteer_ids)
    for volunteer_id, *note in notes.values_list("book__volunteer_id", "unit_id", "from_day", "to_day"):
        misuses[volunteer_id].append(Misuse(*note))
    return {
        volunteer_id: Case(PersonFacts(facts.get(volunteer_id, ()), rules), misuses.get(volunteer_id, []))
        for volunteer_id in volunteer_ids
    }


def differences(volunteer_ids: Collection[int], rules: TrainingRules | None = None) -> list[Change]:
    """Records of these people whose stored verdict is not what the rule says now."""
    cases = cases_of(volunteer_ids, rules)
    records = ServiceRecord.objects.filter(volunteer__in=volunteer_ids).values_list(
        "pk", "volunteer_id", "unit_id", "category_id", "served_from", "served_to", "minutes", "verdict"
    )
    changes = []
    for pk, volunteer_id, unit_id, category, served_from, served_to, minutes, before in records.iterator(CHUNK):
        verdict = (
            cases[volunteer_id]
            .judge(unit_id=unit_id, category=category, served_from=served_from, served_to=served_to)
            .verdict.value
        )
        if verdict != before:
            changes.append(Change(pk, volunteer_id, unit_id, minutes, before, verdict))
    return changes


@transaction.atomic
def rejudge(*, volunteer_ids: Iterable[int]) -> Rejudged:
    """Judge all records of these people anew and write the verdicts that changed, and only those."""
    people = sorted(set(volunteer_ids))
    lock_people(people)
    changes = [change for chunk in _chunks(people) for change in differences(chunk)]
    _write(changes)
    return Rejudged(changes)


def audit_verdicts() -> list[Change]:
    """Judge every record anew, write nothing, and return each difference: there must be none."""
    people = ServiceRecord.objects.order_by("volunteer_id").values_list("volunteer_id", flat=True).distinct()
    rules = training_rules()
    return [change for chunk in _chunks(list(people)) for change in differences(chunk, rules)]


def remember_audit(differences: int, at: datetime) -> None:
    """Keep what the nightly audit said, for the promotion centre's home; losing it only hides the line."""
    cache.set(LAST_AUDIT, {"at": at, "differences": differences}, timeout=None)


def last_audit() -> dict[str, Any] | None:
    """What the last nightly audit said: ``at`` and ``differences``; None before the first."""
    return cache.get(LAST_AUDIT)


def _write(changes: list[Change]) -> None:
    if not changes:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE hours_servicerecord r SET verdict = v.verdict
            FROM unnest(%s::bigint[], %s::text[]) AS v (id, verdict) WHERE r.id = v.id
            """,
            [[change.record_id for change in changes], [change.after for change in changes]],
        )


def _chunks(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), CHUNK):
        yield ids[start : start + CHUNK]
