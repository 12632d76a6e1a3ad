"""A sheet as read: a plain value."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from .refusals import WARNINGS, SheetRefused, sentence
from .sandbox.addresses import address

Cell = str | int | float | date | datetime | None
Merge = tuple[int, int, int, int]  # row, column, last row, last column; from 1

MUST_HAVE = "姓名"
HELP_SHEET = "說明"  # of our own templates; nobody need be told that it was not read


@dataclass(frozen=True, slots=True)
class SheetWarning:
    code: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows of one worksheet from the first used one on; blank rows between are kept, blank rows below are not."""

    name: str
    format: str  # xlsx, xls, ods, csv
    encoding: str | None  # of csv: utf-8, utf-8-sig, utf-16, cp950
    rows: list[tuple[Cell, ...]]
    first_row_number: int = 1  # the number a person sees beside rows[0]
    sheet_names: tuple[str, ...] = ()
    hidden_rows: tuple[int, ...] = ()
    merges: tuple[Merge, ...] = ()
    warnings: tuple[SheetWarning, ...] = field(default=())

    def row_number(self, index: int) -> int:
        """The number a person sees beside `rows[index]`."""
        return self.first_row_number + index


def squeezed(cell: Cell) -> str:
    """Header text without any spaces: 「姓　名」 is 「姓名」."""
    return "".join(cell.split()).replace("\ufeff", "") if isinstance(cell, str) else ""


def find_header(sheet: Sheet, must_have: str = MUST_HAVE) -> int:
    """Index in `sheet.rows` of the first row with a cell 姓名; refuses a sheet without, or with merged data cells."""
    for index, row in enumerate(sheet.rows):
        if any(squeezed(cell) == must_have for cell in row):
            refuse_merged(sheet, sheet.row_number(index))
            return index
    raise SheetRefused("no_header", must_have=must_have)


def refuse_merged(sheet: Sheet, from_row: int) -> None:
    """Titles above the header may be merged; a merged cell from the header on shifts people onto others' data."""
    for top, left, bottom, right in sheet.merges:
        if bottom >= from_row and top <= sheet.row_number(len(sheet.rows) - 1):
            raise SheetRefused("merged", cell=f"{address(top, left)}:{address(bottom, right)}")


def warnings_about(about: dict) -> tuple[SheetWarning, ...]:
    facts: list[tuple[str, dict[str, object]]] = []
    if about["hidden_rows"]:
        rows = about["hidden_rows"]
        facts.append(("hidden_rows", {"count": len(rows), "rows": _some(rows)}))
    if about["hidden_columns"]:
        facts.append(("hidden_columns", {}))
    if about["hidden_sheet"]:
        facts.append(("hidden_sheet", {"name": about["name"]}))
    unread = [name for name in about["unread"] if name != HELP_SHEET]
    if unread:
        facts.append(("other_sheets", {"name": about["name"], "others": _some(unread)}))
    if about["blank_formulas"]:
        facts.append(("blank_formula", {"cells": _some(about["blank_formulas"])}))
    if about["errors"]:
        facts.append(("error_value", {"cells": _some(about["errors"])}))
    return tuple(SheetWarning(code, sentence(WARNINGS[code], gaps)) for code, gaps in facts)


def _some(items: Sequence[object], most: int = 10) -> str:
    return "、".join(str(item) for item in items[:most]) + ("…" if len(items) > most else "")
