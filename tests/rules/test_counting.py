"""HRS-1 to HRS-16 and the worked examples H-1 to H-13 that need no database."""

from __future__ import annotations

import pytest

from tests.rules.courses import basic, course, day, special
from volunteer_portal.rules.counting import (
    Judgement,
    Verdict,
    counting_starts,
    judge,
    prepare,
    split_day,
)
from volunteer_portal.rules.parameters import STATUTORY, TrainingRules
from volunteer_portal.rules.training import TrainingKind

BASIC, EDU = basic("112/03/04"), special("EDU", "112/03/11")
MING = (BASIC, EDU)


def verdict(served_from, served_to=None, *, category="EDU", facts=MING, rules=STATUTORY, book_misused=False):
    return judge(
        served_from=day(served_from),
        served_to=day(served_to or served_from),
        category=category,
        facts=facts,
        rules=rules,
        book_misused=book_misused,
    ).verdict


def test_H_1_the_day_before_special_training_does_not_count():
    assert verdict("112/03/10") is Verdict.TOO_EARLY


def test_H_2_the_day_of_completion_counts():
    assert verdict("112/03/11") is Verdict.COUNTED


def test_H_3_hours_before_the_book_count():
    assert verdict("112/03/20") is Verdict.COUNTED


def test_H_4_another_category_needs_its_own_special_training():
    assert verdict("112/05/01", "112/05/31", category="HEA") is Verdict.NO_SPECIAL
    assert verdict("112/05/01", "112/05/31") is Verdict.COUNTED


def test_H_5_nothing_is_counted_back():
    facts = (*MING, special("HEA", "112/07/01"))
    assert verdict("112/05/01", "112/05/31", category="HEA", facts=facts) is Verdict.TOO_EARLY
    assert verdict("112/08/01", "112/08/31", category="HEA", facts=facts) is Verdict.COUNTED


def test_H_6_a_corrected_certificate_corrects_the_past():
    facts = (*MING, special("HEA", "112/04/30"))
    assert verdict("112/05/01", "112/05/31", category="HEA", facts=facts) is Verdict.COUNTED


@pytest.mark.parametrize("category", ["EDU", "HEA", "SW"])
def test_H_7_without_basic_nothing_counts_anywhere(category):
    assert verdict("112/05/01", category=category, facts=(EDU,)) is Verdict.NO_BASIC


def test_H_8_the_later_of_the_two_decides():
    facts = (basic("112/06/01"), EDU)
    assert counting_starts(facts, "EDU", STATUTORY).day == day("112/06/01")
    assert verdict("112/05/31", facts=facts) is Verdict.TOO_EARLY
    assert verdict("112/06/01", facts=facts) is Verdict.COUNTED


def test_H_9_where_no_course_was_ever_set_there_is_nothing_to_wait_for():
    rules = TrainingRules(special_not_required=frozenset({"ENV"}))
    start = counting_starts(MING, "ENV", rules)
    assert (start.day, start.verdict, start.special) == (day("112/03/04"), None, None)
    assert verdict("112/03/04", category="ENV", rules=rules) is Verdict.COUNTED
    assert verdict("112/03/04", category="ENV", facts=(EDU,), rules=rules) is Verdict.NO_BASIC


def test_H_9_a_course_taken_where_none_is_asked_for_delays_nothing():
    rules = TrainingRules(special_not_required=frozenset({"EDU"}))
    assert counting_starts(MING, "EDU", rules).day == day("112/03/04")


def test_H_12_a_record_on_both_sides_must_be_split():
    found = judge(served_from=day("112/03/01"), served_to=day("112/03/31"), category="EDU", facts=MING, rules=STATUTORY)
    assert found == Judgement(Verdict.SPLIT_NEEDED, day("112/03/11"))
    assert not found.counts
    assert split_day(day("112/03/01"), day("112/03/31"), found.starts_on) == day("112/03/11")


@pytest.mark.parametrize(
    ("served_from", "served_to", "expected"),
    [
        ("112/03/10", "112/03/11", "112/03/11"),
        ("112/03/11", "112/03/31", None),
        ("112/03/01", "112/03/10", None),
        ("112/03/11", "112/03/11", None),
    ],
)
def test_HRS_16_where_to_split(served_from, served_to, expected):
    found = split_day(day(served_from), day(served_to), day("112/03/11"))
    assert found == (expected and day(expected))
    assert split_day(day(served_from), day(served_to), None) is None


def test_H_13_a_misused_book_takes_that_record_only():
    assert verdict("112/03/20", book_misused=True) is Verdict.BOOK_MISUSED
    assert verdict("112/03/20") is Verdict.COUNTED


def test_HRS_12_misuse_comes_before_every_other_reason():
    assert verdict("112/03/20", facts=(), book_misused=True) is Verdict.BOOK_MISUSED


@pytest.mark.parametrize(
    ("served_from", "served_to", "expected"),
    [
        ("90/01/10", "90/01/21", Verdict.BEFORE_ACT),
        ("90/01/10", "90/01/22", Verdict.SPLIT_NEEDED),
        ("90/01/22", "90/01/22", Verdict.COUNTED),
    ],
)
def test_TIME_2_nothing_before_the_act(served_from, served_to, expected):
    trained = (basic("89/05/01", 12), special("EDU", "89/05/02", 12))
    assert verdict(served_from, served_to, facts=trained) is expected


def test_SPT_8_a_six_hour_course_before_107_06_01_is_no_start():
    facts = (basic("106/05/01", 6), special("SW", "108/01/05"))
    assert verdict("108/02/01", category="SW", facts=facts) is Verdict.NO_BASIC
    assert verdict("110/02/01", category="SW", facts=(*facts, basic("109/01/01"))) is Verdict.COUNTED
    assert counting_starts((*facts, basic("109/01/01")), "SW", STATUTORY).basic == basic("109/01/01")


def test_the_earliest_sufficient_course_decides_in_any_order():
    facts = (EDU, special("EDU", "113/01/01"), basic("113/02/01"), BASIC, special("EDU", "112/03/12"))
    start = counting_starts(facts, "EDU", STATUTORY)
    assert (start.day, start.basic, start.special) == (day("112/03/11"), BASIC, EDU)


def test_HRS_10_training_of_unknown_date_is_recognised_from_the_book():
    facts = (basic("95/06/01", 0, recognised=True), special("SW", "95/06/01", 0, recognised=True))
    assert counting_starts(facts, "SW", STATUTORY).day == day("95/06/01")


def test_GRW_3_other_training_decides_nothing():
    facts = (*MING, *(course(kind, "100/01/01") for kind in TrainingKind if kind not in {"basic", "special"}))
    assert counting_starts(facts, "EDU", STATUTORY).day == day("112/03/11")


def test_HON_20_the_earliest_start_over_the_categories():
    person = prepare((*MING, special("HEA", "112/03/05")))
    assert person.earliest_start() == day("112/03/05")
    assert person.earliest_start(["EDU", "SW"]) == day("112/03/11")
    assert prepare((EDU,)).earliest_start() is None
    assert prepare(()).earliest_start() is None


def test_a_prepared_person_is_not_prepared_again():
    person = prepare(MING)
    assert prepare(person) is person
    assert person.start("EDU") is person.start("EDU")


def test_every_verdict_has_a_label():
    assert [label for _, label in Verdict.pairs() if not label] == []
    assert len(Verdict) == 7
