"""A quick look over the XML of a worksheet for what the reader would silently drop.

Merged cells, hidden rows, formulas without a stored value, error values. Byte patterns, not a parser: the
common case (none of these) costs one memory search for each pattern, and what a hostile file hides from
the patterns is still bounded by the limits of the process.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from .addresses import address, position
from .limits import MIB, Limits
from .refusal import Refusal

MOST_MERGES = 10_000
MOST_NAMED = 1_000  # addresses kept of each kind

_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\b[^>]*?\bhidden=[\"'](?:1|true)[\"'][^>]*>")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\b[^>]*?\bhidden=[\"'](?:1|true)[\"']")
_ROW_NUMBER = re.compile(rb"\br=[\"'](\d{1,7})[\"']")
_MERGE = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z0-9:$]{2,30})[\"']")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(rb"<(?:\w+:)?c\b([^>]*?\bt=[\"']e[\"'][^>]*)>")
_REFERENCE = re.compile(rb"\br=[\"']([A-Z]{1,3}[0-9]{1,7})[\"']")


@dataclass(slots=True)
class Findings:
    """What one worksheet holds besides its values; merges as `(row, column, last row, last column)` from 1."""

    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: bool = False
    blank_formulas: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def check_xml(name: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Passes a part through; refuses other encodings than UTF-8 and anything that declares entities."""
    first = True
    tail = b""
    for piece in pieces:
        if first:
            if piece[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in piece[:200]:
                raise Refusal("xml_encoding", name=name[:80])
            first = False
        seam = tail + piece[:16]
        if b"<!DOCTYPE" in piece or b"<!ENTITY" in piece or b"<!DOCTYPE" in seam or b"<!ENTITY" in seam:
            raise Refusal("xml_entities", name=name[:80])
        tail = piece[-16:]
        yield piece


def whole_rows(pieces: Iterable[bytes], end: bytes) -> Iterator[bytes]:
    """Regroups pieces so that each ends where a row ends, as long as rows are of a sane length."""
    left = b""
    for piece in pieces:
        left += piece
        cut = left.rfind(end) + len(end)
        if cut < len(end):
            cut = len(left) if len(left) > 8 * MIB else 0
        if cut:
            yield left[:cut]
            left = left[cut:]
    if left:
        yield left


def scan_xlsx(pieces: Iterable[bytes], limits: Limits) -> Findings:
    found = Findings()
    cells = 0
    for text in whole_rows(pieces, b"row>"):
        cells += text.count(b"<c ") + text.count(b"<c>")
        if cells > limits.cells:
            raise Refusal("too_many_cells", limit=limits.cells)
        if b"hidden=" in text:
            for tag in _HIDDEN_ROW.finditer(text):
                number = _ROW_NUMBER.search(tag[0])
                if number and len(found.hidden_rows) < MOST_NAMED:
                    found.hidden_rows.append(int(number[1]))
            found.hidden_columns = found.hidden_columns or bool(_HIDDEN_COLUMN.search(text))
        if b"mergeCell" in text:
            _collect_merges(text, found)
        if b"<f" in text or b":f" in text:
            _collect(_FORMULA, text, found.blank_formulas)
        if b't="e"' in text or b"t='e'" in text:
            _collect(_ERROR, text, found.errors)
    return found


def _collect(pattern: re.Pattern[bytes], text: bytes, into: list[str]) -> None:
    for cell in pattern.finditer(text):
        if len(into) >= MOST_NAMED:
            return
        reference = _REFERENCE.search(cell[1])
        into.append(reference[1].decode() if reference else "?")


def _collect_merges(text: bytes, found: Findings) -> None:
    for reference in _MERGE.finditer(text):
        first, _, last = reference[1].decode().partition(":")
        start, end = position(first), position(last or first)
        if start and end and start != end:
            found.merges.append((*start, *end))
        if len(found.merges) > MOST_MERGES:
            raise Refusal("too_many_merges", limit=MOST_MERGES)


_ODS_STEP = re.compile(rb"<table:table(?:(?P<row>-row)|(?P<column>-column))?(?=[\s/>])(?P<inside>[^>]*)>")
_ODS_CELL = re.compile(rb"<table:(?:covered-)?table-cell\b(?P<inside>[^>]*?)(?P<empty>/?)>")
_ROWS_REPEATED = re.compile(rb"number-rows-repeated=[\"'](\d{1,10})[\"']")
_COLUMNS_REPEATED = re.compile(rb"number-columns-repeated=[\"'](\d{1,10})[\"']")
_ROWS_SPANNED = re.compile(rb"number-rows-spanned=[\"'](\d{1,10})[\"']")
_COLUMNS_SPANNED = re.compile(rb"number-columns-spanned=[\"'](\d{1,10})[\"']")
_TELLING = (b"-spanned=", b"visibility=", b"table:formula=")
_MANY_REPEATED = re.compile(rb"-repeated=[\"']\d{3}")


class OdsScan:
    """The same look over `content.xml`, which holds all tables one after the other."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.tables: list[Findings] = []
        self.row = 0

    def run(self, pieces: Iterable[bytes]) -> list[Findings]:
        for text in whole_rows(pieces, b"table-row>"):
            repeats = b"-repeated=" in text
            if _tells(text) or b"<table:table " in text or (repeats and _MANY_REPEATED.search(text)):
                self._walk(text)
                continue
            self.row += text.count(b"<table:table-row ") + text.count(b"<table:table-row>")
            if repeats:
                self.row += sum(int(more[1]) - 1 for more in _ROWS_REPEATED.finditer(text))
        return self.tables

    def _walk(self, text: bytes) -> None:
        steps = list(_ODS_STEP.finditer(text))
        ends = [step.start() for step in steps[1:]] + [len(text)]
        for step, end in zip(steps, ends, strict=True):
            if step["row"]:
                self._take_row(step["inside"], text[step.end() : end])
            elif step["column"]:
                if b"visibility=" in step["inside"] and self.tables and b'"visible"' not in step["inside"]:
                    self.tables[-1].hidden_columns = True
            else:
                self.tables.append(Findings())
                self.row = 0

    def _take_row(self, inside: bytes, cells: bytes) -> None:
        repeated = _number(_ROWS_REPEATED, inside)
        number = self.row + 1
        self.row += repeated
        found = self.tables[-1] if self.tables else Findings()
        holds = b"value-type=" in cells or b"<text:p" in cells
        if holds and repeated > self.limits.rows:
            raise Refusal("repeated_rows", row=number, count=repeated)
        if holds and b"visibility=" in inside and b'"visible"' not in inside:
            found.hidden_rows.extend(range(number, min(number + repeated, number + MOST_NAMED)))
        if _tells(cells) or b"-repeated=" in cells:
            self._take_cells(cells, number, found)

    def _take_cells(self, cells: bytes, row: int, found: Findings) -> None:
        column = 1
        for cell in _ODS_CELL.finditer(cells):
            inside = cell["inside"]
            repeated = _number(_COLUMNS_REPEATED, inside)
            if repeated > self.limits.columns and (b"value-type=" in inside or not cell["empty"]):
                raise Refusal("repeated_columns", cell=address(row, column), count=repeated)
            rows, columns = _number(_ROWS_SPANNED, inside), _number(_COLUMNS_SPANNED, inside)
            if rows > 1 or columns > 1:
                found.merges.append((row, column, row + rows - 1, column + columns - 1))
                if len(found.merges) > MOST_MERGES:
                    raise Refusal("too_many_merges", limit=MOST_MERGES)
            if b"table:formula=" in inside and b"value-type=" not in inside and len(found.blank_formulas) < MOST_NAMED:
                found.blank_formulas.append(address(row, column))
            column += repeated


def _tells(text: bytes) -> bool:
    return any(mark in text for mark in _TELLING)


def _number(pattern: re.Pattern[bytes], inside: bytes) -> int:
    match = pattern.search(inside)
    return int(match[1]) if match else 1
