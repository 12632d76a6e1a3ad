"""Statutory forms: a title, lines, blocks of cells with spans and borders, notes; as xlsx or ods, A4, fit to width.

The form is a plain value laid out like an HTML table: each row lists its cells, and what a cell above or to the
left already covers is skipped.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

Kind = Literal["head", "label", "figure", "text"]
Value = str | int | float | Decimal | None


@dataclass(frozen=True, slots=True)
class FormCell:
    """One cell; figures stay numbers in the file.

    `note` says why a figure was adjusted: it shows as ＊ behind the number, as a remark on the cell and in the
    lines below the form. `decimals` is how many are shown of a figure.
    """

    value: Value = None
    kind: Kind = "figure"
    across: int = 1
    down: int = 1
    note: str = ""
    decimals: int = 0


@dataclass(frozen=True, slots=True)
class FormBlock:
    """A bordered piece of the form, with a heading of its own if it has a title."""

    rows: tuple[tuple[FormCell, ...], ...]
    title: str = ""


@dataclass(frozen=True, slots=True)
class FormSheet:
    """`lines` stand under the title (unit, period), `notes` below everything; `widths` in characters."""

    title: str
    lines: tuple[str, ...] = ()
    blocks: tuple[FormBlock, ...] = ()
    notes: tuple[str, ...] = ()
    widths: tuple[float, ...] = ()
    landscape: bool = True
    name: str = ""  # of the worksheet; the title if empty


def head(value: str, *, across: int = 1, down: int = 1) -> FormCell:
    return FormCell(value, "head", across, down)


def label(value: str, *, across: int = 1, down: int = 1) -> FormCell:
    return FormCell(value, "label", across, down)


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with its place in the sheet, from 1."""

    row: int
    column: int
    cell: FormCell

    @property
    def last_row(self) -> int:
        return self.row + self.cell.down - 1

    @property
    def last_column(self) -> int:
        return self.column + self.cell.across - 1


@dataclass(slots=True)
class Layout:
    """The form as rows of a sheet: whole-width lines, and placed cells of the blocks."""

    lines: list[tuple[int, str, str]] = field(default_factory=list)  # row, text, kind: title, line, block or note
    cells: list[Placed] = field(default_factory=list)
    columns: int = 1
    rows: int = 0


def lay_out(form: FormSheet) -> Layout:
    layout = Layout(columns=max([_width(block) for block in form.blocks], default=1))
    _line(layout, form.title, "title")
    for line in form.lines:
        _line(layout, line, "line")
    for block in form.blocks:
        layout.rows += 1  # a blank row between blocks
        if block.title:
            _line(layout, block.title, "block")
        placed = list(_place(block, layout.rows + 1))
        layout.cells += placed
        layout.rows = max((each.last_row for each in placed), default=layout.rows)
    adjusted = [f"＊ {each.cell.note}" for each in layout.cells if each.cell.note]
    if form.notes or adjusted:
        layout.rows += 1
    for note in (*form.notes, *adjusted):
        _line(layout, note, "note")
    return layout


def _line(layout: Layout, text: str, kind: str) -> None:
    layout.rows += 1
    layout.lines.append((layout.rows, text, kind))


def _width(block: FormBlock) -> int:
    return max((each.last_column for each in _place(block, 1)), default=1)


def _place(block: FormBlock, top: int) -> Iterator[Placed]:
    taken: set[tuple[int, int]] = set()
    for offset, cells in enumerate(block.rows):
        column = 1
        for cell in cells:
            while (top + offset, column) in taken:
                column += 1
            placed = Placed(top + offset, column, cell)
            covered = {
                (row, covered_column)
                for row in range(placed.row, placed.last_row + 1)
                for covered_column in range(placed.column, placed.last_column + 1)
            }
            if covered & taken:
                raise ValueError(f"cells overlap at row {placed.row}, column {placed.column}")
            taken |= covered
            yield placed
            column += cell.across


def column_widths(form: FormSheet, columns: int) -> Sequence[float]:
    return [*form.widths[:columns], *[9.0] * (columns - len(form.widths))]
