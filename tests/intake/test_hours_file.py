"""服務時數: members only, one month, the first counting day, the hours of a day; what is true comes in with a warning."""

from __future__ import annotations

from datetime import date

import pytest

from hours.models import ServiceRecord
from hours.services.judging import audit_verdicts
from tests.factories.hours import a_record
from tests.factories.insurance import a_cover
from tests.factories.training import a_completion
from tests.factories.units import a_unit
from tests.factories.volunteers import a_membership, a_volunteer
from tests.intake.files import codes, figures, load, warned
from units.models import UnitCategory

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return a_unit("SW")


@pytest.fixture
def person(unit):
    volunteer = a_volunteer("王小明", unit=unit, number="A123456789", sex="M", joined_on=date(2023, 1, 1))
    a_cover(volunteer, unit, starts_on=date(2023, 1, 1), ends_on=date(2026, 12, 31))
    a_completion(volunteer, "basic", date(2023, 3, 4))
    a_completion(volunteer, "special", date(2023, 3, 11), category_id="SW")
    return volunteer


def test_a_record_comes_in_judged_with_the_category_of_its_day_and_history(unit, person):
    assert figures(load("hours", unit, {})) == (1, 0, 0, 0)
    record = ServiceRecord.objects.get()
    assert (record.minutes, record.people_served, record.category_id) == (480, 30, "SW")
    assert (record.verdict, record.counted_minutes) == ("counted", 480)
    assert ServiceRecord.pgh_event_model.objects.filter(pgh_obj_id=record.pk, pgh_label="insert").count() == 1
    assert audit_verdicts() == []


def test_the_same_key_again(unit, person):
    load("hours", unit, {})
    assert figures(load("hours", unit, {})) == (0, 0, 1, 0)
    assert codes(load("hours", unit, {"服務時數-小時": "9"})) == ["differs"]
    assert codes(load("hours", unit, {"受服務人次": "31"})) == ["differs"]


def test_differs_names_what_is_recorded(unit, person):
    load("hours", unit, {})
    (error,) = load("hours", unit, {"服務時數-小時": "9"}).as_json()["errors"]
    assert error["column"] == "服務時數-小時"
    assert "8 小時" in error["message"]
    assert "30 人次" in error["message"]


def test_another_item_is_another_record(unit, person):
    assert figures(load("hours", unit, {}, {"服務項目": "0350", "服務時數-小時": "2"})) == (2, 0, 0, 0)


@pytest.mark.parametrize(
    ("change", "column", "code"),
    [
        ({"身分證字號": "D100000004"}, "身分證字號", "unknown_person"),
        ({"身分證字號": "A123456788"}, "身分證字號", "check_digit"),
        ({"姓名": "王大明"}, "姓名", "name_differs"),
        ({"服務日期訖": "1120501"}, "服務日期訖", "months"),
        ({"服務日期訖": "1120332"}, "服務日期訖", "date"),
        ({"服務日期起": "1120430", "服務日期訖": "1120401"}, "服務日期訖", "range_order"),
        ({"服務日期起": "1150801", "服務日期訖": "1150801"}, "服務日期起", "future"),
        ({"服務日期起": "1111201", "服務日期訖": "1111231"}, "服務日期起", "not_member"),
        ({"服務日期起": "1120301", "服務日期訖": "1120331"}, "服務日期起", "split_needed"),
        ({"服務時數-小時": "0"}, "服務時數-小時", "no_minutes"),
        ({"服務時數-小時": "-1"}, "服務時數-小時", "negative"),
        ({"服務時數-小時": "很多"}, "服務時數-小時", "not_a_number"),
        ({"服務日期訖": "1120401", "服務時數-小時": "25"}, "服務時數-小時", "too_many_minutes"),
        ({"受服務人次": "3.5"}, "受服務人次", "not_whole"),
    ],
)
def test_refused(unit, person, change, column, code):
    outcome = load("hours", unit, change)
    first = outcome.as_json()["errors"][0]
    assert (first["row"], first["column"], first["code"]) == (2, column, code)
    assert not ServiceRecord.objects.exists()


