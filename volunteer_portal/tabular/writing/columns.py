"""Columns declared once; xlsx, ods and csv follow."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from operator import attrgetter
from typing import IO, Any

from volunteer_portal.rules.roc import format_date

from .streams import Value, open_stream

_CENT = Decimal("0.01")


def as_hours(minutes: int | None) -> Decimal | None:
    """Minutes → hours with two decimals, halves away from zero."""
    return None if minutes is None else (Decimal(minutes) / 60).quantize(_CENT, ROUND_HALF_UP)


def as_roc(day: date | None) -> str | None:
    """`114/06/30`; of a moment its civil day as it stands (bring it to local time first)."""
    if day is None:
        return None
    return format_date(day.date() if isinstance(day, datetime) else day)


def as_text(value: object) -> str | None:
    return None if value is None else str(value)


def as_number(value: float | Decimal | None) -> int | float | Decimal | None:
    return value


# kind → (what becomes of the value, width in characters)
_KINDS: dict[str, tuple[Callable[[Any], Value], float]] = {
    "text": (as_text, 16),
    "long": (as_text, 40),
    "identity": (as_text, 14),  # 身分證字號, 紀錄冊號, 電話: digits that are no number
    "int": (as_number, 10),
    "decimal": (as_number, 12),
    "hours": (as_hours, 12),  # the value is minutes
    "date": (as_roc, 12),
}


@dataclass(frozen=True, slots=True)
class Column:
    """One column: `value` is a function of the row or the (dotted) name of an attribute, default `key`."""

    key: str
    label: str
    value: Callable[[Any], Any] | str | None = None
    kind: str = "text"
    width: float | None = None  # characters

    def __post_init__(self) -> None:
        if self.kind not in _KINDS:
            raise ValueError(f"unknown kind of column: {self.kind}")

    def take(self) -> Callable[[Any], Value]:
        """From a row to the value of the cell."""
        raw = self.value if callable(self.value) else attrgetter(self.value or self.key)
        shape = _KINDS[self.kind][0]
        return raw if shape is as_number else lambda row: shape(raw(row))

    @property
    def characters(self) -> float:
        return self.width or max(_KINDS[self.kind][1], 2 * len(str(self.label)) + 2)


def matrix(columns: Sequence[Column], rows: Iterable[Any]) -> Iterable[list[Value]]:
    """The cells of each row, lazily."""
    takes = [column.take() for column in columns]
    for row in rows:
        yield [take(row) for take in takes]


def write_table(stream: IO[bytes], format: str, title: str, columns: Sequence[Column], rows: Iterable[Any]) -> int:  # noqa: A002
    """Writes a head and all rows as `xlsx`, `ods` or `csv`; returns the number of rows. Memory stays flat."""
    with open_stream(stream, format, str(title), [column.characters for column in columns]) as sheet:
        sheet.head([str(column.label) for column in columns])
        return sheet.rows(matrix(columns, rows))
