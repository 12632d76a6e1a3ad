"""A statutory form through openpyxl."""

from typing import IO

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from .forms import FormSheet, Layout, Placed, column_widths, lay_out
from .text import sheet_name, without_controls

FONT = "Microsoft JhengHei"
_THIN = Side(style="thin", color="FF444444")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_FILLS = {"head": PatternFill("solid", fgColor="FFE8EEF4"), "label": PatternFill("solid", fgColor="FFF5F7FA")}
_ADJUSTED = PatternFill("solid", fgColor="FFFFF4CC")
_LINES = {
    "title": (Font(name=FONT, bold=True, size=16), Alignment(horizontal="center", vertical="center")),
    "line": (Font(name=FONT, size=11), Alignment(horizontal="left")),
    "block": (Font(name=FONT, bold=True, size=12), Alignment(horizontal="left")),
    "note": (Font(name=FONT, size=10), Alignment(horizontal="left", wrap_text=True, vertical="top")),
}


def write(stream: IO[bytes], form: FormSheet) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = sheet_name(form.name or form.title)
    layout = lay_out(form)
    for row, text, kind in layout.lines:
        cell = sheet.cell(row, 1)
        _put(cell, text)
        cell.font, cell.alignment = _LINES[kind]
        if layout.columns > 1:
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=layout.columns)
    for placed in layout.cells:
        _draw(sheet, placed)
    for column, width in enumerate(column_widths(form, layout.columns), 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    _set_up_print(sheet, form, layout)
    book.save(stream)


def _put(cell: Cell, value: object) -> None:
    if isinstance(value, str):
        cell.value = without_controls(value)
        cell.data_type = "s"  # whatever it begins with
    else:
        cell.value = value


def _draw(sheet: Worksheet, placed: Placed) -> None:
    form_cell = placed.cell
    corner = sheet.cell(placed.row, placed.column)
    _put(corner, form_cell.value)
    for row in range(placed.row, placed.last_row + 1):
        for column in range(placed.column, placed.last_column + 1):
            cell = sheet.cell(row, column)
            cell.border = _BORDER
            if form_cell.kind in _FILLS:
                cell.fill = _FILLS[form_cell.kind]
    corner.font = Font(name=FONT, size=11, bold=form_cell.kind == "head")
    side = "right" if form_cell.kind == "figure" else "left" if form_cell.kind == "text" else "center"
    corner.alignment = Alignment(horizontal=side, vertical="center", wrap_text=form_cell.kind != "figure")
    if form_cell.kind == "figure":
        shown = "#,##0" + ("." + "0" * form_cell.decimals if form_cell.decimals else "")
        corner.number_format = f'{shown}"＊"' if form_cell.note else shown
    if form_cell.note:
        corner.fill = _ADJUSTED
        corner.comment = Comment(without_controls(form_cell.note), "", width=240, height=80)
    if form_cell.across > 1 or form_cell.down > 1:
        sheet.merge_cells(
            start_row=placed.row, end_row=placed.last_row, start_column=placed.column, end_column=placed.last_column
        )


def _set_up_print(sheet: Worksheet, form: FormSheet, layout: Layout) -> None:
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if form.landscape else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top = sheet.page_margins.bottom = 0.5
    sheet.oddFooter.center.text = "&P / &N"
    sheet.print_area = f"A1:{get_column_letter(layout.columns)}{layout.rows}"