def test_H_12_a_straddling_record_names_the_day_to_split_at(unit, person):
    (error,) = load("hours", unit, {"服務日期起": "1120301", "服務日期訖": "1120331"}).as_json()["errors"]
    assert "112/03/11" in error["message"]


def test_both_halves_of_a_split_come_in(unit, person):
    halves = [
        {"服務日期起": "1120301", "服務日期訖": "1120310"},
        {"服務日期起": "1120311", "服務日期訖": "1120331"},
    ]
    outcome = load("hours", unit, *halves)
    assert figures(outcome) == (2, 0, 0, 0)
    assert warned(outcome) == ["too_early"]
    assert ServiceRecord.objects.counted_total() == 480


def test_each_day_lies_in_the_membership_both_ends_included(unit):
    a_volunteer(
        "王小明", unit=unit, number="A123456789", sex="M", joined_on=date(2023, 4, 1), left_on=date(2023, 4, 30)
    )
    assert figures(load("hours", unit, {})) == (1, 0, 0, 0)
    assert codes(load("hours", unit, {"服務日期起": "1120501", "服務日期訖": "1120501"})) == ["not_member"]


def test_a_day_between_two_memberships_is_refused(unit):
    person = a_volunteer(
        "王小明", unit=unit, number="A123456789", sex="M", joined_on=date(2023, 1, 1), left_on=date(2023, 4, 10)
    )
    a_membership(person, unit, joined_on=date(2023, 4, 12))
    assert codes(load("hours", unit, {})) == ["not_member"]
    assert figures(load("hours", unit, {"服務日期訖": "1120410"})) == (1, 0, 0, 0)


def test_members_of_another_unit_alone_are_refused(person):
    assert codes(load("hours", a_unit("SW"), {})) == ["not_member"]


def test_all_records_of_the_person_in_the_range_count_together_across_units(unit, person):
    other = a_unit("EDU")
    a_membership(person, other, joined_on=date(2023, 1, 1))
    a_record(person, other, date(2023, 4, 5), minutes=1000)
    day = {"服務日期起": "1120405", "服務日期訖": "1120405"}
    assert codes(load("hours", unit, {**day, "服務時數-小時": "8"})) == ["overfull"]
    assert figures(load("hours", unit, {**day, "服務時數-小時": "7"})) == (1, 0, 0, 0)


def test_rows_of_the_same_file_count_together(unit, person):
    day = {"服務日期起": "1120405", "服務日期訖": "1120405", "服務時數-小時": "20"}
    outcome = load("hours", unit, day, {**day, "服務項目": "0350", "服務時數-小時": "5"})
    assert codes(outcome) == ["overfull"]
    assert outcome.as_json()["errors"][0]["row"] == 3


def test_a_longer_record_around_is_held_against_the_days_inside(unit, person):
    two_days = {"服務日期起": "1120405", "服務日期訖": "1120406", "服務時數-小時": "40"}
    inside = {"服務日期起": "1120405", "服務日期訖": "1120405", "服務項目": "0350", "服務時數-小時": "10"}
    assert codes(load("hours", unit, two_days, inside)) == ["overfull"]
    assert codes(load("hours", unit, inside, two_days)) == ["overfull"]


def test_the_same_row_twice_in_a_file_comes_in_once(unit, person):
    outcome = load("hours", unit, {}, {})
    assert figures(outcome) == (1, 0, 1, 0)
    assert warned(outcome) == ["repeated"]


def test_the_same_key_with_other_minutes_in_a_file_is_refused_with_the_other_row(unit, person):
    (error,) = load("hours", unit, {}, {"服務時數-小時": "9"}).as_json()["errors"]
    assert (error["row"], error["code"]) == (3, "differs")
    assert "第 2 列" in error["message"]


