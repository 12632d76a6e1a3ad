"""Dates and minutes as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django import forms

from volunteer_portal.ui.forms import RocDateField
from volunteer_portal.ui.templatetags import roc


@pytest.mark.parametrize(
    ("minutes", "shown"),
    [
        (75702, "1,261.7"),
        (0, "0.0"),
        (3, "0.1"),
        (2, "0.0"),
        (361, "6.0"),
        (363, "6.1"),
        (None, ""),
        (60_000_000, "1,000,000.0"),
    ],
)
def test_hours_have_one_decimal_and_halves_go_up(minutes, shown):
    assert roc.hours(minutes) == shown


@pytest.mark.parametrize(
    ("minutes", "shown"), [(361, "6 小時 1 分"), (59, "59 分"), (120, "2 小時"), (0, "0 分"), (None, "")]
)
def test_minutes_in_words(minutes, shown):
    assert roc.minutes_text(minutes) == shown


def test_days():
    day = date(2025, 6, 30)
    assert roc.roc(day) == "114/06/30"
    assert roc.roc_long(day) == "114年6月30日"
    assert roc.roc_day(day) == "114年6月30日 星期一"
    assert roc.roc_month(day) == "114年6月"
    assert roc.grouped(12034) == "12,034"
    for write in (roc.roc, roc.roc_long, roc.roc_day, roc.roc_clock, roc.roc_month, roc.grouped):
        assert write(None) == ""


def test_instants_are_told_in_the_citys_time():
    late = datetime(2025, 6, 30, 16, 30, tzinfo=UTC)
    assert roc.roc(late) == "114/07/01"
    assert roc.roc_clock(late) == "114/07/01 0:30"


class Form(forms.Form):
    on = RocDateField(label="日期", required=False)


@pytest.mark.parametrize(
    "typed", ["115/01/31", "1150131", "115.1.31", "115年1月31日", "2026-01-31", "１１５／０１／３１"]
)
def test_the_field_reads_every_way_of_writing_a_day(typed):
    form = Form({"on": typed})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["on"] == date(2026, 1, 31)


def test_the_field_says_how_to_write_it():
    form = Form({"on": "昨天"})
    assert not form.is_valid()
    assert "114/06/30" in form.errors["on"][0]


def test_the_field_shows_a_roc_date_as_text():
    html = str(Form(initial={"on": date(2026, 1, 31)})["on"])
    assert 'type="text"' in html
    assert 'value="115/01/31"' in html


def test_the_same_day_written_otherwise_is_no_change():
    assert not Form({"on": "1150131"}, initial={"on": date(2026, 1, 31)}).has_changed()
    assert Form({"on": "1150201"}, initial={"on": date(2026, 1, 31)}).has_changed()
    assert Form({"on": "x"}, initial={"on": date(2026, 1, 31)}).has_changed()
