"""The returned sheet: the refused rows as they came, with their row number and the reasons beside them."""

from collections.abc import Mapping, Sequence
from typing import IO

from django.utils.translation import gettext_noop

from volunteer_portal.tabular.reading.sheet import Sheet, squeezed

from .streams import Value, open_stream

ROW_NUMBER = gettext_noop("原列號")
REASON = gettext_noop("原因")


def write_returned(
    stream: IO[bytes],
    format: str,  # noqa: A002
    sheet: Sheet,
    header: int,
    refused: Mapping[int, Sequence[str]],
    *,
    title: str = "",
) -> int:
    """Writes the rows of `sheet` whose row number (as a person sees it) is in `refused`, with its sentences.

    `header` is the index from `find_header`. Columns of an earlier return are left out, so that a corrected
    file can be returned again. The two head words stay Chinese: the file is read by column name when it comes back.
    """
    labels = [squeezed(cell) and str(cell).strip() for cell in sheet.rows[header]]
    kept = [index for index, label in enumerate(labels) if label not in (ROW_NUMBER, REASON)]
    widths = [max(12.0, 2.0 * len(labels[index]) + 2) for index in kept]
    with open_stream(stream, format, title or sheet.name, [*widths, 10, 60]) as returned:
        returned.head([*(labels[index] for index in kept), ROW_NUMBER, REASON])
        return returned.rows(_rows(sheet, header, kept, refused))


def _rows(sheet: Sheet, header: int, kept: list[int], refused: Mapping[int, Sequence[str]]) -> list[list[Value]]:
    rows = []
    for number in sorted(refused):
        index = number - sheet.first_row_number
        if header < index < len(sheet.rows):
            row = sheet.rows[index]
            # within Excel's cell even where one row broke every rule there is
            rows.append([*(row[column] for column in kept), number, "\n".join(map(str, refused[number]))[:30_000]])
    return rows
