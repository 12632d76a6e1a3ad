"""Writing rows as spreadsheets the way people keep them: titles above, blank rows, odd columns, every format."""

from __future__ import annotations

import csv
import random
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

FORMATS = ("xlsx", "xls", "ods", "csv", "csv-bom", "csv-cp950")
Row = dict[str, object]


@dataclass
class Layout:
    """How a person laid the sheet out."""

    above: int = 0  # rows above the header
    blank_every: int = 0  # a blank row after each so many
    cover_sheet: bool = False  # notes on a sheet in front
    notes_behind: bool = False
    extra_columns: tuple[str, ...] = ()
    shuffle: bool = False


def a_layout(chance: random.Random, *, plain: bool = False) -> Layout:
    """One of the layouts that people make."""
    if plain:
        return Layout()
    return Layout(
        above=chance.choice([0, 0, 1, 3]),
        blank_every=chance.choice([0, 0, 4]),
        cover_sheet=chance.random() < 0.2,
        notes_behind=chance.random() < 0.3,
        extra_columns=chance.choice([(), (), ("承辦人意見",), ("編號", "上次異動")]),
        shuffle=chance.random() < 0.6,
    )


def write(
    rows: list[Row], columns: list[str], path: Path, layout: Layout, chance: random.Random
) -> tuple[Path, list[int]]:
    """Write rows in the format that the path's ending tells; give the row numbers a person sees."""
    columns = [*columns, *layout.extra_columns]
    if layout.shuffle:
        columns = chance.sample(columns, len(columns))
    grid: list[list[object]] = [["名冊", "", "民國115年"][: len(columns)] for _ in range(layout.above)]
    grid.append(list(columns))
    seen = []
    for index, row in enumerate(rows):
        if layout.blank_every and index and index % layout.blank_every == 0:
            grid.append([])
        grid.append([row.get(column, "另記" if column in layout.extra_columns else "") for column in columns])
        seen.append(len(grid))
    name, kind = path.name.split(".", 1)
    target = path.with_name(f"{name}.{kind.split('-')[0]}")
    if kind.startswith("csv"):
        _csv(grid, target, {"csv": "utf-8", "csv-bom": "utf-8-sig", "csv-cp950": "cp950"}[kind])
        return target, seen
    sheets = [("資料", grid)]
    if layout.cover_sheet:
        sheets.insert(0, ("說明", [["填寫說明"], ["請勿改動欄名"]]))
    if layout.notes_behind:
        sheets.append(("代碼", [["代碼", "意思"], ["0340", "行政"]]))
    {"xlsx": _xlsx, "xls": _xls, "ods": _ods}[kind](sheets, target)
    return target, seen


def _csv(grid: list[list[object]], path: Path, encoding: str) -> None:
    with path.open("w", encoding=encoding, newline="") as out:
        csv.writer(out).writerows(grid)


def _xlsx(sheets: list[tuple[str, list[list[object]]]], path: Path) -> None:
    book = Workbook()
    book.remove(book.active)
    for title, grid in sheets:
        sheet = book.create_sheet(title)
        for row in grid:
            sheet.append(row)
    book.save(path)


def _xls(sheets: list[tuple[str, list[list[object]]]], path: Path) -> None:
    import xlwt  # noqa: PLC0415 - warns about itself when imported

    book, as_date = xlwt.Workbook(), xlwt.easyxf(num_format_str="yyyy/mm/dd")
    for title, grid in sheets:
        sheet = book.add_sheet(title)
        for at, row in enumerate(grid):
            for column, cell in enumerate(row):
                sheet.write(at, column, cell, *([as_date] if isinstance(cell, date) else []))
    book.save(str(path))


def _ods(sheets: list[tuple[str, list[list[object]]]], path: Path) -> None:
    book = OpenDocumentSpreadsheet()
    for title, grid in sheets:
        table = Table(name=title)
        for row in grid:
            line = TableRow()
            for cell in row or [""]:
                line.addElement(_ods_cell(cell))
            table.addElement(line)
        book.spreadsheet.addElement(table)
    book.save(str(path))


def _ods_cell(cell: object) -> TableCell:
    if isinstance(cell, date):
        made = TableCell(valuetype="date", datevalue=cell.isoformat())
    elif isinstance(cell, int | float):
        made = TableCell(valuetype="float", value=cell)
    else:
        made = TableCell(valuetype="string")
    made.addElement(P(text=str(cell)))
    return made
