from datetime import date, datetime
from decimal import Decimal

import pytest

from volunteer_portal.tabular.reading.cells import CellRefused, clean_text, decimal_number, whole_number


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (None, ""),
        ("　王 　小明\u200b\ufeff ", "王 小明"),
        ("王\u202e小\u2066明\xad", "王小明"),
        ("a\tb\x07c\nd\r\ne", "a b c d e"),
        ("葛󠄀", "葛󠄀"),
        ("ｶ①²", "ｶ①²"),
        (6, "6"),
        (6.5, "6.5"),
        (0.1 + 0.2, "0.3"),
        (1e17, "100000000000000000"),
        (date(2026, 1, 31), "2026-01-31"),
        (datetime(2026, 1, 31, 8, 30), "2026-01-31 08:30"),  # noqa: DTZ001
    ],
)
def test_clean_text(cell, text):
    assert clean_text(cell) == text


def test_lines_are_kept_where_asked():
    assert clean_text(" a \r\n\n b ", lines=True) == "a\n\nb"


def test_nul_is_refused():
    with pytest.raises(CellRefused) as caught:
        clean_text("a\0b")
    assert caught.value.code == "nul"


@pytest.mark.parametrize(
    ("cell", "number"), [("６", 6), ("1,234", 1234), (6.0, 6), (" 7 ", 7), ("", None), (None, None), ("-3", -3)]
)
def test_whole_numbers(cell, number):
    assert whole_number(cell) == number


@pytest.mark.parametrize("cell", ["六", "1.5", "1,23", "²", "1e3", "6小時", "٣", date(2026, 1, 31), "9" * 40, "--1"])
def test_what_is_no_whole_number_is_refused(cell):
    with pytest.raises(CellRefused):
        whole_number(cell)


def test_decimals_are_what_was_typed():
    assert decimal_number(0.1) == Decimal("0.1")
    assert decimal_number("１．２５") == Decimal("1.25")
