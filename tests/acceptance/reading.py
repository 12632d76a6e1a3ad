"""Reading cells as the contract's text says, without a line of the product.

Dates in every written form, identity numbers, names of categories: written from the text of the
rules alone, so that a mistake of the product is not made here a second time.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, timedelta

CATEGORY_NAMES = {
    "SW": "社會福利類",
    "GEN": "綜合類",
    "EDU": "教育類",
    "HEA": "衛生類",
    "ENV": "環保類",
    "CUL": "文化類",
    "CIV": "民政類",
    "HHR": "戶政類",
    "POL": "警政類",
    "FIR": "消防類",
    "TAX": "財政類",
    "AGR": "農業類",
    "LAB": "勞工類",
    "TOU": "觀光類",
    "LND": "地政類",
    "HAK": "客家類",
    "IND": "原住民類",
    "ETH": "廉政類",
    "SPO": "體育類",
}
ALIASES = {"社福": "SW", "社會福利服務": "SW", "衛生保健": "HEA", "環境保護": "ENV"}
LETTERS = dict(
    zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", [*range(10, 34), 34, 35], strict=True),
)
TRAINING_KINDS = ("基礎", "特殊", "成長", "領導", "督導", "在職")


def plain(cell: object) -> str:
    """A cell's text with full-width digits made narrow and no spaces around."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return unicodedata.normalize("NFKC", str(cell)).strip()


def day(cell: object) -> date | None:
    """The day a cell means; None for an empty one; ValueError for what is no day."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = plain(cell)
    if not text:
        return None
    digits = re.fullmatch(r"(\d{2,3})(\d{2})(\d{2})", text)
    parted = re.fullmatch(r"(\d{1,4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?: \d\d:\d\d(?::\d\d)?)?", text)
    found = digits or parted
    if not found:
        raise ValueError(text)
    year, month, of_month = map(int, found.groups())
    return date(year if year > 1911 else year + 1911, month, of_month)


def category(cell: object) -> str | None:
    """The code of a category, found by its name, without 類, or by an alias."""
    bare = plain(cell).removesuffix("類")
    if not bare:
        return None
    for code, name in CATEGORY_NAMES.items():
        if name.removesuffix("類") == bare:
            return code
    return ALIASES[bare]


def check_digit_holds(number: str) -> bool:
    """ID-1 to ID-6: the national number and both kinds of 統一證號."""
    if not re.fullmatch(r"[A-Z][1289A-D][0-9]{8}", number):
        return False
    second = number[1] if number[1].isdigit() else str(LETTERS[number[1]] % 10)
    digits = [LETTERS[number[0]] // 10, LETTERS[number[0]] % 10, int(second), *map(int, number[2:])]
    return sum(d * w for d, w in zip(digits, (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1), strict=True)) % 10 == 0


def sex_of(number: str) -> str | None:
    """The sex an identity number tells; None for a passport."""
    if not check_digit_holds(number):
        return None
    return "男" if number[1] in "18AC" else "女"


def on_same_day(of: date, year: int) -> date:
    """The anniversary: a 29 February falls on the 28th in common years."""
    try:
        return of.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def completed_years(since: date, until: date) -> int:
    """Years completed, the anniversary itself reached (DATE-5)."""
    return until.year - since.year - (until < on_same_day(since, until.year))


def legal_period_end(start: date, years: int) -> date:
    """The last day of a period of years under 民法 121 (DATE-4)."""
    try:
        return start.replace(year=start.year + years) - timedelta(days=1)
    except ValueError:
        return date(start.year + years, 2, 28)
