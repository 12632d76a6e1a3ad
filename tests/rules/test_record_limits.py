"""What is refused about a record of service, wherever it comes from."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.courses import HOUR, day
from volunteer_portal.rules.record_limits import DayLoad, Served, Stay, capacity, problems, uncovered_day

MEMBER = (Stay(day("110/01/01")),)
TODAY = day("112/06/15")


def found(served_from, served_to=None, minutes=HOUR, **more):
    record = {"stays": MEMBER, "today": TODAY, **more}
    refused = problems(served_from=day(served_from), served_to=day(served_to or served_from), minutes=minutes, **record)
    assert all(problem.message.endswith("。") for problem in refused)
    assert all(problem.field in {"served_from", "served_to", "minutes"} for problem in refused)
    return refused


def codes(*served, **more):
    return [problem.code for problem in found(*served, **more)]


def test_an_ordinary_record_may_stand():
    assert codes("112/03/01", "112/03/31") == []
    assert codes("112/06/15") == []


@pytest.mark.parametrize(
    ("served_from", "served_to", "code"),
    [
        ("112/03/31", "112/04/01", "months"),
        ("111/03/01", "112/03/01", "months"),
        ("112/03/02", "112/03/01", "range_order"),
        ("112/06/15", "112/06/16", "future"),
        ("112/06/16", "112/06/16", "future"),
    ],
)
def test_HRS_16_days_of_one_month_that_have_come(served_from, served_to, code):
    assert codes(served_from, served_to) == [code]


def test_before_birth():
    assert codes("112/03/01", born_on=day("112/03/02")) == ["before_birth"]
    assert codes("112/03/02", born_on=day("112/03/02")) == []


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(1, []), (2 * 1440, []), (2 * 1440 + 1, ["too_many_minutes"]), (0, ["no_minutes"]), (-5, ["no_minutes"])],
)
def test_a_day_has_1440_minutes(minutes, expected):
    assert codes("112/03/01", "112/03/02", minutes) == expected


@pytest.mark.parametrize(
    ("served", "expected"),
    [
        (("112/03/01", "112/03/31"), []),
        (("112/02/28", "112/02/28"), ["not_member"]),
        (("112/03/31", "112/03/31"), []),
        (("112/04/01", "112/04/01"), ["not_member"]),
        (("112/05/01", "112/05/02"), ["not_member"]),
        (("112/05/02", "112/05/09"), []),
    ],
)
def test_each_day_lies_within_membership_both_ends_included(served, expected):
    stays = (Stay(day("112/03/01"), day("112/03/31")), Stay(day("112/05/02")))
    assert codes(*served, stays=stays) == expected


def test_two_stays_that_touch_cover_a_month():
    stays = (Stay(day("112/03/11")), Stay(day("112/01/01"), day("112/03/10")))
    assert uncovered_day(day("112/03/01"), day("112/03/31"), stays) is None
    gap = (Stay(day("112/03/12")), Stay(day("112/01/01"), day("112/03/10")))
    assert uncovered_day(day("112/03/01"), day("112/03/31"), gap) == day("112/03/11")


def test_the_day_outside_membership_is_named():
    (problem,) = found("112/03/01", "112/03/31", stays=(Stay(day("112/01/01"), day("112/03/20")),))
    assert "112/03/21" in problem.message
    assert problem.field == "served_to"


def test_H_12_the_message_names_the_day_to_split_at():
    (problem,) = found("112/03/01", "112/03/31", starts_on=day("112/03/11"))
    assert problem.code == "split_needed"
    assert "採計自 112/03/11 起" in problem.message
    assert "112/03/01 至 112/03/10" in problem.message


@pytest.mark.parametrize(
    ("others", "minutes", "expected"),
    [
        ([("112/03/01", "112/03/01", 1000)], 440, []),
        ([("112/03/01", "112/03/01", 1000)], 441, ["overfull"]),
        ([("112/03/01", "112/03/02", 2880)], 1, ["overfull"]),
        ([("112/03/01", "112/03/02", 2000)], 880, []),
        ([("112/03/01", "112/03/02", 2000)], 881, ["overfull"]),
        ([("112/03/02", "112/03/02", 1440)], 1440, []),
    ],
)
def test_all_records_of_a_person_fit_into_their_days(others, minutes, expected):
    records = [(day(a), day(b), held) for a, b, held in others]
    assert codes("112/03/01", None, minutes, others=records) == expected
    assert codes("112/03/01", None, minutes, others=DayLoad(records)) == expected


def test_a_longer_record_around_shorter_ones():
    inside = [(day(f"112/03/{number:02}"), day(f"112/03/{number:02}"), 1440) for number in (1, 2, 3)]
    assert codes("112/03/01", "112/03/03", 1, others=inside) == ["overfull"]
    assert codes("112/03/01", "112/03/04", 1440, others=inside) == []
    (problem,) = found("112/03/01", "112/03/04", 1441, others=inside)
    assert "112/03/01 至 112/03/04" in problem.message


def test_a_record_taken_out_makes_room_again():
    load = DayLoad([(day("112/03/01"), day("112/03/01"), 1440)])
    assert load.overfull(day("112/03/01"), day("112/03/01"), 1) == Served(day("112/03/01"), day("112/03/01"), 1441)
    load.add(day("112/03/01"), day("112/03/01"), -1440)
    assert load.overfull(day("112/03/01"), day("112/03/01"), 1440) is None


RECORDS = st.lists(
    st.tuples(st.integers(1, 6), st.integers(0, 3), st.integers(1, 4000)).map(
        lambda t: (date(2023, 3, t[0]), date(2023, 3, t[0]) + timedelta(days=t[1]), t[2])
    ),
    max_size=12,
)


def _fits(records):
    """The rule in its plainest form: every record against every other."""
    return all(sum(m for c, d, m in records if a <= c and d <= b) <= capacity(a, b) for a, b, _ in records)


@given(RECORDS)
def test_the_load_agrees_with_comparing_all_pairs(records):
    load, taken = DayLoad(), []
    for record in records:
        fits = _fits([*taken, record])
        assert (load.overfull(*record) is None) == fits
        if fits:
            load.add(*record)
            taken.append(record)
