"""A blank template through odfpy."""

import io
from collections.abc import Sequence
from typing import IO

from django.utils.translation import gettext as _
from odf.element import Element
from odf.number import TextContent, TextStyle
from odf.opendocument import OpenDocument, OpenDocumentSpreadsheet
from odf.style import ParagraphProperties, Style, TableCellProperties, TableColumnProperties, TextProperties
from odf.table import (
    ContentValidation,
    ContentValidations,
    ErrorMessage,
    HelpMessage,
    Table,
    TableCell,
    TableColumn,
    TableRow,
)
from odf.text import P

from volunteer_portal.tabular.reading.sandbox.addresses import column_letters
from volunteer_portal.tabular.reading.sheet import HELP_SHEET

from .template_columns import (
    HEAD_COLOUR,
    HELP_WIDTHS,
    NEEDED_COLOUR,
    ROWS_PREPARED,
    TemplateColumn,
    help_head,
    help_rows,
)
from .text import sheet_name


class _OdsTemplate:
    def __init__(self, title: str, columns: Sequence[TemplateColumn], notes: Sequence[str]) -> None:
        self.title, self.columns, self.notes = title, columns, notes
        self.book = OpenDocumentSpreadsheet()
        as_text = TextStyle(name="as-text")
        as_text.addElement(TextContent())
        self.book.automaticstyles.addElement(as_text)
        self.text = self._cell_style("text", datastylename="as-text")
        self.wrapped = self._cell_style("wrapped", wrapoption="wrap", datastylename="as-text")
        self.head = self._cell_style("head", colour=HEAD_COLOUR, bold=True)
        self.needed = self._cell_style("needed", colour=NEEDED_COLOUR, bold=True)

    def _cell_style(
        self, name: str, *, colour: str = "", bold: bool = False, wrapoption: str = "", datastylename: str = ""
    ) -> Element:
        given = {"datastylename": datastylename} if datastylename else {}
        style = Style(name=name, family="table-cell", **given)
        if colour or wrapoption:
            shape = {"backgroundcolor": f"#{colour}"} if colour else {}
            style.addElement(TableCellProperties(**shape, **({"wrapoption": wrapoption} if wrapoption else {})))
        if bold:
            style.addElement(ParagraphProperties(textalign="center"))
            style.addElement(TextProperties(fontweight="bold"))
        self.book.automaticstyles.addElement(style)
        return style

    def _width(self, name: str, characters: float) -> Element:
        style = Style(name=name, family="table-column")
        style.addElement(TableColumnProperties(columnwidth=f"{characters * 0.24:.2f}cm"))
        self.book.automaticstyles.addElement(style)
        return style

    def write(self, stream: IO[bytes]) -> None:
        sheet = Table(name=sheet_name(self.title))
        rules = ContentValidations()
        head, blank = TableRow(), TableRow(numberrowsrepeated=ROWS_PREPARED)
        for index, column in enumerate(self.columns):
            default = {"defaultcellstylename": self.text} if column.text_format else {}
            sheet.addElement(TableColumn(stylename=self._width(f"w{index}", column.characters), **default))
            head.addElement(_string(column.header, self.needed if column.needed else self.head))
            blank.addElement(self._blank(column, index, rules, sheet.getAttribute("name")))
        sheet.addElement(head)
        sheet.addElement(blank)
        if rules.childNodes:
            self.book.spreadsheet.addElement(rules)
        self.book.spreadsheet.addElement(sheet)
        self.book.spreadsheet.addElement(self._explained())
        _save_ods(self.book, stream)

    def _blank(self, column: TemplateColumn, index: int, rules: Element, name: str) -> Element:
        given = {"stylename": self.text} if column.text_format else {}
        if not (column.choices or column.help):
            return TableCell(**given)
        condition = {}
        if column.choices:
            listed = ";".join('"' + choice.replace('"', '""') + '"' for choice in column.choices)
            condition = {"condition": f"of:cell-content-is-in-list({listed})", "displaylist": "unsorted"}
        base = f"$'{name}'.${column_letters(index + 1)}$2"
        rule = ContentValidation(name=f"rule{index}", allowemptycell="true", basecelladdress=base, **condition)
        if column.help:
            message = HelpMessage(title=column.header, display="true")
            message.addElement(P(text=column.help))
            rule.addElement(message)
        if column.choices:
            error = ErrorMessage(messagetype="warning", display="true")
            error.addElement(P(text=_("這個值不在清單裡，匯入時可能被退回。")))
            rule.addElement(error)
        rules.addElement(rule)
        return TableCell(contentvalidationname=f"rule{index}", **given)

    def _explained(self) -> Element:
        sheet = Table(name=HELP_SHEET)
        for index, width in enumerate(HELP_WIDTHS):
            sheet.addElement(TableColumn(stylename=self._width(f"h{index}", width)))
        for line in (self.title, *self.notes, ""):
            sheet.addElement(_row([line], self.text))
        sheet.addElement(_row(help_head(), self.head))
        for row in help_rows(self.columns):
            sheet.addElement(_row(row, self.wrapped))
        return sheet


def write(stream: IO[bytes], title: str, columns: Sequence[TemplateColumn], notes: Sequence[str]) -> None:
    _OdsTemplate(title, columns, notes).write(stream)


def _row(texts: Sequence[str], style: Element) -> Element:
    row = TableRow()
    for text in texts:
        row.addElement(_string(text, style))
    return row


def _string(text: str, style: Element) -> Element:
    if not text:
        return TableCell()
    cell = TableCell(valuetype="string", stylename=style)
    cell.addElement(P(text=text))
    return cell


def _save_ods(book: OpenDocument, stream: IO[bytes]) -> None:
    """Through memory: odfpy closes what it writes to."""
    whole = io.BytesIO()
    book.write(whole)
    stream.write(whole.getvalue())
