"""E1: why an hour counts or not, in a sentence, with the one step that would change it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.courses import basic, day, special
from tests.rules.test_counting_properties import CATEGORIES, DAYS, HISTORIES, RULES
from volunteer_portal.rules.calendar import month_end
from volunteer_portal.rules.counting import Judgement, Verdict, judge
from volunteer_portal.rules.explaining import NextStep, explain
from volunteer_portal.rules.parameters import STATUTORY, TrainingRules

MING = (basic("112/03/04"), special("EDU", "112/03/11"))


def told(served_from, served_to=None, *, category="EDU", facts=MING, rules=STATUTORY, book_misused=False, **words):
    served = {"served_from": day(served_from), "served_to": day(served_to or served_from)}
    judgement = judge(**served, category=category, facts=facts, rules=rules, book_misused=book_misused)
    return explain(judgement, **served, category=category, facts=facts, rules=rules, **words)


def test_H_1_too_early_names_the_course_and_its_day():
    found = told("112/03/10")
    assert not found.counts
    assert found.sentence == "112/03/10 服務時，教育類特殊訓練尚未完成（112/03/11 完成），依規定不得追溯採計。"
    assert found.next_step == "請運用單位核對結業證書：教育類特殊訓練若在 112/03/10 以前即已完成，請更正完訓日期。"
    assert found.next_step_code is NextStep.CORRECT_DATE


def test_H_2_counted_names_both_days():
    found = told("112/03/11")
    assert found.counts
    assert (
        found.sentence
        == "112/03/11 服務時，基礎訓練（112/03/04 完成）與教育類特殊訓練（112/03/11 完成）已完成，予以採計。"
    )
    assert (found.next_step, found.next_step_code) == ("", NextStep.NONE)


def test_what_decided_is_listed_with_days_and_source():
    because = told("112/03/10").because
    assert [(line.label, line.day) for line in because] == [
        ("基礎訓練", day("112/03/04")),
        ("教育類特殊訓練", day("112/03/11")),
        ("採計起日", day("112/03/11")),
        ("服務日期", day("112/03/10")),
        ("依據", None),
    ]
    assert because[0].note == "6 小時；107年6月1日起全國統一6小時"
    assert because[-1].note == "志願服務法第9條、內政部99年3月26日函"


def test_H_4_no_special_training_of_that_category():
    found = told("112/05/01", "112/05/31", category="HEA")
    assert found.sentence == "112/05/01 至 112/05/31 服務時，衛生類特殊訓練尚未完成（查無紀錄），依規定不得追溯採計。"
    assert found.next_step_code is NextStep.RECORD_SPECIAL
    assert found.next_step.endswith("若尚未完訓，請先完訓，完訓當天起的服務才採計。")
    assert found.because[-1].note == "志願服務法第9條、103年11月3日函"


def test_HRS_14_training_completed_that_very_day_is_not_called_lacking():
    found = told("112/03/04", category="HEA")
    assert found.sentence == "112/03/04 服務時，衛生類特殊訓練尚未完成（查無紀錄），依規定不得追溯採計。"


def test_H_7_no_basic_training():
    found = told("112/05/01", facts=MING[1:])
    assert found.sentence == "112/05/01 服務時，基礎訓練尚未完成（查無紀錄），依規定不得追溯採計。"
    assert found.next_step_code is NextStep.RECORD_BASIC


def test_neither_training_is_one_clause_and_one_step():
    found = told("112/05/01", facts=())
    assert "基礎訓練與教育類特殊訓練都尚未完成（查無紀錄）" in found.sentence
    assert found.next_step.count("請補登訓練紀錄") == 1
    assert found.next_step_code is NextStep.RECORD_BASIC


def test_two_courses_too_late_are_both_named():
    found = told("112/03/01")
    assert "基礎訓練尚未完成（112/03/04 完成）、教育類特殊訓練尚未完成（112/03/11 完成）" in found.sentence


def test_H_9_a_category_without_a_course():
    found = told("112/03/04", category="ENV", rules=TrainingRules(special_not_required=frozenset({"ENV"})))
    assert found.sentence == "112/03/04 服務時，基礎訓練（112/03/04 完成）已完成，環保類未訂特殊訓練，予以採計。"
    assert ("環保類特殊訓練", None, "此類別未訂特殊訓練，免") in found.because


def test_H_12_a_straddling_record_says_how_to_split():
    found = told("112/03/01", "112/03/31")
    assert found.sentence == "112/03/01 至 112/03/31 這筆跨過採計起日 112/03/11，未分筆以前整筆不採計。"
    assert found.next_step == "請運用單位分成 112/03/01 至 112/03/10 與 112/03/11 至 112/03/31 兩筆，後一筆即予採計。"
    assert found.next_step_code is NextStep.SPLIT


def test_H_12_a_day_stands_alone_when_the_split_leaves_one():
    found = told("112/03/10", "112/03/11")
    assert "分成 112/03/10 與 112/03/11 兩筆" in found.next_step


def test_H_13_a_misused_book():
    found = told("112/03/20", book_misused=True)
    assert "經註記為紀錄冊轉借或冒用" in found.sentence
    assert "第6條" in found.sentence
    assert found.next_step_code is NextStep.LIFT_ANNOTATION


def test_TIME_2_before_the_act_nothing_helps():
    found = told("90/01/10", "90/01/11")
    assert found.sentence == "90/01/10 至 90/01/11 的服務在志願服務法施行（90/01/22）以前，依規定不採計。"
    assert found.next_step_code is NextStep.NONE
    assert found.next_step == ""


def test_SPT_8_a_six_hour_course_before_107_06_01_is_named_as_too_short():
    found = told("112/05/01", category="SW", facts=(basic("106/05/01", 6), special("SW", "108/01/05")))
    assert (
        found.sentence
        == "112/05/01 服務時，基礎訓練時數不足（106/05/01 的課程 6 小時，當時規定 12 小時），依規定不得追溯採計。"
    )
    assert "106/05/01 的基礎訓練，證書若記載滿 12 小時，請更正訓練時數" in found.next_step
    assert found.next_step_code is NextStep.CORRECT_MINUTES
    assert found.because[0] == ("基礎訓練", day("106/05/01"), "6 小時，當時規定 12 小時，不足")


def test_SPT_8_a_short_course_made_good_later_shows_both():
    facts = (basic("106/05/01", 6), basic("112/06/01"), special("SW", "108/01/05"))
    found = told("112/05/01", category="SW", facts=facts)
    assert [line.day for line in found.because[:2]] == [day("106/05/01"), day("112/06/01")]
    assert found.next_step_code is NextStep.CORRECT_MINUTES


def test_SPT_8_a_short_course_no_longer_matters_once_made_good():
    facts = (basic("106/05/01", 6), basic("109/06/01"), special("SW", "108/01/05"))
    found = told("112/05/01", category="SW", facts=facts)
    assert found.counts
    assert found.because[0].day == day("109/06/01")


def test_RB_20_a_recognised_course_says_so():
    facts = (basic("95/06/01", 0, recognised=True), special("SW", "95/06/01", 0, recognised=True))
    assert told("96/01/01", category="SW", facts=facts).because[0].note == "證書遺失，經認定完成"


def test_the_category_is_called_as_on_screen():
    assert "教育志工特殊訓練" in told("112/03/10", category_name="教育志工").sentence


def test_a_verdict_gone_stale_is_not_given_a_reason():
    served = day("112/03/10")
    stale = Judgement(Verdict.COUNTED, day("112/03/01"))
    found = explain(stale, category="EDU", served_from=served, served_to=served, facts=MING)
    assert not found.counts
    assert "尚未完成" in found.sentence


@given(
    facts=HISTORIES,
    rules=RULES,
    category=st.sampled_from(CATEGORIES),
    start=DAYS,
    days=st.integers(0, 30),
    misused=st.booleans(),
)
def test_every_verdict_can_be_explained(facts, rules, category, start, days, misused):
    served_to = min(month_end(start), start.replace(day=min(start.day + days, month_end(start).day)))
    served = {"served_from": start, "served_to": served_to, "category": category, "facts": facts, "rules": rules}
    judgement = judge(**served, book_misused=misused)
    found = explain(judgement, **served)
    assert found.counts == judgement.counts
    assert found.sentence.endswith("。")
    assert (found.next_step == "") == (found.next_step_code is NextStep.NONE)
    assert (found.next_step_code is NextStep.NONE) == (judgement.verdict in {Verdict.COUNTED, Verdict.BEFORE_ACT})


@pytest.mark.parametrize("code", NextStep)
def test_every_step_has_words_for_its_button(code):
    assert code.label
