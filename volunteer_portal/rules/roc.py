"""Reading and writing dates of the 民國 calendar (DATE-1 to DATE-3)."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime

from volunteer_portal.rules.typed import half_width, quoted

ROC_OFFSET = 1911
_LAST_YEAR = ROC_OFFSET + 999
_LONGEST = 40
_EXAMPLE = "請寫成 114/06/30 的樣子"

_TIME = r"(?:(?:T| +)[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9](?:\.[0-9]+)?)?)?"
_SHAPES = tuple(
    re.compile(shape + _TIME)
    for shape in (
        r"(?P<year>[0-9]{2,4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
        r"(?P<year>[0-9]{1,4}) *(?P<mark>[/.-]) *(?P<month>[0-9]{1,2}) *(?P=mark) *(?P<day>[0-9]{1,2})",
        r"(?P<year>[0-9]{1,4}) *年 *(?P<month>[0-9]{1,2}) *月 *(?P<day>[0-9]{1,2}) *日?",
    )
)


class BadDate(ValueError):
    """A date that cannot be read; the message is a sentence for the person who typed it."""


def parse_date(text: str | date | float | None) -> date:
    """The day meant by ``text``: 民國 by default, AD when the year is after 1911 (DATE-2).

    Reads ``115/01/31``, ``113.11.3``, ``115年1月31日``, bare ``1150131`` and ``990101``, ISO ``2026-01-31``
    with or without a time of day, 「民國」 in front, full-width digits, and real date cells.
    A whole number is read as its digits, because spreadsheets turn ``1150131`` into a number.
    Nothing is guessed: an empty cell, a day that does not exist, a line break inside are all refused.
    """
    if isinstance(text, date):
        return _since_roc(text.date() if isinstance(text, datetime) else text)
    if isinstance(text, float) and text.is_integer():
        text = int(text)
    typed = "" if text is None else str(text)
    plain = half_width(typed[: _LONGEST + 1]).strip(" \t")
    if not plain:
        raise BadDate(f"沒有填日期，{_EXAMPLE}。")
    named_roc = plain.startswith("民國")
    plain = plain.removeprefix("民國").lstrip(" ")
    if named_roc and plain.startswith("前"):
        raise BadDate(f"{quoted(typed)}在民國元年以前，請確認日期。")
    found = next(filter(None, (shape.fullmatch(plain) for shape in _SHAPES)), None)
    if found is None or len(typed) > _LONGEST:
        broken = "（裡面有換行）" if len(typed.splitlines()) > 1 or typed != typed.rstrip("\r\n") else ""
        raise BadDate(f"{quoted(typed)}{broken}不是看得懂的日期，{_EXAMPLE}。")
    year = _ad_year(found["year"], typed, named_roc=named_roc)
    return _place(year, int(found["month"]), int(found["day"]), typed)


def from_roc(year: int, month: int, day: int) -> date:
    """The given day of 民國 ``year``; raises ``BadDate`` when there is none."""
    said = f"{year}/{month:02}/{day:02}"
    if not 1 <= year <= _LAST_YEAR - ROC_OFFSET:
        raise BadDate(f"{quoted(said)}的年份不是民國年，請確認日期。")
    return _place(year + ROC_OFFSET, month, day, said)


def roc_year(day: date) -> int:
    """民國 year of ``day``: AD minus 1911 (DATE-1)."""
    return day.year - ROC_OFFSET


def format_date(day: date) -> str:
    """``114/06/30``: month and day in two digits, the year as it is (DATE-2)."""
    return f"{roc_year(day)}/{day.month:02}/{day.day:02}"


def format_long(day: date) -> str:
    """``114年6月30日``, for letters and statutory forms."""
    return f"{roc_year(day)}年{day.month}月{day.day}日"


def _ad_year(digits: str, typed: str, *, named_roc: bool) -> int:
    year = int(digits)
    if len(digits) == 4 and (named_roc or not ROC_OFFSET < year <= _LAST_YEAR):
        raise BadDate(f"{quoted(typed)}的年份看不出是民國還是西元，{_EXAMPLE}。")
    if year == 0:
        raise BadDate(f"{quoted(typed)}在民國元年以前，請確認日期。")
    return year if len(digits) == 4 else year + ROC_OFFSET


def _place(year: int, month: int, day: int, typed: str) -> date:
    if not 1 <= month <= 12:
        raise BadDate(f"{quoted(typed)}沒有這一天：月份應為 1 到 12。")
    last = monthrange(year, month)[1]
    if not 1 <= day <= last:
        raise BadDate(f"{quoted(typed)}沒有這一天：民國{year - ROC_OFFSET}年{month}月只有 {last} 天。")
    return date(year, month, day)


def _since_roc(day: date) -> date:
    if not ROC_OFFSET < day.year <= _LAST_YEAR:
        raise BadDate(f"儲存格裡是西元 {day.year} 年，不在民國年的範圍內，請確認日期。")
    return day
