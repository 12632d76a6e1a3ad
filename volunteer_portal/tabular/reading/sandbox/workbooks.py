"""xlsx, ods and xls through python-calamine, as rows of plain values."""

import io
import posixpath
import re
import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from xml.etree import ElementTree as ET

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


class Scan(threading.Thread):
    """Looks over the XML of a package while the reader, which leaves Python's lock alone, parses it.

    `refuse` is called from this thread as soon as something is wrong; it must end the process.
    """

    def __init__(self, package: Package, kind: str, limits: Limits, refuse: Callable[[Refusal], None]) -> None:
        super().__init__(daemon=True)
        self._package, self._kind, self._limits, self._refuse = package, kind, limits, refuse
        self._parts: dict[str, Findings] = {}
        self._tables: list[Findings] = []

    def run(self) -> None:
        try:
            self._look()
        except Refusal as refusal:
            self._refuse(refusal)
        except Exception:  # noqa: BLE001
            self._refuse(Refusal("damaged"))

    def _look(self) -> None:
        for name, pieces in self._package.parts():
            checked = check_xml(name, pieces)
            if self._kind == "ods" and name == "content.xml":
                self._tables = OdsScan(self._limits).run(checked)
            elif self._kind == "xlsx" and _is_worksheet(name):
                self._parts[name] = scan_xlsx(checked, self._limits)
            else:
                for _ in checked:
                    pass

    def findings(self, sheet_names: list[str]) -> dict[str, Findings]:
        """By sheet name, what stands in it besides values. Waits for the thread."""
        self.join()
        if self._kind == "ods":
            return dict(zip(sheet_names, self._tables, strict=False))
        return _by_sheet_name(self._package, self._parts)


def checked_package(content: bytes, kind: str, limits: Limits) -> Package:
    package = Package(content, limits)
    actual = package.format()
    if actual != kind:
        raise Refusal("extension", expected=kind, actual=actual)
    return package


def open_workbook(content: bytes, limits: Limits) -> CalamineWorkbook:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    except PasswordError as error:
        raise Refusal("encrypted") from error
    except (CalamineError, OSError, ValueError) as error:
        raise Refusal("damaged") from error
    if len(workbook.sheet_names) > limits.sheets:
        raise Refusal("too_many_sheets", count=len(workbook.sheet_names), limit=limits.sheets)
    return workbook


def _is_worksheet(name: str) -> bool:
    return "/worksheets/" in f"/{name.lower()}" and name.lower().endswith(".xml")


def _by_sheet_name(package: Package, parts: dict[str, Findings]) -> dict[str, Findings]:
    """Which part is which sheet: the workbook names a relation, the relation names the part."""
    try:  # plain ElementTree will do: a part with a DOCTYPE or an entity was refused before
        workbook = ET.fromstring(package.read("xl/workbook.xml", 4 * MIB))  # noqa: S314
        relations = ET.fromstring(package.read("xl/_rels/workbook.xml.rels", 4 * MIB))  # noqa: S314
    except ET.ParseError:
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
    if height > 2 * limits.rows:
        raise Refusal("too_long", limit=limits.rows)
    if height * width > limits.cells:
        raise Refusal("too_many_cells", limit=limits.cells)
    top = sheet.start[0]
    return top + 1, map(plain_row, islice(sheet.iter_rows(), top, None))


def plain_row(row: list[object]) -> tuple[Cell, ...]:
    """Blank text becomes None, whole numbers int; written for speed: this runs once for each of 1.7 million cells."""
    return tuple(
        [
            (cell or None)
            if (kind := type(cell)) is str
            else (int(cell) if cell.is_integer() and -_EXACT < cell < _EXACT else cell)
            if kind is float
            else _PLAIN[kind](cell)
            for cell in row
        ]
    )


def _moment(cell: datetime) -> date | datetime:
    return cell.date() if cell.time() == time() else cell


def _duration(cell: timedelta) -> str:
    seconds = round(cell.total_seconds())
    text = f"{abs(seconds) // 3600}:{abs(seconds) // 60 % 60:02d}"
    return ("-" if seconds < 0 else "") + text + (f":{abs(seconds) % 60:02d}" if seconds % 60 else "")


_PLAIN: dict[type, Callable] = {
    int: int,
    bool: lambda cell: "TRUE" if cell else "FALSE",
    datetime: _moment,
    date: lambda cell: cell,
    time: lambda cell: cell.strftime("%H:%M:%S" if cell.second else "%H:%M"),
    timedelta: _duration,
    type(None): lambda _: None,
}

_FAR = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})([0-9]{1,7})[\"']")


def farthest_cell(content: bytes, limits: Limits) -> Refusal | None:
    """Asked only after the reader died: is there a lone cell far away that made it claim the whole grid?"""
    for name, pieces in Package(content, limits).parts():
        row, column, seen = 0, b"", b""
        if not _is_worksheet(name):
            continue
        for piece in check_xml(name, pieces):
            for match in _FAR.finditer(seen[-40:] + piece):
                row = max(row, int(match[2]))
                column = max(column, match[1], key=lambda letters: (len(letters), letters))
            seen = piece
        if row > limits.rows or len(column) > 2 or row * (len(column) * 26) > limits.cells:
            return Refusal("far_cell", cell=f"{column.decode()}{row}")
    return None
