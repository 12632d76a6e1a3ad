"""TIME-2, TIME-4, TRN-1, SPT-1: the numbers of the law, and when each held."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rules.courses import HOUR, day
from volunteer_portal.rules.parameters import (
    BASIC_MINUTES,
    EARLIEST_COUNTABLE,
    HONOR_CARD,
    SPECIAL_MINUTES,
    STATUTORY,
    Dated,
    Since,
)


@pytest.mark.parametrize(
    ("on", "hours"), [("95/01/01", 12), ("106/05/01", 12), ("107/05/31", 12), ("107/06/01", 6), ("115/01/01", 6)]
)
def test_TRN_1_basic_training_was_twelve_hours_and_is_six(on, hours):
    assert BASIC_MINUTES.on(day(on)) == hours * HOUR
    assert f"{hours}小時" in BASIC_MINUTES.source_on(day(on))


def test_SPT_1_only_social_welfare_is_fixed_nationwide():
    assert set(SPECIAL_MINUTES) == {"SW"}
    assert SPECIAL_MINUTES["SW"].on(day("107/05/31")) == 12 * HOUR
    assert SPECIAL_MINUTES["SW"].on(day("107/06/01")) == 6 * HOUR


def test_TIME_2_nothing_counts_before_the_act():
    assert day("90/01/22") == EARLIEST_COUNTABLE == STATUTORY.earliest_countable


def test_HON_1_three_years_and_three_hundred_hours():
    assert (HONOR_CARD.years, HONOR_CARD.minutes) == (3, 300 * HOUR)
    assert "第20條" in HONOR_CARD.source


def test_before_the_first_period_there_is_no_value():
    dated = Dated("新類別", (Since(date(2020, 1, 1), 480, "市府公告"),))
    assert dated.in_force(date(2019, 12, 31)) is None
    with pytest.raises(LookupError, match="新類別"):
        dated.on(date(2019, 12, 31))
    with pytest.raises(LookupError):
        dated.source_on(date(2019, 12, 31))
    assert dated.on(date(2020, 1, 1)) == 480


@pytest.mark.parametrize("days", [(2, 1), (1, 1)])
def test_periods_stand_in_order(days):
    with pytest.raises(ValueError, match="earliest first"):
        Dated("亂序", tuple(Since(date(2020, 1, number), 0, "") for number in days))
