"""Sheets written row by row in constant memory. Text is always text: no cell written here can run as a formula."""

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from types import TracebackType
from typing import IO, Protocol, Self

from . import packages
from .text import attribute, csv_text, ods_text, sheet_name, xml_text

Value = str | int | float | Decimal | date | datetime | None
FORMATS = ("xlsx", "ods", "csv")
CONTENT_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ods": "application/vnd.oasis.opendocument.spreadsheet",
    "csv": "text/csv; charset=utf-8",
    "pdf": "application/pdf",
}
_MOST_CHARACTERS = 32_767  # of a cell in Excel
_BUFFERED = 500  # rows
_EXCEL_DAY_ZERO = datetime(1899, 12, 30)  # noqa: DTZ001  days are counted from here, without a zone


class SheetStream(Protocol):
    """What the three writers have in common: a head, then rows, then `close` (or `with`)."""

    def head(self, labels: Sequence[str]) -> None: ...
    def row(self, values: Sequence[Value]) -> None: ...
    def rows(self, rows: Iterable[Sequence[Value]]) -> int: ...
    def close(self) -> None: ...
    def __enter__(self) -> Self: ...
    def __exit__(self, *error: object) -> None: ...


class _Stream:
    def head(self, labels: Sequence[str]) -> None:
        self._write_row(labels, head=True)

    def row(self, values: Sequence[Value]) -> None:
        self._write_row(values)

    def rows(self, rows: Iterable[Sequence[Value]]) -> int:
        """Writes all rows, returns how many."""
        count = 0
        write = self._write_row
        for row in rows:
            write(row)
            count += 1
        return count

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        # after an error the file is worth nothing, but what it holds open is still let go
        self.close()


class _ZipStream(_Stream):
    """One part of a zip package is written in pieces, all others are short and fixed."""

    def __init__(self, target: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1)
        self._pieces: list[str] = []
        self._count = 0

    def _open(self, name: str, start: str) -> None:
        # 民國 or not, a zip entry cannot be dated before 1980; a fixed time makes equal files equal
        entry = zipfile.ZipInfo(name, packages.WHEN)
        entry.compress_type = zipfile.ZIP_DEFLATED
        entry._compresslevel = 1  # ZipFile's own level does not reach an entry given as ZipInfo
        self._part = self._zip.open(entry, "w", force_zip64=True)
        self._pieces.append(start)

    def _take(self, piece: str) -> None:
        self._pieces.append(piece)
        self._count += 1
        if not self._count % _BUFFERED:
            self._flush()

    def _flush(self) -> None:
        self._part.write("".join(self._pieces).encode("utf-8"))
        self._pieces.clear()

    def _finish(self, end: str) -> None:
        self._pieces.append(end)
        self._flush()
        self._part.close()
        self._zip.close()


class XlsxStream(_ZipStream):
    """xlsx with inline strings; `widths` in characters."""

    def __init__(self, target: IO[bytes], title: str = "", widths: Sequence[float] = ()) -> None:
        super().__init__(target)
        packages.add(self._zip, packages.xlsx_parts(attribute(sheet_name(title))))
        self._letters = [packages.column_letters(column) for column in range(1, max(len(widths), 64) + 1)]
        self._open("xl/worksheets/sheet1.xml", packages.xlsx_start(widths))

    def _write_row(self, values: Sequence[Value], *, head: bool = False) -> None:
        number = self._count + 1
        if len(values) > len(self._letters):
            self._letters = [packages.column_letters(column) for column in range(1, len(values) + 1)]
        text_style = 2 if head else 1
        cells = []
        for letters, value in zip(self._letters, values, strict=False):
            if value is None or value == "":
                continue
            if isinstance(value, str):
                if len(value) > _MOST_CHARACTERS:
                    raise ValueError(f"a cell of xlsx holds at most {_MOST_CHARACTERS} characters")
                cells.append(
                    f'<c r="{letters}{number}" s="{text_style}" t="inlineStr"><is>'
                    f'<t xml:space="preserve">{xml_text(value)}</t></is></c>'
                )
            else:
                cells.append(_xlsx_number(f"{letters}{number}", value))
        self._take(f'<row r="{number}">{"".join(cells)}</row>')

    def close(self) -> None:
        self._finish("</sheetData></worksheet>")


