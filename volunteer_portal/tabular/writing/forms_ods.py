"""A statutory form through odfpy."""

import io
from decimal import Decimal
from typing import IO

from odf.element import Element
from odf.namespaces import STYLENS
from odf.number import Number, NumberStyle, Text
from odf.office import Annotation
from odf.opendocument import OpenDocument, OpenDocumentSpreadsheet
from odf.style import (
    MasterPage,
    PageLayout,
    PageLayoutProperties,
    ParagraphProperties,
    Style,
    TableCellProperties,
    TableColumnProperties,
    TableProperties,
    TextProperties,
)
from odf.table import CoveredTableCell, Table, TableCell, TableColumn, TableRow
from odf.text import P

from .forms import FormCell, FormSheet, Layout, Placed, column_widths, lay_out
from .text import sheet_name, without_controls

_FILLS = {"head": "#e8eef4", "label": "#f5f7fa"}
_ADJUSTED = "#fff4cc"
_LINES = {
    "title": ({"fontsize": "16pt", "fontweight": "bold"}, "center"),
    "line": ({"fontsize": "11pt"}, "start"),
    "block": ({"fontsize": "12pt", "fontweight": "bold"}, "start"),
    "note": ({"fontsize": "10pt"}, "start"),
}


def write(stream: IO[bytes], form: FormSheet) -> None:
    whole = io.BytesIO()  # odfpy closes what it writes to
    _Book(form).book.write(whole)
    stream.write(whole.getvalue())


class _Book:
    def __init__(self, form: FormSheet) -> None:
        self.book: OpenDocument = OpenDocumentSpreadsheet()
        self.styles: dict[tuple, Element] = {}
        layout = lay_out(form)
        self.book.spreadsheet.addElement(self._table(form, layout))

    def _table(self, form: FormSheet, layout: Layout) -> Element:
        page = self._page(form)
        table = Table(name=sheet_name(form.name or form.title), stylename=page)
        for column, width in enumerate(column_widths(form, layout.columns)):
            style = Style(name=f"w{column}", family="table-column")
            style.addElement(TableColumnProperties(columnwidth=f"{width * 0.24:.2f}cm"))
            self.book.automaticstyles.addElement(style)
            table.addElement(TableColumn(stylename=style))
        lines = {row: (text, kind) for row, text, kind in layout.lines}
        corners = {(placed.row, placed.column): placed for placed in layout.cells}
        covered = {
            (row, column): placed
            for placed in layout.cells
            for row in range(placed.row, placed.last_row + 1)
            for column in range(placed.column, placed.last_column + 1)
        }
        for number in range(1, layout.rows + 1):
            row = TableRow()
            if number in lines:
                self._draw_line(row, *lines[number], layout.columns)
            else:
                for column in range(1, layout.columns + 1):
                    row.addElement(self._cell((number, column), corners, covered))
            table.addElement(row)
        return table

    def _cell(
        self, at: tuple[int, int], corners: dict[tuple[int, int], Placed], covered: dict[tuple[int, int], Placed]
    ) -> Element:
        if at in corners:
            return self._corner(corners[at].cell)
        if at in covered:
            return CoveredTableCell(stylename=self._style(covered[at].cell))
        return TableCell()

    def _draw_line(self, row: Element, text: str, kind: str, columns: int) -> None:
        spanned = {"numbercolumnsspanned": columns, "numberrowsspanned": 1} if columns > 1 else {}
        cell = TableCell(valuetype="string", stylename=self._line_style(kind), **spanned)
        cell.addElement(P(text=without_controls(text)))
        row.addElement(cell)
        if columns > 1:
            row.addElement(CoveredTableCell(numbercolumnsrepeated=columns - 1))

    def _corner(self, cell: FormCell) -> Element:
        given: dict[str, object] = {"stylename": self._style(cell)}
        if cell.across > 1 or cell.down > 1:
            given |= {"numbercolumnsspanned": cell.across, "numberrowsspanned": cell.down}
        shown = None
        if isinstance(cell.value, str):
            given["valuetype"] = "string"
            shown = without_controls(cell.value)
        elif cell.value is not None:
            given |= {"valuetype": "float", "value": str(cell.value)}
            shown = f"{Decimal(str(cell.value)):,.{cell.decimals}f}" + ("＊" if cell.note else "")
        drawn = TableCell(**given)
        if cell.note:
            remark = Annotation()
            remark.addElement(P(text=without_controls(cell.note)))
            drawn.addElement(remark)
        if shown:
            for line in shown.split("\n"):
                drawn.addElement(P(text=line))
        return drawn

    def _line_style(self, kind: str) -> Element:
        font, side = _LINES[kind]
        return self._made(("line", kind), {"wrapoption": "wrap", "verticalalign": "middle"}, font, side)

    def _style(self, cell: FormCell) -> Element:
        shape = {"border": "0.5pt solid #444444", "verticalalign": "middle"}
        if cell.note or cell.kind in _FILLS:
            shape["backgroundcolor"] = _ADJUSTED if cell.note else _FILLS[cell.kind]
        if cell.kind != "figure":
            shape["wrapoption"] = "wrap"
        font = {"fontsize": "11pt"} | ({"fontweight": "bold"} if cell.kind == "head" else {})
        side = "end" if cell.kind == "figure" else "start" if cell.kind == "text" else "center"
        number = (cell.decimals, bool(cell.note)) if cell.kind == "figure" else None
        return self._made(("cell", cell.kind, number, bool(cell.note)), shape, font, side, number)

    def _made(
        self, key: tuple, shape: dict[str, str], font: dict[str, str], side: str, number: tuple[int, bool] | None = None
    ) -> Element:
        if key not in self.styles:
            given = {"datastylename": self._number_style(*number)} if number else {}
            style = Style(name=f"s{len(self.styles)}", family="table-cell", **given)
            style.addElement(TableCellProperties(**shape))
            style.addElement(ParagraphProperties(textalign=side))
            style.addElement(TextProperties(language="zh", country="TW", **font))
            self.book.automaticstyles.addElement(style)
            self.styles[key] = style
        return self.styles[key]

    def _number_style(self, decimals: int, adjusted: bool) -> Element:  # noqa: FBT001
        style = NumberStyle(name=f"n{decimals}{'a' if adjusted else ''}")
        style.addElement(Number(decimalplaces=decimals, minintegerdigits=1, grouping="true"))
        if adjusted:
            style.addElement(Text(text="＊"))
        self.book.automaticstyles.addElement(style)
        return style

    def _page(self, form: FormSheet) -> Element:
        wide, high = ("29.7cm", "21cm") if form.landscape else ("21cm", "29.7cm")
        layout = PageLayout(name="page")
        properties = PageLayoutProperties(
            pagewidth=wide,
            pageheight=high,
            printorientation="landscape" if form.landscape else "portrait",
            margin="1cm",
            tablecentering="horizontal",
        )
        # ODF 1.2 has them, odfpy's own table does not: one page wide, as many high as it takes
        properties.attributes[(STYLENS, "scale-to-X")] = "1"
        properties.attributes[(STYLENS, "scale-to-Y")] = "0"
        layout.addElement(properties)
        self.book.automaticstyles.addElement(layout)
        self.book.masterstyles.addElement(MasterPage(name="Default", pagelayoutname=layout))
        style = Style(name="sheet", family="table", masterpagename="Default")
        style.addElement(TableProperties(display="true"))
        self.book.automaticstyles.addElement(style)
        return style
