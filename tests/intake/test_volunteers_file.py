"""志工名冊: who comes in, what is refused, what the same people again do."""

from __future__ import annotations

from datetime import date

import pytest

from tests.factories.units import a_unit
from tests.intake.files import codes, figures, load, warned
from units.models import Team
from volunteers.models import Membership, Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return a_unit("SW")


def test_a_person_comes_in_sealed_with_membership_and_team(unit):
    outcome = load("volunteers", unit, {})
    assert figures(outcome) == (1, 0, 0, 0)
    person = Volunteer.objects.get()
    assert (person.name, person.id_masked, person.sex, person.born_on) == (
        "王小明",
        "A12****789",
        "M",
        date(1971, 5, 1),
    )
    assert b"A123456789" not in bytes(person.id_cipher)
    stay = Membership.objects.get()
    assert (stay.joined_on, stay.left_on, stay.team.name) == (date(2023, 1, 1), None, "第一隊")


def test_a_new_team_is_named_in_the_preview_and_opens_with_its_first_member(unit):
    rows = [{}, {"身分證字號": "A223456781", "姓名": "李小華", "性別": "女", "加入日期": "111/05/01"}]
    outcome = load("volunteers", unit, *rows, dry_run=True)
    assert warned(outcome) == ["new_team"]
    assert not Team.objects.exists()
    load("volunteers", unit, *rows)
    assert Team.objects.get().opened_on == date(2022, 5, 1)


def test_the_same_file_twice_changes_nothing(unit):
    load("volunteers", unit, {})
    assert figures(load("volunteers", unit, {})) == (0, 0, 1, 0)


def test_other_contact_data_updates(unit):
    load("volunteers", unit, {})
    assert figures(load("volunteers", unit, {"聯絡電話": "06-3901000"})) == (0, 1, 0, 0)
    assert Volunteer.objects.get().phone == "06-3901000"


def test_a_blank_cell_erases_nothing(unit):
    load("volunteers", unit, {})
    assert figures(load("volunteers", unit, {"聯絡電話": ""})) == (0, 0, 1, 0)
    assert Volunteer.objects.get().phone == "06-2991111"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"姓名": "王大明"}, "name_differs"),
        ({"出生年月日": "60/05/02"}, "birth_differs"),
    ],
)
def test_other_name_or_birth_date_than_recorded_is_an_error(unit, change, code):
    load("volunteers", unit, {})
    assert codes(load("volunteers", unit, change)) == [code]


def test_other_sex_than_recorded_is_an_error_for_a_passport(unit):
    passport = {"身分證字號": "E1234567", "證號類別": "護照"}
    load("volunteers", unit, passport)
    assert codes(load("volunteers", unit, {**passport, "性別": "女"})) == ["sex_differs"]


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"身分證字號": "A123456788"}, "身分證字號", "check_digit"),
        ({"身分證字號": "A12345678"}, "身分證字號", "shape"),
        ({"身分證字號": ""}, "身分證字號", "blank"),
        ({"性別": "女"}, "性別", "sex"),
        ({"出生年月日": "60/02/30"}, "出生年月日", "date"),
        ({"出生年月日": "116/01/01"}, "出生年月日", "future"),
        ({"加入日期": "115/08/01"}, "加入日期", "future"),
        ({"加入日期": "59/01/01"}, "加入日期", "before_birth"),
        ({"離隊日期": "111/12/31"}, "離隊日期", "range_order"),
        ({"教育程度": "神學院"}, "教育程度", "choice"),
        ({"身分別": "外星人"}, "身分別", "choice"),
        ({"教育程度": ""}, "教育程度", "blank"),
        ({"電子郵件": "不是信箱"}, "電子郵件", "email"),
        ({"證號類別": "駕照"}, "證號類別", "kind"),
    ],
)
def test_refused(unit, change, column, code):
    outcome = load("volunteers", unit, change)
    (error,) = outcome.as_json()["errors"]
    assert (error["row"], error["column"], error["code"]) == (2, column, code)
    assert "A123456788" not in error["message"]
    assert not Volunteer.objects.exists()


@pytest.mark.parametrize("text", ["Ａ１２３４５６７８９", " a123456789 ", "A123456789"])
def test_full_width_and_spaces_in_numbers_are_read(unit, text):
    assert figures(load("volunteers", unit, {"身分證字號": text})) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    "text", ["60/05/01", "600501", "0600501", "60.5.1", "60年5月1日", "1971-05-01", "６０/０５/０１", "060/05/01"]
)
def test_every_way_to_write_a_date_is_the_same_day(unit, text):
    load("volunteers", unit, {"出生年月日": text})
    assert Volunteer.objects.get().born_on == date(1971, 5, 1)


def test_the_0_of_a_mobile_number_comes_back_and_the_preview_says_so(unit):
    outcome = load("volunteers", unit, {"行動電話": "912345678"})
    assert "repaired" in warned(outcome)
    assert Volunteer.objects.get().mobile == "0912345678"


