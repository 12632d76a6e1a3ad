"""HON-1, HON-3, HON-7 to HON-13, HON-20, HON-21: the worked examples C-1 to C-10 that need no database."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.courses import HOUR, day
from volunteer_portal.rules.calendar import add_years, end_of_period
from volunteer_portal.rules.honor_card import (
    CardDates,
    CutOff,
    CutOffs,
    Needed,
    card_dates,
    eligibility,
    honor_card_window,
)

BOTH_TO_MONTH_END = CutOffs(hours=CutOff.PREVIOUS_MONTH_END, years=CutOff.PREVIOUS_MONTH_END)
BOTH_TO_THE_DAY = CutOffs(hours=CutOff.APPLICATION_DATE, years=CutOff.APPLICATION_DATE)


def asked(start, applied_on, hours, *, cutoff=None, missing=()):
    window = honor_card_window(None, day(start) if start else None, day(applied_on), *([cutoff] if cutoff else []))
    return eligibility(window, counted_minutes=int(hours * HOUR), missing=missing)


def test_C_1_three_years_and_three_hundred_hours():
    found = asked("110/01/15", "113/02/10", 300, cutoff=BOTH_TO_MONTH_END)
    assert found.eligible
    assert (found.window_from, found.hours_to) == (day("110/01/15"), day("113/01/31"))
    assert found.years_full_on == day("113/01/14")
    assert found.full_years == 3


def test_C_2_half_an_hour_short():
    found = asked("110/01/15", "113/02/10", 299.5)
    assert not found.eligible
    assert found.minutes_short == 30


def test_C_3_the_setting_decides_about_the_last_days():
    assert not asked("110/02/05", "113/02/10", 300, cutoff=BOTH_TO_MONTH_END).eligible
    found = asked("110/02/05", "113/02/10", 300)
    assert found.eligible
    assert (found.hours_to, found.years_to) == (day("113/01/31"), day("113/02/10"))


def test_C_3_the_last_day_of_the_third_year_is_enough():
    assert asked("110/02/05", "113/02/04", 300).eligible
    assert not asked("110/02/05", "113/02/03", 300).eligible


def test_HON_1_hours_alone_are_not_enough():
    found = asked("112/01/01", "113/02/10", 900)
    assert not found.eligible
    assert found.full_years == 1
    assert found.minutes_short == 0


def test_without_training_there_is_no_window():
    found = asked(None, "113/02/10", 900)
    assert (found.eligible, found.window_from, found.full_years, found.counted_minutes) == (False, None, 0, 0)
    assert found.years_full_on is None


@pytest.mark.parametrize(
    ("approved", "previous", "base", "expires", "next_from"),
    [
        pytest.param("112/12/13", None, "112/12/13", "115/12/13", "112/12/14", id="C-4"),
        pytest.param("115/11/20", "115/12/13", "115/12/13", "118/12/13", "115/12/14", id="C-5"),
        pytest.param("112/06/30", "111/07/01", "112/06/30", "115/06/30", "112/07/01", id="C-6"),
        pytest.param("113/02/29", None, "113/02/29", "116/02/28", "113/03/01", id="C-10"),
    ],
)
def test_HON_10_the_days_of_a_card(approved, previous, base, expires, next_from):
    found = card_dates(day(approved), previous and day(previous))
    assert found == CardDates(day(base), day(expires), day(next_from))


def test_C_7_hours_of_the_first_window_are_not_carried_over():
    first = card_dates(day("113/02/20"))
    window = honor_card_window(first, day("110/01/15"), day("116/03/10"))
    assert window.starts_on == day("113/02/21")


def test_HON_9_a_card_on_file_counts_from_the_day_after_its_base():
    card = CardDates.on_file(day("102/01/31"), day("105/01/31"))
    assert honor_card_window(card, None, day("105/03/01")).starts_on == day("102/02/01")


def test_HON_21_the_trap_of_the_month_end():
    card = card_dates(day("112/12/13"))
    december = honor_card_window(card, None, day("115/12/20"), BOTH_TO_MONTH_END)
    january = honor_card_window(card, None, day("116/01/05"), BOTH_TO_MONTH_END)
    assert not eligibility(december, counted_minutes=300 * HOUR).eligible
    assert eligibility(january, counted_minutes=300 * HOUR).eligible
    assert eligibility(honor_card_window(card, None, day("115/12/20")), counted_minutes=300 * HOUR).eligible


def test_HON_21_an_authority_may_count_hours_to_the_day():
    assert honor_card_window(None, None, day("115/12/20"), BOTH_TO_THE_DAY).hours_to == day("115/12/20")


def test_C_8_a_missing_photo_is_named_and_leaves_years_and_hours_alone():
    found = asked("110/01/15", "113/02/10", 300, missing=(Needed.PHOTO,))
    assert found.eligible
    assert [need.value for need in found.missing] == ["photo"]
    assert Needed.PHOTO.label == "證件照"


@given(start=st.dates(day("90/01/22"), day("130/01/01")), wait=st.integers(0, 8))
def test_HON_20_years_are_full_on_the_last_day_of_the_period(start, wait):
    applied_on = add_years(start, wait)
    window = honor_card_window(None, start, applied_on)
    found = eligibility(window, counted_minutes=300 * HOUR)
    assert found.eligible == (applied_on >= end_of_period(start, 3))
