"""A blank template through openpyxl."""

from collections.abc import Sequence
from typing import IO

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

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

_MOST_LISTED = 255  # characters of a list inside a validation


def write(stream: IO[bytes], title: str, columns: Sequence[TemplateColumn], notes: Sequence[str]) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = sheet_name(title)
    sheet.freeze_panes = "A2"
    explained = book.create_sheet(HELP_SHEET)
    lists = book.create_sheet("lists")
    lists.sheet_state = "hidden"
    for index, column in enumerate(columns, 1):
        letter = get_column_letter(index)
        head = sheet.cell(1, index, column.header)
        head.font = Font(bold=True)
        head.fill = PatternFill("solid", fgColor=NEEDED_COLOUR if column.needed else HEAD_COLOUR)
        head.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[letter].width = column.characters
        if column.text_format:
            # of the column, not of 2,000 cells: an empty formatted cell would count as a row in use
            sheet.column_dimensions[letter].number_format = "@"
        if column.choices or column.help:
            sheet.add_data_validation(_xlsx_validation(column, letter, index, lists))
    _xlsx_help(explained, title, columns, notes)
    book.save(stream)


def _xlsx_validation(column: TemplateColumn, letter: str, index: int, lists: Worksheet) -> DataValidation:
    """The drop-down (a warning, never a wall: the importer knows aliases) and the help shown beside the cell."""
    if column.choices:
        joined = ",".join(column.choices)
        source = f'"{joined}"'
        if len(joined) > _MOST_LISTED or '"' in joined or any("," in choice for choice in column.choices):
            for row, choice in enumerate(column.choices, 1):
                lists.cell(row, index, choice)
            source = f"lists!${letter}$1:${letter}${len(column.choices)}"
        rule = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
        rule.errorStyle = "warning"
        rule.errorTitle, rule.error = column.header[:32], _("這個值不在清單裡，匯入時可能被退回。")
    else:
        rule = DataValidation(allow_blank=True)
    if column.help:
        rule.showInputMessage = True
        rule.promptTitle, rule.prompt = column.header[:32], column.help[:255]
    rule.add(f"{letter}2:{letter}{ROWS_PREPARED + 1}")
    return rule


def _xlsx_help(sheet: Worksheet, title: str, columns: Sequence[TemplateColumn], notes: Sequence[str]) -> None:
    sheet.append([title])
    sheet["A1"].font = Font(bold=True, size=14)
    for note in notes:
        sheet.append([note])
    sheet.append([])
    sheet.append(help_head())
    for cell in sheet[sheet.max_row]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor=HEAD_COLOUR)
    for row in help_rows(columns):
        sheet.append(row)
        for cell in sheet[sheet.max_row]:
            cell.number_format = "@"
            cell.data_type = "s" if cell.value else cell.data_type  # 「=」 in an explanation is no formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    for index, width in enumerate(HELP_WIDTHS, 1):
        sheet.column_dimensions[get_column_letter(index)].width = width
