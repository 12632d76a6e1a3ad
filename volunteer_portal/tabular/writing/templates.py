"""Blank files to fill in: a head that says what is needed, lists to choose from, and a page of explanation.

Columns of IDs and telephones are formatted as text, so that a spreadsheet keeps the 0 in front.
"""

from collections.abc import Sequence
from typing import IO

from . import templates_ods, templates_xlsx
from .streams import open_stream
from .template_columns import TemplateColumn, template_notes

__all__ = ["TemplateColumn", "template_notes", "write_template"]


def write_template(
    stream: IO[bytes],
    format: str,  # noqa: A002
    title: str,
    columns: Sequence[TemplateColumn],
    notes: Sequence[str] | None = None,
) -> None:
    """A blank template as `xlsx` or `ods`: the sheet to fill in first, then 「說明」; `csv` has the head only."""
    writers = {"xlsx": templates_xlsx.write, "ods": templates_ods.write, "csv": _write_csv}
    writers[format](stream, title, columns, template_notes() if notes is None else notes)


def _write_csv(stream: IO[bytes], title: str, columns: Sequence[TemplateColumn], notes: Sequence[str]) -> None:
    del title, notes
    with open_stream(stream, "csv") as sheet:
        sheet.head([column.header for column in columns])
