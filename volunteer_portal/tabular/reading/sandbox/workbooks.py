"""xlsx, ods and xls through python-calamine, as rows of plain values."""

import io
import posixpath
import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from xml.etree import ElementTree

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from .limits import MIB, Limits
from .packages import Package
from .refusal import Refusal
from .sheet_xml import Findings, OdsScan, check_xml, scan_xlsx

Cell = str | int | float | date | datetime | None
_EXACT = 2**53  # above it a number in a spreadsheet is no longer the one that was typed


def open_workbook(content: bytes, format: str, limits: Limits) -> tuple[CalamineWorkbook, dict[str, Findings]]:
    """The workbook and, by sheet name, what stands in it besides values. The package is checked first."""
    parts: dict[str, Findings] = {}
    tables: list[Findings] = []
    if format != "xls":
        package = Package(content, limits)
        if package.format() != format:
            raise Refusal("extension", actual=package.format())
        for name, pieces in package.parts():
            pieces = check_xml(name, pieces)
            if format == "ods" and name == "content.xml":
                tables = OdsScan(limits).run(pieces)
            elif format == "xlsx" and "/worksheets/" in f"/{name.lower()}" and name.lower().endswith(".xml"):
                parts[name] = scan_xlsx(pieces)
            else:
                for _ in pieces:
                    pass
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise Refusal("encrypted") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Refusal("damaged") from error
    if len(workbook.sheet_names) > limits.sheets:
        raise Refusal("too_many_sheets", count=len(workbook.sheet_names), limit=limits.sheets)
    if format == "ods":
        return workbook, dict(zip(workbook.sheet_names, tables, strict=False))
    return workbook, _by_sheet_name(package, parts) if format == "xlsx" else {}


def _by_sheet_name(package: Package, parts: dict[str, Findings]) -> dict[str, Findings]:
    """Which part is which sheet: the workbook names a relation, the relation names the part."""
    try:
        workbook = ElementTree.fromstring(package.read("xl/workbook.xml", 4 * MIB))
        relations = ElementTree.fromstring(package.read("xl/_rels/workbook.xml.rels", 4 * MIB))
    except ElementTree.ParseError:
        return {}
    targets = {each.get("Id"): posixpath.normpath(posixpath.join("/xl", each.get("Target", ""))) for each in relations}
    named = {}
    for sheet in workbook.iter():
        if sheet.tag.rpartition("}")[2] == "sheet":
            relation = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), None)
            found = parts.get(targets.get(relation, "").lstrip("/"))
            if found:
                named[sheet.get("name", "")] = found
    return named


def is_readable(workbook: CalamineWorkbook, index: int) -> bool:
    return workbook.sheets_metadata[index].typ == SheetTypeEnum.WorkSheet


def is_hidden(workbook: CalamineWorkbook, index: int) -> bool:
    return workbook.sheets_metadata[index].visible != SheetVisibleEnum.Visible


def load(workbook: CalamineWorkbook, index: int) -> CalamineSheet:
    try:
        return workbook.get_sheet_by_index(index)
    except (CalamineError, OSError, ValueError) as error:
        raise Refusal("damaged") from error


def rows_of(sheet: CalamineSheet, limits: Limits) -> tuple[int, Iterator[tuple[Cell, ...]]]:
    """`(number of the first row, rows)`; blank rows above the first used one are left out, all others kept."""
    if sheet.start is None:
        return 1, iter(())
    height, width = sheet.height, sheet.width
    if width > limits.columns:
        raise Refusal("too_wide", count=width, limit=limits.columns)
    if height * width > limits.cells or height > 2 * limits.rows:
        raise Refusal("too_long", limit=limits.rows)
    top = sheet.start[0]
    return top + 1, (plain_row(row, limits) for row in islice(sheet.iter_rows(), top, None))


def plain_row(row: list[object], limits: Limits) -> tuple[Cell, ...]:
    return tuple([_PLAIN[type(cell)](cell) if type(cell) is not str else _text(cell, limits) for cell in row])


def _text(cell: str, limits: Limits) -> str | None:
    if len(cell) > limits.cell_characters:
        raise Refusal("long_text", limit=limits.cell_characters)
    return cell or None


def _number(cell: float) -> int | float:
    return int(cell) if -_EXACT < cell < _EXACT and cell == int(cell) else cell


def _moment(cell: datetime) -> date | datetime:
    return cell.date() if cell.time() == time() else cell


def _duration(cell: timedelta) -> str:
    seconds = round(cell.total_seconds())
    text = f"{abs(seconds) // 3600}:{abs(seconds) // 60 % 60:02d}"
    return ("-" if seconds < 0 else "") + text + (f":{abs(seconds) % 60:02d}" if seconds % 60 else "")


_PLAIN: dict[type, Callable] = {
    float: _number,
    int: int,
    bool: lambda cell: "TRUE" if cell else "FALSE",
    datetime: _moment,
    date: lambda cell: cell,
    time: lambda cell: cell.strftime("%H:%M:%S" if cell.second else "%H:%M"),
    timedelta: _duration,
    type(None): lambda cell: None,
}

_FAR = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")


def farthest_cell(content: bytes, limits: Limits) -> Refusal | None:
    """Asked only after the reader died: is there a lone cell far away that made it claim the whole grid?"""
    for name, pieces in Package(content, limits).parts():
        row, column, seen = 0, b"", b""
        if "/worksheets/" not in f"/{name.lower()}":
            continue
        for piece in check_xml(name, pieces):
            for match in _FAR.finditer(seen[-40:] + piece):
                row = max(row, int(match[2]))
                column = max(column, match[1], key=lambda letters: (len(letters), letters))
            seen = piece
        if row > limits.rows or len(column) > 2 or row * (len(column) * 26) > limits.cells:
            return Refusal("far_cell", cell=f"{column.decode()}{row}")
    return None
