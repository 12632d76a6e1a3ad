"""The counting rule against an oracle that was written from the text of HRS-15, day by day."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from volunteer_portal.rules.counting import Verdict, judge, prepare
from volunteer_portal.rules.parameters import STATUTORY, TrainingRules
from volunteer_portal.rules.training import Completion, TrainingKind

CATEGORIES = ["SW", "EDU", "ENV"]
DAYS = st.dates(min_value=date(2000, 12, 1), max_value=date(2001, 3, 31)) | st.dates(
    min_value=date(2018, 4, 1), max_value=date(2018, 9, 30)
)
COMPLETIONS = st.builds(
    Completion,
    kind=st.sampled_from(TrainingKind),
    category=st.sampled_from([*CATEGORIES, None]),
    completed_on=DAYS,
    minutes=st.sampled_from([0, 300, 359, 360, 719, 720]),
    recognised=st.booleans(),
)
HISTORIES = st.lists(COMPLETIONS, max_size=8)
RULES = st.sampled_from([STATUTORY, TrainingRules(special_not_required=frozenset({"ENV"}))])


def day_counts(day: date, category: str, facts: list[Completion], free: frozenset[str]) -> bool:
    """HRS-15, one day at a time: both trainings finished by that day, each long enough for its own time."""

    def finished(kind: str, of: str | None) -> bool:
        for fact in facts:
            if fact.kind.value != kind or (of is not None and fact.category != of) or fact.completed_on > day:
                continue
            uniform = kind == "basic" or of == "SW"
            hours = (12 if fact.completed_on < date(2018, 6, 1) else 6) if uniform else 0
            if fact.recognised or fact.minutes >= hours * 60:
                return True
        return False

    return day >= date(2001, 1, 22) and finished("basic", None) and (category in free or finished("special", category))


@given(facts=HISTORIES, rules=RULES, category=st.sampled_from(CATEGORIES), start=DAYS, days=st.integers(0, 40))
def test_HRS_15_the_verdict_agrees_with_every_single_day(facts, rules, category, start, days):
    served = [start + timedelta(days=number) for number in range(days + 1)]
    counted = [day_counts(day, category, facts, rules.special_not_required) for day in served]
    found = judge(served_from=served[0], served_to=served[-1], category=category, facts=facts, rules=rules)
    assert found.counts == all(counted)
    assert (found.verdict is Verdict.SPLIT_NEEDED) == (any(counted) and not all(counted))
    if found.verdict is Verdict.SPLIT_NEEDED:
        assert found.starts_on == served[counted.index(True)]


@given(
    facts=HISTORIES,
    extra=COMPLETIONS,
    rules=RULES,
    category=st.sampled_from(CATEGORIES),
    day=DAYS,
)
def test_more_training_never_loses_an_hour(facts, extra, rules, category, day):
    before, after = prepare(facts, rules), prepare([*facts, extra], rules)
    if before.judge(day, day, category).counts:
        assert after.judge(day, day, category).counts


@given(facts=HISTORIES, category=st.sampled_from(CATEGORIES), day=DAYS, later=st.integers(1, 400))
def test_once_hours_count_they_go_on_counting(facts, category, day, later):
    person = prepare(facts)
    if person.judge(day, day, category).counts:
        then = day + timedelta(days=later)
        assert person.judge(then, then, category).counts


@given(facts=HISTORIES, category=st.sampled_from(CATEGORIES), day=DAYS)
def test_the_order_of_training_records_does_not_matter(facts, category, day):
    there, back = prepare(facts), prepare(list(reversed(facts)))
    assert there.judge(day, day, category) == back.judge(day, day, category)


@given(facts=HISTORIES, day=DAYS)
def test_HRS_2_training_in_one_category_says_nothing_of_another(facts, day):
    own = [fact for fact in facts if fact.kind is not TrainingKind.SPECIAL or fact.category == "EDU"]
    assert prepare(facts).judge(day, day, "EDU") == prepare(own).judge(day, day, "EDU")
