"""教育訓練, 服務紀錄冊, 志工保險, 榮譽卡."""

from __future__ import annotations

from datetime import date

import pytest

from awards.models import HonorCard
from insurance.models import Coverage, InsuranceContract
from recordbook.models import RecordBook
from tests.factories.recordbook import a_book
from tests.factories.units import a_unit
from tests.factories.volunteers import a_volunteer
from tests.intake.files import codes, figures, load, warned
from training.models import Completion

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return a_unit("SW")


@pytest.fixture
def person(unit):
    return a_volunteer(
        "王小明", unit=unit, number="A123456789", sex="M", born_on=date(1971, 5, 1), joined_on=date(2023, 1, 1)
    )


def special(**changes):
    return {"訓練類別": "特殊訓練", "服務類別": "社會福利類", "完訓日期": "112/03/11", **changes}


def test_training_comes_in_and_again_changes_nothing(unit, person):
    assert figures(load("training", unit, {}, special())) == (2, 0, 0, 0)
    assert figures(load("training", unit, {}, special())) == (0, 0, 2, 0)
    assert set(Completion.objects.values_list("kind", "category_id", "minutes")) == {
        ("basic", None, 360),
        ("special", "SW", 360),
    }


def test_the_same_training_with_other_details_is_updated(unit, person):
    load("training", unit, {})
    assert figures(load("training", unit, {"訓練時數": "12", "證書字號": "甲-1"})) == (0, 1, 0, 0)
    assert Completion.objects.get().minutes == 720


def test_what_another_unit_recorded_is_updated_and_said(unit, person):
    load("training", unit, {})
    outcome = load("training", a_unit("EDU"), {"訓練時數": "12"})
    assert figures(outcome) == (0, 1, 0, 0)
    assert "other_unit" in warned(outcome)


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"身分證字號": "D100000004"}, "身分證字號", "unknown_person"),
        ({"訓練類別": "飛行"}, "訓練類別", "value"),
        ({"訓練類別": "特殊"}, "服務類別", "blank"),
        ({"服務類別": "太空類"}, "服務類別", "category"),
        ({"訓練時數": "0"}, "訓練時數", "no_minutes"),
        ({"完訓日期": "115/08/01"}, "完訓日期", "future"),
        ({"完訓日期": "50/01/01"}, "完訓日期", "before_birth"),
        ({"訓練起日": "112/03/05", "訓練迄日": "112/03/04"}, "訓練迄日", "range_order"),
    ],
)
def test_training_refused(unit, person, change, column, code):
    first = load("training", unit, change).as_json()["errors"][0]
    assert (first["column"], first["code"]) == (column, code)
    assert not Completion.objects.exists()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("社會福利", "SW"), ("社福類", "SW"), ("衛生保健類", "HEA"), ("環境保護類", "ENV"), ("教育類", "EDU"),
        ("綜合類", "GEN"), ("廉政類", "ETH"), ("體育", "SPO"),
    ],
)  # fmt: skip
def test_names_of_categories(unit, person, name, code):
    load("training", unit, special(服務類別=name))
    assert Completion.objects.get().category_id == code


@pytest.mark.parametrize("word", ["基礎", "基礎訓練", "督導", "在職訓練"])
def test_kinds_of_training_with_and_without_the_word(unit, person, word):
    assert figures(load("training", unit, {"訓練類別": word})) == (1, 0, 0, 0)


def test_a_short_course_comes_in_with_a_warning(unit, person):
    assert "too_short" in warned(load("training", unit, {"完訓日期": "106/05/06"}))


def test_training_before_joining_comes_in_with_a_warning(unit, person):
    assert warned(load("training", unit, {"完訓日期": "111/12/31"})) == ["before_joining"]


def test_growth_without_its_prerequisites_comes_in_with_a_warning(unit, person):
    outcome = load("training", unit, {"訓練類別": "成長", "訓練時數": "12"})
    assert set(warned(outcome)) == {"too_few_years", "no_basic", "no_special"}
    assert outcome.written


def test_leadership_without_growth_comes_in_with_a_warning(unit, person):
    assert "no_growth" in warned(load("training", unit, {"訓練類別": "領導", "訓練時數": "12"}))


