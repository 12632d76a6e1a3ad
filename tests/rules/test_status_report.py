"""RPT-8, RPT-18 to RPT-35: the form of 65 cells, the deck's own example, every check broken once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.courses import day
from volunteer_portal.rules import status_report
from volunteer_portal.rules.status_report import (
    AGE_BANDS,
    BY_KEY,
    CELLS,
    EDUCATION,
    OCCUPATIONS,
    PUBLIC_OCCUPATIONS,
    TRAINING_ROWS,
    YEARS_BANDS,
    age_band,
    check,
    in_population,
    json_value,
    needs_remark,
    spoken,
    years_band,
    zero_reason,
)
from volunteer_portal.rules.training import TrainingKind

EXAMPLE = {cell.key: cell.example for cell in CELLS}
EXPECTED = Path(__file__).parents[1] / "data/slide-112h1/expected.json"


def failed(cells, severity="error"):
    return [found.code for found in check(cells) if not found.ok and found.severity == severity]


def test_the_form_has_65_cells_in_order():
    assert [cell.number for cell in CELLS] == list(range(1, 66))
    assert len(BY_KEY) == 65


@pytest.mark.parametrize(
    ("number", "key", "headings"),
    [
        (1, "隊數", ("隊數(隊)", "", "")),
        (2, "計", ("按性別分", "計", "")),
        (5, "年齡/未滿12歲/男", ("按年齡分", "未滿12歲", "男")),
        (18, "年齡/65歲以上/女", ("按年齡分", "65歲以上", "女")),
        (27, "原住民/男", ("具原住民身分", "", "男")),
        (30, "年資/1至3年未滿", ("按服務年資分", "1至3(年)未滿", "")),
        (36, "身分別/公教退休/男", ("按身分別分／公教人員", "已退休", "男")),
        (47, "身分別/其它/女", ("按身分別分／非公教人員", "其它", "女")),
        (48, "接受服務人次", ("接受服務總數", "人次", "")),
        (50, "時數/公教", ("提供服務時數", "公教人員", "時數")),
        (59, "訓練/其它在職訓練/時數", ("訓練情形(人次、時數)", "其它在職訓練", "時數")),
        (60, "聯繫會報/場次", ("聯繫會報", "場次", "")),
        (63, "領有紀錄冊/女", ("領有記錄冊人數", "", "女")),
    ],
)
def test_TERM_18_labels_stand_as_on_the_form(number, key, headings):
    cell = CELLS[number - 1]
    assert cell.key == key
    assert (cell.group, cell.sub, cell.leaf) == headings


def test_RPT_9_two_cells_are_typed_by_the_unit():
    assert [cell.number for cell in CELLS if cell.manual] == [60, 61]


def test_the_two_parts_of_the_form():
    assert CELLS[46].part == "志願服務志工基本資料"
    assert CELLS[47].part == "志工服務成果"


def test_the_example_is_the_slides_own_report():
    expected = json.loads(EXPECTED.read_text(encoding="utf-8"))
    assert expected == {cell.key: json_value(cell, cell.example) for cell in CELLS if not cell.manual}


def test_RPT_19_training_hours_are_person_hours_in_minutes():
    assert EXAMPLE["訓練/基礎訓練/時數"] == 23 * 6 * 60
    assert json_value(BY_KEY["訓練/基礎訓練/時數"], 138 * 60) == 138
    assert json_value(BY_KEY["時數/合計"], 75_702) == 1261.7
    assert json_value(BY_KEY["計"], 45) == 45


def test_RPT_35_the_example_passes_with_two_warnings():
    assert failed(EXAMPLE) == []
    assert failed(EXAMPLE, "warning") == ["all_insured", "all_books"]


@pytest.mark.parametrize(
    ("key", "value", "codes"),
    [
        ("計", 46, {"sex", "years"}),
        ("男", 9, {"sex", "age_m", "education_m", "occupation_m"}),
        ("女", 36, {"sex", "age_f", "education_f", "occupation_f"}),
        ("年齡/18-29歲/男", 2, {"age_m"}),
        ("年齡/65歲以上/女", 2, {"age_f"}),
        ("教育程度/大專/男", 5, {"education_m"}),
        ("教育程度/研究所/女", 0, {"education_f"}),
        ("年資/1年以下", 41, {"years"}),
        ("身分別/學生/男", 2, {"occupation_m"}),
        ("身分別/公教現職/女", 0, {"occupation_f"}),
        ("原住民/男", 9, {"indigenous_m"}),
        ("原住民/女", 38, {"indigenous_f"}),
        ("時數/公教", 721, {"hours"}),
        ("訓練/特殊訓練/人次", 22, {"training_people"}),
        ("訓練/其它在職訓練/時數", 1, {"training_hours"}),
        ("領有紀錄冊/男", 9, {"books_m"}),
        ("領有紀錄冊/女", 38, {"books_f"}),
        ("志工保險/男", 9, {"insured_m"}),
        ("志工保險/女", 38, {"insured_f"}),
        ("聯繫會報/場次", -1, {"not_negative"}),
        ("接受服務人次", 9685.5, {"whole_numbers"}),
        ("表揚獎勵/人數", None, {"complete"}),
    ],
)
def test_RPT_35_each_identity_broken_once(key, value, codes):
    assert set(failed({**EXAMPLE, key: value})) == codes


def test_RPT_35_each_error_is_broken_by_some_case_above():
    (mark,) = [m for m in test_RPT_35_each_identity_broken_once.pytestmark if m.name == "parametrize"]
    broken = set().union(*(codes for _, _, codes in mark.args[1]))
    assert broken == {found.code for found in check(EXAMPLE) if found.severity == "error"}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"聯繫會報/場次": 0}, "meetings"),
        ({"表揚獎勵/人數": 46}, "awarded"),
        ({"時數/合計": 0, "時數/公教": 0, "時數/非公教": 0}, "served_without_hours"),
        (dict.fromkeys(EXAMPLE, 0), "all_zero"),
        ({**dict.fromkeys(EXAMPLE, 0), "隊數": 1}, "all_zero"),
    ],
)
def test_RPT_35_warnings(changes, code):
    assert code in failed({**EXAMPLE, **changes}, "warning")
    assert failed({**EXAMPLE, **changes}) == []


def test_RPT_35_a_fully_insured_unit_is_not_warned():
    full = {**EXAMPLE, "志工保險/男": 8, "志工保險/女": 37, "領有紀錄冊/男": 8, "領有紀錄冊/女": 37}
    assert failed(full, "warning") == []


def test_a_sentence_says_by_how_much():
    sentences = {found.code: found.sentence for found in check({**EXAMPLE, "年齡/18-29歲/男": 2, "時數/公教": 700})}
    assert sentences["age_m"] == "年齡（男）合計 0＋0＋2＋3＋1＋2＋1＝9，「男」卻是 8，多了 1，請核對。"
    assert sentences["hours"] == (
        "時數合計 11 小時 40 分＋1,249 小時 42 分＝1,261 小時 22 分，「時數合計」卻是 1,261 小時 42 分，少了 20 分，請核對。"
    )
    assert sentences["sex"] == "男、女合計 8＋37＝45，與「計」相符。"


def test_the_numbers_of_a_check_are_its_cells():
    found = next(found for found in check(EXAMPLE) if found.code == "hours")
    assert found.numbers == {"時數/合計": 75_702, "時數/公教": 720, "時數/非公教": 74_982}


def test_nothing_typed_yet_is_incomplete_and_breaks_nothing_else():
    assert failed({}) == ["complete"]


@given(st.dictionaries(st.sampled_from(list(EXAMPLE)), st.integers(-5, 10_000)))
def test_no_numbers_break_the_checks(cells):
    found = check(cells)
    assert len({each.code for each in found}) == len(found)
    assert all(each.sentence.endswith("。") for each in found)


@pytest.mark.parametrize(
    ("years", "band"),
    [
        (0, "未滿12歲"),
        (11, "未滿12歲"),
        (12, "12-17歲"),
        (17, "12-17歲"),
        (18, "18-29歲"),
        (29, "18-29歲"),
        (30, "30-49歲"),
        (49, "30-49歲"),
        (50, "50-54歲"),
        (54, "50-54歲"),
        (55, "55-64歲"),
        (64, "55-64歲"),
        (65, "65歲以上"),
        (101, "65歲以上"),
    ],
)
def test_RPT_24_age_bands(years, band):
    assert age_band(years).key == band


@pytest.mark.parametrize(
    ("years", "band"),
    [
        (0, "1年以下"),
        (1, "1至3年未滿"),
        (2, "1至3年未滿"),
        (3, "3至5年未滿"),
        (5, "5至10年未滿"),
        (9, "5至10年未滿"),
        (10, "10年以上"),
        (50, "10年以上"),
    ],
)
def test_RPT_25_bands_of_years(years, band):
    assert years_band(years).key == band


@given(st.integers(0, 150))
def test_each_age_lies_in_one_band(years):
    assert sum(band.holds(years) for band in AGE_BANDS) == 1
    assert sum(band.holds(years) for band in YEARS_BANDS) == 1


def test_RPT_26_RPT_28_every_level_and_occupation_has_its_cells():
    for prefix, names in (("教育程度", EDUCATION.values()), ("身分別", OCCUPATIONS), ("訓練", TRAINING_ROWS)):
        assert all(any(key.startswith(f"{prefix}/{name}/") for key in BY_KEY) for name in names)
    assert set(EDUCATION) == {"不識字", "自修", "國小", "國中", "高中職", "專科", "大學", "碩士", "博士"}
    assert set(OCCUPATIONS) > PUBLIC_OCCUPATIONS


def test_RPT_31_every_kind_of_training_has_one_row():
    assert sorted(kind for kinds in TRAINING_ROWS.values() for kind in kinds) == sorted(TrainingKind)


@pytest.mark.parametrize(
    ("joined", "left", "counted"),
    [
        ("112/06/30", None, True),
        ("112/07/01", None, False),
        ("110/01/01", "112/06/30", False),
        ("110/01/01", "112/07/01", True),
    ],
)
def test_RPT_21_who_is_counted(joined, left, counted):
    assert in_population(day(joined), left and day(left), day("112/06/30")) is counted


@pytest.mark.parametrize(
    ("now", "before", "wanted"),
    [
        (120, 100, False),
        (121, 100, True),
        (80, 100, False),
        (79, 100, True),
        (5, 0, True),
        (0, 0, False),
        (0, 5, True),
        (500, None, False),
    ],
)
def test_a_jump_over_a_fifth_wants_a_remark(now, before, wanted):
    assert needs_remark(now, before) is wanted


def test_RPT_8_every_zero_has_a_reason():
    assert all(zero_reason(cell.key).sentence.endswith("。") for cell in CELLS)
    assert zero_reason("志工保險/男").lacks == "志工保險"
    assert zero_reason("時數/合計").lacks == "服務時數"
    assert zero_reason("年齡/65歲以上/女").lacks == "志工基本資料"


def test_cells_have_names_for_sentences():
    assert BY_KEY["時數/合計"].name == "時數合計"
    assert BY_KEY["年齡/18-29歲/男"].name == "年齡18-29歲（男）"
    assert BY_KEY["男"].name == "男"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(0, "0 小時"), (20, "20 分"), (60, "1 小時"), (-90, "-1 小時 30 分"), (75_702, "1,261 小時 42 分")],
)
def test_hours_are_spoken_to_the_minute(minutes, words):
    assert spoken(BY_KEY["時數/合計"], minutes) == words


def test_everything_offered_is_there():
    assert all(hasattr(status_report, name) for name in status_report.__all__)
