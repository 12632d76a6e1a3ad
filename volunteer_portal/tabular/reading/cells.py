"""Cells as typed by people → text and numbers that can be compared and kept."""

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext_lazy as _

from volunteer_portal.rules.typed import half_width

from .sandbox.text_files import unescape
from .sheet import Cell

__all__ = ["CellRefused", "clean_text", "decimal_number", "half_width", "unescape", "whole_number"]

# zero-width and direction marks, soft hyphen, byte order mark: not to be seen, yet they make two names differ.
# Variation selectors stay: they tell two shapes of one character apart, and people write their names with them.
_INVISIBLE = dict.fromkeys((173, 6158, *range(8203, 8208), *range(8234, 8239), *range(8288, 8304), 65279))
_CONTROL = re.compile(r"[\x01-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_SPACES = re.compile(r"[ \u00a0\u3000]+")


class CellRefused(ValueError):
    """This cell cannot be read; `sentence` says why."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence


def clean_text(cell: Cell, *, lines: bool = False) -> str:
    """Text of a cell without what cannot be seen, trimmed; runs of spaces become one. `lines` keeps line breaks.

    A number stands as it would in the sheet (`6`, `0.5`), a date as `2026-01-31`.
    """
    if cell is None:
        return ""
    if not isinstance(cell, str):
        return _shown(cell)
    if "\0" in cell:
        raise CellRefused("nul", _("含有無法辨識的空字元，請重新輸入這一格。"))
    text = cell.replace("\r\n", "\n").translate(_INVISIBLE)
    text = _CONTROL.sub(" ", text)
    parts = [_SPACES.sub(" ", line).strip() for line in text.split("\n")]
    return "\n".join(parts).strip() if lines else " ".join(part for part in parts if part)


def whole_number(cell: Cell) -> int | None:
    """`６`, `"6"`, `6.0`, `"1,234"` → int; blank → None; anything else is refused."""
    number = decimal_number(cell)
    if number is None:
        return None
    if number != number.to_integral_value():
        raise CellRefused("not_whole", _("「%(text)s」不是整數，請填整數。") % {"text": clean_text(cell)[:40]})
    return int(number)


def decimal_number(cell: Cell) -> Decimal | None:
    """As `whole_number`, with a decimal part; what was typed, not its nearest binary fraction."""
    text = half_width(clean_text(cell)).replace(" ", "")
    if not text:
        return None
    if isinstance(cell, date) or not re.fullmatch(
        r"[+-]?(?:\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.\d{1,10})?", text, re.ASCII
    ):
        raise CellRefused("not_a_number", _("「%(text)s」不是數字，請填數字。") % {"text": text[:40]})
    try:
        return Decimal(text.replace(",", ""))
    except InvalidOperation as error:  # pragma: no cover  the pattern lets nothing else through
        raise CellRefused("not_a_number", _("請填數字。")) from error


def _shown(cell: float | date) -> str:
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float):
        text = f"{cell:.15g}"
        return text if "e" not in text else f"{Decimal(text):f}"
    return str(cell)