def test_hours_without_training_come_in_with_a_warning(unit):
    a_volunteer("王小明", unit=unit, number="A123456789", sex="M")
    outcome = load("hours", unit, {})
    assert figures(outcome) == (1, 0, 0, 0)
    assert set(warned(outcome)) == {"no_basic", "cover_gap"}
    assert ServiceRecord.objects.counted_total() == 0


def test_a_cover_gap_is_a_warning(unit, person):
    person.coverages.update(ends_on=date(2023, 4, 15))
    assert warned(load("hours", unit, {})) == ["cover_gap"]


def test_unknown_codes_are_kept_and_warned_about(unit, person):
    outcome = load("hours", unit, {"服務項目": "9999", "服務區域": "Z"})
    assert warned(outcome) == ["unknown_code", "unknown_code"]
    assert ServiceRecord.objects.get().item_code == "9999"


def test_a_code_that_lost_its_0_is_repaired(unit, person):
    assert warned(load("hours", unit, {"服務項目": "340"})) == ["repaired"]
    assert ServiceRecord.objects.get().item_code == "0340"
    assert figures(load("hours", unit, {})) == (0, 0, 1, 0)


def test_another_action_than_A_is_warned_about(unit, person):
    assert warned(load("hours", unit, {"匯入動作": "D"})) == ["action"]


def test_the_category_is_the_units_on_that_day(unit, person):
    UnitCategory.objects.filter(unit=unit).update(ends_before=date(2024, 1, 1))
    UnitCategory.objects.create(unit=unit, category_id="EDU", starts_on=date(2024, 1, 1))
    unit.category_id = "EDU"
    unit.save()
    load("hours", unit, {}, {"服務日期起": "1130101", "服務日期訖": "1130131"})
    assert list(ServiceRecord.objects.order_by("served_from").values_list("category_id", "verdict")) == [
        ("SW", "counted"),
        ("EDU", "no_special"),
    ]


def test_a_record_across_a_change_of_category_is_refused(unit, person):
    UnitCategory.objects.filter(unit=unit).update(ends_before=date(2023, 4, 15))
    UnitCategory.objects.create(unit=unit, category_id="EDU", starts_on=date(2023, 4, 15))
    a_completion(person, "special", date(2023, 3, 11), category_id="EDU")
    assert codes(load("hours", unit, {})) == ["category_changed"]


def test_a_training_entered_later_makes_older_records_split_needed(unit):
    person = a_volunteer("王小明", unit=unit, number="A123456789", sex="M", joined_on=date(2023, 1, 1))
    load("hours", unit, {})
    load(
        "training", unit, {"完訓日期": "112/03/04"}, {"訓練類別": "特殊", "服務類別": "社福類", "完訓日期": "112/04/15"}
    )
    record = ServiceRecord.objects.get(volunteer=person)
    assert (record.verdict, record.counted_minutes) == ("split_needed", 0)
    assert audit_verdicts() == []


def test_good_rows_go_in_and_refused_ones_come_back(unit, person):
    rows = [{}, {"身分證字號": "D100000004"}]
    assert not load("hours", unit, *rows).written
    assert not ServiceRecord.objects.exists()
    outcome = load("hours", unit, *rows, good_rows=True)
    assert (outcome.written, figures(outcome)) == (True, (1, 0, 0, 1))


def test_nothing_good_is_nothing_written(unit, person):
    assert not load("hours", unit, {"身分證字號": "D100000004"}, good_rows=True).written


def test_no_clear_number_in_any_finding(unit, person):
    outcome = load("hours", unit, {"身分證字號": "A123456788"}, {"備註": "A123456789"}, {"服務日期起": "A123456789"})
    assert "A12345678" not in repr(outcome.as_json())


def test_sixty_minutes_are_an_hour(unit, person):
    assert codes(load("hours", unit, {"服務時數-分鐘": "75"})) == ["minutes_over"]
    assert codes(load("hours", unit, {"服務時數-小時": "", "服務時數-分鐘": "75"})) == []
