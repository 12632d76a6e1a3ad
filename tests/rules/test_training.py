"""TRN-1, SPT-1, SPT-7, SPT-8, GRW-1 to GRW-3."""

from __future__ import annotations

import pytest

from tests.rules.courses import HOUR, basic, course, day, special
from volunteer_portal.rules.parameters import SPECIAL_MINUTES, STATUTORY, Dated, Since, TrainingRules
from volunteer_portal.rules.training import (
    TrainingKind,
    growth_prerequisites,
    hours_of,
    leadership_prerequisites,
    read_kind,
    suffices,
)


@pytest.mark.parametrize(
    ("on", "hours", "ok"),
    [
        ("106/05/01", 12, True),
        ("107/05/31", 6, False),
        ("107/06/01", 6, True),
        ("107/06/01", 5.5, False),
        ("107/05/31", 12, True),
        ("106/05/01", 11.9, False),
    ],
)
def test_SPT_8_the_rule_of_the_completion_day_decides(on, hours, ok):
    for fact in (basic(on, hours), special("SW", on, hours)):
        assert suffices(fact, STATUTORY).ok is ok


def test_SPT_8_says_what_was_needed_and_why():
    found = suffices(basic("107/05/31", 6), STATUTORY)
    assert found.needed_minutes == 12 * HOUR
    assert "12小時" in found.source


@pytest.mark.parametrize("category", ["GEN", "EDU", "HEA", "ENV"])
def test_SPT_7_a_category_without_a_fixed_length_takes_any_course(category):
    found = suffices(special(category, "112/03/11", 2), STATUTORY)
    assert (found.ok, found.needed_minutes) == (True, 0)
    assert "自訂" in found.source


def test_SPT_7_an_authority_may_set_a_length_from_a_day_on():
    environment = Dated("環保類特殊訓練時數", (Since(day("110/01/01"), 8 * HOUR, "環保局公告"),))
    rules = TrainingRules(special={**SPECIAL_MINUTES, "ENV": environment})
    assert suffices(special("ENV", "109/12/31", 3), rules).ok
    assert not suffices(special("ENV", "110/01/01", 6), rules).ok
    assert suffices(special("ENV", "110/01/01", 8), rules).source == "環保局公告"


def test_RB_20_a_recognised_course_always_suffices():
    found = suffices(special("SW", "95/01/01", 0, recognised=True), STATUTORY)
    assert found.ok
    assert "認定" in found.source


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("基礎", TrainingKind.BASIC),
        ("基礎訓練", TrainingKind.BASIC),
        ("特殊訓練", TrainingKind.SPECIAL),
        ("成長", TrainingKind.GROWTH),
        ("領導訓練", TrainingKind.LEADERSHIP),
        ("督導", TrainingKind.SUPERVISOR),
        (" 在職 訓練 ", TrainingKind.IN_SERVICE),
    ],
)
def test_kinds_are_read(text, kind):
    assert read_kind(text) is kind
    assert read_kind(kind.label) is kind


@pytest.mark.parametrize("text", ["", "訓練", "進階", "基礎訓練訓練"])
def test_an_unknown_kind_is_refused(text):
    with pytest.raises(ValueError, match="訓練"):
        read_kind(text)


def test_labels_and_values():
    assert TrainingKind.pairs()[0] == ("basic", "基礎訓練")
    assert f"{TrainingKind.IN_SERVICE}" == "in_service"


TRAINED = (basic("110/01/09"), special("SW", "110/01/10"))


def test_GRW_1_a_year_of_service_and_both_trainings():
    on = day("111/02/01")
    assert growth_prerequisites(TRAINED, serving_since=day("110/02/01"), on=on, rules=STATUTORY) == ()
    lacking = growth_prerequisites(TRAINED[:1], serving_since=day("110/02/02"), on=on, rules=STATUTORY)
    assert [missing.code for missing in lacking] == ["too_few_years", "no_special"]
    assert [m.code for m in growth_prerequisites((), serving_since=None, on=on, rules=STATUTORY)] == [
        "too_few_years",
        "no_basic",
        "no_special",
    ]


def test_GRW_1_training_after_the_course_does_not_help():
    lacking = growth_prerequisites(TRAINED, serving_since=day("100/01/01"), on=day("110/01/09"), rules=STATUTORY)
    assert [missing.code for missing in lacking] == ["no_special"]


def test_GRW_2_three_years_and_the_growth_certificate():
    growth = course(TrainingKind.GROWTH, "112/01/01")
    on = day("113/02/01")
    assert leadership_prerequisites([growth], serving_since=day("110/02/01"), on=on, rules=STATUTORY) == ()
    lacking = leadership_prerequisites(
        [course(TrainingKind.GROWTH, "112/01/01", 6)], serving_since=day("110/02/02"), on=on, rules=STATUTORY
    )
    assert [missing.code for missing in lacking] == ["too_few_years", "no_growth"]
    assert all(missing.sentence.endswith("。") for missing in lacking)


@pytest.mark.parametrize(("minutes", "words"), [(720, "12 小時"), (90, "1.5 小時"), (1, "0.02 小時"), (0, "0 小時")])
def test_hours_as_people_say_them(minutes, words):
    assert hours_of(minutes) == words
