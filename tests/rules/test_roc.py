"""DATE-1 to DATE-3: reading and writing 民國 dates."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from volunteer_portal.rules.roc import BadDate, format_date, format_long, from_roc, parse_date, roc_year


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("115/01/31", date(2026, 1, 31)),
        ("1150131", date(2026, 1, 31)),
        ("0990101", date(2010, 1, 1)),
        ("990101", date(2010, 1, 1)),
        ("098/09/01", date(2009, 9, 1)),
        ("47/08/18", date(1958, 8, 18)),
        ("1/1/1", date(1912, 1, 1)),
        ("113.11.3", date(2024, 11, 3)),
        ("113-11-3", date(2024, 11, 3)),
        ("115年1月31日", date(2026, 1, 31)),
        ("115年1月31", date(2026, 1, 31)),
        ("民國 115 年 1 月 31 日", date(2026, 1, 31)),
        ("民國115/1/31", date(2026, 1, 31)),
        ("2026-01-31", date(2026, 1, 31)),
        ("2026/1/31", date(2026, 1, 31)),
        ("20260131", date(2026, 1, 31)),
        ("2023-06-17 14:38:39", date(2023, 6, 17)),
        ("2023-06-17T14:38", date(2023, 6, 17)),
        ("113/02/29", date(2024, 2, 29)),
        ("115/01/16", date(2026, 1, 16)),
        ("１１５／０１／３１", date(2026, 1, 31)),
        ("　115/01/31　", date(2026, 1, 31)),
        ("\u200b115/01/31\ufeff", date(2026, 1, 31)),
        ("115 / 01 / 31", date(2026, 1, 31)),
        (1150131, date(2026, 1, 31)),
        (1150131.0, date(2026, 1, 31)),
        (date(2026, 1, 31), date(2026, 1, 31)),
        (datetime(2026, 1, 31, 23, 59), date(2026, 1, 31)),  # noqa: DTZ001 - a spreadsheet's cell has no zone
    ],
)
def test_DATE_2_reads_every_form(text, expected):
    read = parse_date(text)
    assert read == expected
    assert type(read) is date


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "　",
        None,
        True,
        "114/02/29",
        "110/12/32",
        "110/13/01",
        "110/00/10",
        "110/01/00",
        "0/01/01",
        "民國前1年1月1日",
        "民國 前 1年1月1日",
        "1911/12/31",
        "1900-01-01",
        "0114/06/30",
        "民國2025/06/30",
        "9999/01/01",
        "114/06/30\n",
        "\n114/06/30",
        "114/06\n/30",
        "114/06/30\r\n114/07/01",
        "11²/06/30",
        "11①/06/30",
        "𝟏𝟏𝟒/06/30",
        "١١٤/٠٦/٣٠",
        "-114/06/30",
        "114/06-30",
        "114/6",
        "11/406/30",
        "11 40630",
        "14630",
        "114/06/30 99:99",
        "114/06/30;DROP",
        "昨天",
        "45000",
        1150131.5,
        float("nan"),
        float("inf"),
        date(1911, 12, 31),
        date(114, 6, 30),
        "1" * 1_000_000,
    ],
)
def test_DATE_3_refuses_with_a_sentence(text):
    with pytest.raises(BadDate) as refused:
        parse_date(text)
    sentence = str(refused.value)
    assert sentence.endswith("。")
    assert "\n" not in sentence
    assert len(sentence) < 80


def test_DATE_3_an_empty_cell_is_not_today():
    with pytest.raises(BadDate, match="沒有填日期"):
        parse_date("")


def test_an_impossible_day_says_how_long_the_month_is():
    with pytest.raises(BadDate, match="「114/02/29」沒有這一天：民國114年2月只有 28 天"):
        parse_date("114/02/29")


def test_a_line_break_inside_is_named():
    with pytest.raises(BadDate, match="裡面有換行"):
        parse_date("114/06/30\n")


def test_DATE_1_writes_the_year_as_it_is():
    assert format_date(date(2025, 6, 30)) == "114/06/30"
    assert format_date(date(1958, 8, 8)) == "47/08/08"
    assert format_long(date(2025, 6, 30)) == "114年6月30日"
    assert roc_year(date(1912, 1, 1)) == 1


@pytest.mark.parametrize(("year", "month", "day"), [(0, 1, 1), (-3, 1, 1), (1000, 1, 1), (114, 2, 29), (114, 13, 1)])
def test_from_roc_refuses_what_is_no_day(year, month, day):
    with pytest.raises(BadDate):
        from_roc(year, month, day)


ROC_DAYS = st.dates(min_value=date(1912, 1, 1), max_value=date(2910, 12, 31))
WRITINGS = [
    format_date,
    format_long,
    date.isoformat,
    lambda day: f"民國{format_long(day)}",
    lambda day: f"{roc_year(day):03}{day:%m%d}",
    lambda day: f"{roc_year(day)}.{day.month}.{day.day}",
    lambda day: format_date(day).translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789/"}),
]


@given(day=ROC_DAYS, write=st.sampled_from(WRITINGS))
def test_whatever_is_written_is_read_back(day, write):
    assert parse_date(write(day)) == day


@given(day=ROC_DAYS)
def test_from_roc_undoes_the_roc_year(day):
    assert from_roc(roc_year(day), day.month, day.day) == day


@given(text=st.text(max_size=60))
def test_no_text_breaks_the_reader(text):
    try:
        read = parse_date(text)
    except BadDate:
        return
    assert parse_date(format_date(read)) == read
