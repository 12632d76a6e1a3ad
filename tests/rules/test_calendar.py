"""DATE-4, DATE-5, RPT-1, RPT-17: periods, ages, half-years."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.courses import day
from volunteer_portal.rules.calendar import (
    HalfYear,
    add_years,
    age_on,
    completed_years,
    end_of_period,
    month_end,
    month_start,
    previous_month_end,
    same_month,
)
from volunteer_portal.rules.service_years import full_years, has_full_years

DAYS = st.dates(min_value=date(1912, 1, 1), max_value=date(2200, 12, 31))


@pytest.mark.parametrize(
    ("start", "years", "end"),
    [
        ("113/02/29", 3, "116/02/28"),
        ("112/12/14", 3, "115/12/13"),
        ("112/03/01", 1, "113/02/29"),
        ("113/02/29", 4, "117/02/28"),
        ("112/01/01", 1, "112/12/31"),
        ("110/01/15", 3, "113/01/14"),
        ("110/02/05", 3, "113/02/04"),
    ],
)
def test_DATE_4_end_of_period(start, years, end):
    assert end_of_period(day(start), years) == day(end)


def test_DATE_4_a_period_has_at_least_one_year():
    with pytest.raises(ValueError, match="years"):
        end_of_period(day("112/01/01"), 0)


@given(start=DAYS, years=st.integers(1, 100))
def test_DATE_4_the_day_after_a_period_begins_the_next(start, years):
    end = end_of_period(start, years)
    assert start < end < add_years(start, years) + timedelta(days=1)
    if (start.month, start.day) != (2, 29):
        assert end + timedelta(days=1) == add_years(start, years)


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        ("89/02/29", "107/02/27", 17),
        ("89/02/29", "107/02/28", 18),
        ("89/02/29", "109/02/28", 19),
        ("89/02/29", "109/02/29", 20),
        ("47/06/30", "112/06/30", 65),
        ("47/07/01", "112/06/30", 64),
        ("100/07/01", "112/06/30", 11),
        ("112/06/30", "112/06/30", 0),
    ],
)
def test_DATE_5_age_turns_on_the_birthday(born, on, age):
    assert age_on(day(born), day(on)) == age


def test_completed_years_are_negative_before_the_start():
    assert completed_years(day("112/06/30"), day("112/06/29")) == -1


@given(start=DAYS, days=st.integers(0, 40_000))
def test_completed_years_agree_with_walking_from_anniversary_to_anniversary(start, days):
    end = start + timedelta(days=days)
    walked = 0
    while add_years(start, walked + 1) <= end:
        walked += 1
    assert completed_years(start, end) == walked


@given(start=DAYS, days=st.integers(-10, 40_000))
def test_full_years_agree_with_counting_whole_periods(start, days):
    end = start + timedelta(days=days)
    counted = 0
    while end_of_period(start, counted + 1) <= end:
        counted += 1
    assert full_years(start, end) == counted
    assert has_full_years(start, end, counted + 1) is False
    assert counted == 0 or has_full_years(start, end, counted)


def test_months():
    assert month_start(day("113/02/15")) == day("113/02/01")
    assert month_end(day("113/02/15")) == day("113/02/29")
    assert previous_month_end(day("113/03/31")) == day("113/02/29")
    assert previous_month_end(day("113/01/01")) == day("112/12/31")
    assert same_month(day("113/02/01"), day("113/02/29"))
    assert not same_month(day("113/02/01"), day("112/02/01"))


@pytest.mark.parametrize(
    ("half", "starts", "ends", "due", "label"),
    [
        (HalfYear(112, 1), "112/01/01", "112/06/30", "112/07/05", "112 年上半年"),
        (HalfYear(112, 2), "112/07/01", "112/12/31", "113/01/05", "112 年下半年"),
    ],
)
def test_RPT_1_the_two_periods_of_a_year(half, starts, ends, due, label):
    assert (half.starts_on, half.ends_on, half.due_on) == (day(starts), day(ends), day(due))
    assert half.label == str(half) == label


@pytest.mark.parametrize("year", [114, 115])
def test_RPT_17_the_due_date_stays_on_a_rest_day(year):
    due = HalfYear(year, 1).due_on
    assert due.weekday() >= 5
    assert (due.month, due.day) == (7, 5)


@given(on=DAYS)
def test_half_years_follow_one_another(on):
    half = HalfYear.containing(on)
    assert half.contains(on)
    assert half.starts_on <= on <= half.ends_on < half.due_on
    assert half.next().previous() == half
    assert half.ends_on + timedelta(days=1) == half.next().starts_on
    assert half < half.next()


@pytest.mark.parametrize(("year", "half"), [(112, 0), (112, 3), (0, 1), (1000, 1)])
def test_there_are_no_other_half_years(year, half):
    with pytest.raises(ValueError, match=r"half|roc_year"):
        HalfYear(year, half)
