"""csv: which encoding, which separator, then rows of text."""

import codecs
import csv
import io

from .limits import Limits
from .refusal import Refusal

Row = tuple[str | None, ...]

# A leading apostrophe before one of these was put there by a csv writer so that nothing runs as a formula.
FORMULA_START = "=+-@\t\r\n＝＋－＠"


def decode(content: bytes) -> tuple[str, str]:
    """`(text, encoding)`; UTF-8 and UTF-16 by their marks, else strict UTF-8, else CP950."""
    if content.startswith(codecs.BOM_UTF8):
        return _strictly(content, "utf-8-sig"), "utf-8-sig"
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _strictly(content, "utf-16"), "utf-16"
    if b"\0" in content:
        raise Refusal("nul", row=content[: content.index(b"\0")].count(b"\n") + 1)
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _strictly(content, "cp950"), "cp950"


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        raise Refusal("encoding", row=content[: error.start].count(b"\n") + 1) from error


def unescape(text: str) -> str:
    """Takes away one apostrophe where the writer put one: `'=1+1` → `=1+1`."""
    rest = text.lstrip("'")
    return text[1:] if len(rest) < len(text) and rest[:1] and rest[0] in FORMULA_START else text


def read_csv(content: bytes, limits: Limits) -> tuple[str, list[Row]]:
    """`(encoding, rows)`, rows of equal length, blank lines kept so that row numbers hold."""
    text, encoding = decode(content)
    if "\0" in text:
        raise Refusal("nul", row=text[: text.index("\0")].count("\n") + 1)
    csv.field_size_limit(limits.cell_characters)
    # strict: a quote that is never closed would otherwise swallow the rest of the file into one cell
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    rows: list[list[str]] = []
    cells = 0
    try:
        for row in reader:
            rows.append(row)
            cells += len(row)
            if len(row) > limits.columns and any(row[limits.columns :]):
                raise Refusal("too_wide", count=len(row), limit=limits.columns)
            if len(rows) > limits.rows or cells > limits.cells:
                raise Refusal("too_long", limit=limits.rows)
    except csv.Error as error:
        code = "cell_too_long" if "field larger" in str(error) else "quotes"
        raise Refusal(code, row=len(rows) + 1, limit=limits.cell_characters) from error
    return encoding, _rectangle(rows, limits)


def _rectangle(rows: list[list[str]], limits: Limits) -> list[Row]:
    width = min(max(map(len, rows), default=0), limits.columns)
    padding = [(None,) * missing for missing in range(width + 1)]
    table = []
    for row in rows:
        plain = [unescape(cell) if cell[:1] == "'" else cell or None for cell in row[:width]]
        table.append((*plain, *padding[max(0, width - len(row))]))
    return table


def _delimiter(text: str) -> str:
    """Of comma, tab and semicolon the one that parts the header, else the first lines, best; comma when in doubt."""
    sample = text[:20_000]
    header = next((line for line in sample.splitlines() if "姓名" in line), sample[:2_000])
    return max(",\t;", key=header.count)