def test_a_certificate_numbered_by_the_identity_number_keeps_it_masked(unit, person):
    load("training", unit, {"證書字號": "A123456789-1"})
    assert Completion.objects.get().certificate_number == "A12****789-1"
    assert figures(load("training", unit, {"證書字號": "A123456789-1"})) == (0, 0, 1, 0)


def test_a_book_comes_in_and_again_changes_nothing(unit, person):
    assert figures(load("recordbooks", unit, {})) == (1, 0, 0, 0)
    assert figures(load("recordbooks", unit, {})) == (0, 0, 1, 0)


def test_a_second_live_book_is_refused_with_the_number_of_the_first(unit, person):
    load("recordbooks", unit, {})
    (error,) = load("recordbooks", unit, {"紀錄冊號": "社福11200099"}).as_json()["errors"]
    assert error["code"] == "second_book"
    assert "社福11200001" in error["message"]
    assert RecordBook.objects.count() == 1


def test_a_second_book_in_the_same_file_is_refused(unit, person):
    assert codes(load("recordbooks", unit, {}, {"紀錄冊號": "社福11200099"})) == ["second_book"]


def test_a_number_that_somebody_else_holds_is_refused(unit, person):
    a_book(a_volunteer(unit=unit), book_number="社福11200001")
    assert codes(load("recordbooks", unit, {})) == ["number_taken"]


@pytest.mark.parametrize(
    ("change", "code"),
    [({"發冊日期": "115/08/01"}, "future"), ({"發冊日期": "60/01/01"}, "before_birth"), ({"申請別": "借用"}, "choice")],
)
def test_book_refused(unit, person, change, code):
    assert codes(load("recordbooks", unit, change)) == [code]


def test_a_cover_comes_in_again_changes_nothing_and_other_days_update(unit, person):
    assert figures(load("insurance", unit, {})) == (1, 0, 0, 0)
    assert figures(load("insurance", unit, {})) == (0, 0, 1, 0)
    assert figures(load("insurance", unit, {"保險迄日": "112/06/30"})) == (0, 1, 0, 0)
    assert Coverage.objects.get().ends_on == date(2023, 6, 30)


@pytest.mark.parametrize(
    ("text", "scope"),
    [("值勤期間(含交通)", "on_duty"), ("值勤含交通", "on_duty"), ("全日24小時", "all_day"), ("自行約定", "other")],
)
def test_known_scopes_are_mapped_and_the_text_is_kept(unit, person, text, scope):
    load("insurance", unit, {"承保範圍": text})
    contract = InsuranceContract.objects.get()
    assert (contract.scope, contract.scope_text) == (scope, text)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"保險迄日": "111/12/31"}, "range_order"),
        ({"出生年月日": "60/05/02"}, "birth_differs"),
        ({"身分證字號": "D100000004"}, "unknown_person"),
        ({"保險金額": "一百萬"}, "not_a_number"),
    ],
)
def test_cover_refused(unit, person, change, code):
    assert codes(load("insurance", unit, change)) == [code]


def test_a_gap_between_covers_is_a_warning(unit, person):
    load("insurance", unit, {"保險迄日": "112/06/30"})
    outcome = load("insurance", unit, {"保險起日": "112/08/01"})
    assert warned(outcome) == ["cover_gap"]
    assert "112/07/01 至 112/07/31" in outcome.as_json()["warnings"][0]["message"]


def test_a_policy_that_starts_later_may_come_in(unit, person):
    assert figures(load("insurance", unit, {"保險起日": "116/01/01", "保險迄日": "116/12/31"})) == (1, 0, 0, 0)


def test_cards_come_in_for_the_city_and_again_change_nothing(person):
    assert figures(load("honorcards", None, {})) == (1, 0, 0, 0)
    assert figures(load("honorcards", None, {})) == (0, 0, 1, 0)
    assert HonorCard.objects.get().expires_on == date(2028, 12, 31)


@pytest.mark.parametrize(
    ("change", "code"),
    [({"到期日": "114/12/31"}, "range_order"), ({"生效日": "115/08/01"}, "future"), ({"卡號": ""}, "blank")],
)
def test_card_refused(person, change, code):
    assert codes(load("honorcards", None, change)) == [code]


def test_a_card_number_with_other_days_differs(person):
    load("honorcards", None, {})
    assert codes(load("honorcards", None, {"到期日": "118/12/31"})) == ["differs"]