def _xlsx_number(reference: str, value: float | Decimal | date) -> str:
    if isinstance(value, bool):
        return f'<c r="{reference}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, datetime):
        days = (value.replace(tzinfo=None) - _EXCEL_DAY_ZERO).total_seconds() / 86_400
        return f'<c r="{reference}" s="5"><v>{days!r}</v></c>'
    if isinstance(value, date):
        return f'<c r="{reference}" s="4"><v>{value.toordinal() - _EXCEL_DAY_ZERO.toordinal()}</v></c>'
    style = ' s="3"' if isinstance(value, Decimal) else ""
    return f'<c r="{reference}"{style}><v>{_digits(value)}</v></c>'


def _digits(value: float | Decimal) -> str:
    text = str(value)
    if text in ("nan", "inf", "-inf", "NaN", "Infinity", "-Infinity"):
        raise ValueError(f"{text} is no number for a sheet")
    return text


class OdsStream(_ZipStream):
    """ods; `widths` in characters."""

    def __init__(self, target: IO[bytes], title: str = "", widths: Sequence[float] = ()) -> None:
        super().__init__(target)
        packages.add(self._zip, packages.ods_parts())
        self._open("content.xml", packages.ods_start(attribute(sheet_name(title)), widths))

    def _write_row(self, values: Sequence[Value], *, head: bool = False) -> None:
        style = "head" if head else "text"
        cells = []
        for value in values:
            if value is None or value == "":
                cells.append("<table:table-cell/>")
            elif isinstance(value, str):
                cells.append(
                    f'<table:table-cell table:style-name="{style}" office:value-type="string">'
                    f"<text:p>{ods_text(value)}</text:p></table:table-cell>"
                )
            else:
                cells.append(_ods_number(value))
        self._take(f"<table:table-row>{''.join(cells)}</table:table-row>")

    def close(self) -> None:
        self._finish("</table:table></office:spreadsheet></office:body></office:document-content>")


def _ods_number(value: float | Decimal | date) -> str:
    if isinstance(value, bool):
        return f'<table:table-cell office:value-type="boolean" office:boolean-value="{str(value).lower()}"/>'
    if isinstance(value, date):
        text = value.replace(tzinfo=None).isoformat() if isinstance(value, datetime) else value.isoformat()
        return (
            f'<table:table-cell table:style-name="date" office:value-type="date" office:date-value="{text}">'
            f"<text:p>{text.replace('T', ' ')}</text:p></table:table-cell>"
        )
    style = ' table:style-name="hours"' if isinstance(value, Decimal) else ""
    text = _digits(value)
    return (
        f'<table:table-cell{style} office:value-type="float" office:value="{text}"><text:p>{text}</text:p>'
        "</table:table-cell>"
    )


class CsvStream(_Stream):
    """csv in UTF-8 with a byte order mark, as Excel wants it, quoted as in RFC 4180."""

    def __init__(self, target: IO[bytes], title: str = "", widths: Sequence[float] = ()) -> None:
        del title, widths  # csv has neither; the three writers are called alike
        self._text = io.TextIOWrapper(target, encoding="utf-8-sig", newline="", write_through=False)
        self._writer = csv.writer(self._text)

    def _write_row(self, values: Sequence[Value], *, head: bool = False) -> None:
        del head
        self._writer.writerow([csv_text(value) if isinstance(value, str) else value for value in values])

    def close(self) -> None:
        self._text.flush()
        self._text.detach()  # the target stays open: it is the caller's


_STREAMS = {"xlsx": XlsxStream, "ods": OdsStream, "csv": CsvStream}


def open_stream(target: IO[bytes], format: str, title: str = "", widths: Sequence[float] = ()) -> SheetStream:  # noqa: A002
    """The writer for `xlsx`, `ods` or `csv` on a binary file, which may be one that cannot seek."""
    return _STREAMS[format](target, title, widths)
