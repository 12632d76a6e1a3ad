"""RPT-17: which reminders should have gone out by a day, each once, also after an outage."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.rules.courses import day
from volunteer_portal.rules.deadlines import (
    StepsDue,
    escalates,
    status_report_steps,
    step_day,
    step_to_send,
    steps_due,
)

DUE = day("112/07/05")


@pytest.mark.parametrize(
    ("today", "passed"),
    [
        ("112/06/20", ()),
        ("112/06/21", (14,)),
        ("112/06/27", (14,)),
        ("112/06/28", (14, 7)),
        ("112/07/02", (14, 7, 3)),
        ("112/07/04", (14, 7, 3, 1)),
        ("112/07/05", (14, 7, 3, 1, 0)),
        ("112/07/06", (14, 7, 3, 1, 0, -1)),
        ("112/07/08", (14, 7, 3, 1, 0, -1, -3)),
        ("112/07/12", status_report_steps),
        ("113/07/12", status_report_steps),
    ],
)
def test_RPT_17_what_should_have_happened_by_now(today, passed):
    assert steps_due(DUE, day(today)) == StepsDue(passed, passed[-1] if passed else None)


def test_RPT_17_each_step_has_its_day():
    assert [step_day(DUE, step) for step in (14, 0, -7)] == [day("112/06/21"), DUE, day("112/07/12")]


def test_after_an_outage_only_the_newest_is_sent():
    assert step_to_send(DUE, day("112/07/08"), sent={14}) == -3
    assert step_to_send(DUE, day("112/07/09"), sent={14, -3}) is None
    assert step_to_send(DUE, day("112/06/20"), sent=set()) is None


def test_a_clock_set_back_sends_nothing_again():
    assert step_to_send(DUE, day("112/07/04"), sent={0}) is None


def test_RPT_17_from_the_third_day_after_the_authority_is_told():
    assert [step for step in status_report_steps if escalates(step)] == [-3, -7]


@given(days=st.lists(st.integers(-40, 20), unique=True).map(sorted))
def test_whatever_days_the_task_runs_on_each_step_goes_out_at_most_once_and_in_order(days):
    sent = []
    for number in days:
        step = step_to_send(DUE, DUE + timedelta(days=number), sent)
        if step is not None:
            sent.append(step)
    assert sent == sorted(set(sent), reverse=True)
    if days and days[-1] >= 7:
        assert sent[-1] == -7