def test_a_contradicting_state_is_a_warning(unit):
    assert "state" in warned(load("volunteers", unit, {"狀態": "離隊"}))


def test_a_district_that_contradicts_the_postal_code_is_a_warning(unit):
    assert "postcode" in warned(load("volunteers", unit, {"郵遞區號": "708", "縣市": "台南市", "行政區": "東區"}))
    assert Volunteer.objects.get().county == "臺南市"


def test_a_second_membership_may_follow_the_first_but_not_overlap(unit):
    load("volunteers", unit, {"離隊日期": "112/06/30"})
    assert codes(load("volunteers", unit, {"加入日期": "112/03/01"})) == ["overlap"]
    assert figures(load("volunteers", unit, {"加入日期": "113/01/01"})) == (1, 0, 0, 0)
    assert Membership.objects.count() == 2


def test_leaving_updates_the_membership(unit):
    load("volunteers", unit, {})
    assert figures(load("volunteers", unit, {"離隊日期": "113/06/30", "狀態": "離隊"})) == (0, 1, 0, 0)
    assert Membership.objects.get().left_on == date(2024, 6, 30)


def test_the_same_person_twice_in_a_file_comes_in_once(unit):
    outcome = load("volunteers", unit, {}, {})
    assert figures(outcome) == (1, 0, 1, 0)
    assert "repeated" in warned(outcome)


def test_the_same_person_twice_with_other_data_is_refused_with_the_other_row(unit):
    outcome = load("volunteers", unit, {}, {"聯絡電話": "06-1"})
    (error,) = outcome.as_json()["errors"]
    assert (error["row"], error["code"]) == (3, "repeated_differs")
    assert "第 2 列" in error["message"]


def test_two_memberships_of_one_new_person_in_one_file(unit):
    outcome = load("volunteers", unit, {"離隊日期": "112/06/30"}, {"加入日期": "113/01/01", "離隊日期": ""})
    assert figures(outcome) == (2, 0, 0, 0)
    assert (Volunteer.objects.count(), Membership.objects.count()) == (1, 2)


def test_a_person_known_from_another_unit_is_joined_not_copied(unit):
    load("volunteers", a_unit("EDU"), {})
    assert figures(load("volunteers", unit, {})) == (1, 0, 0, 0)
    assert (Volunteer.objects.count(), Membership.objects.count()) == (1, 2)


def test_all_or_nothing_and_good_rows(unit):
    rows = [{}, {"身分證字號": "A123456788"}]
    assert not load("volunteers", unit, *rows).written
    assert not Volunteer.objects.exists()
    outcome = load("volunteers", unit, *rows, good_rows=True)
    assert outcome.written
    assert figures(outcome) == (1, 0, 0, 1)
    assert Volunteer.objects.count() == 1


ROSTER = """志工基本資料,,,,,,,,,,
印表單位名稱：X,,,,,,,,,,
印表人：甲,,,,,,,印表日期115/01/16,,,
序號,運用單位名稱,單位名稱,姓名,年齡,身分證字號／紀錄冊號,志工類別,狀態,年資,加入日期,服務起始日
1,{unit},新隊,王小明,55,A123456789,V志工,收編,3.4,112/01/01,
2,{unit},新隊,陳不在,61,A123456789X,V志工,收編,3.4,112/01/01,
3,{unit},新隊,陳不在,61,D100000004,V志工,收編,3.4,112/01/01,
"""


def test_IMP_4_the_national_roster_updates_known_people_and_warns_about_others(unit):
    load("volunteers", unit, {})
    outcome = load("volunteers", unit, content=ROSTER.format(unit=unit.name).encode())
    assert figures(outcome) == (0, 1, 2, 0)
    assert sorted(warned(outcome)) == ["new_team", "unknown_person", "unknown_person"]
    assert Membership.objects.get().team.name == "新隊"
    assert outcome.as_json()["warnings"][0]["row"] == 5


def test_unknown_columns_are_named(unit):
    outcome = load("volunteers", unit, {"幸運數字": "7"})
    (warning,) = [each for each in outcome.as_json()["warnings"] if each["code"] == "unknown_columns"]
    assert "幸運數字" in warning["message"]
    assert warning["row"] == 1


@pytest.mark.parametrize("level", ["不識字", "自修", "國小", "國中", "高中職", "專科", "大學", "碩士", "博士"])
def test_levels_of_education(unit, level):
    load("volunteers", unit, {"教育程度": level})
    assert Volunteer.objects.get().get_education_display() == level


@pytest.mark.parametrize("word", ["公教現職", "公教退休", "工商界", "退休人員", "家庭管理", "學生", "其它", "其他"])
def test_occupations(unit, word):
    load("volunteers", unit, {"身分別": word})
    assert Volunteer.objects.get().get_occupation_display() == word.replace("其他", "其它")
