"""The child process: file on stdin, limits and names in argv, frames on stdout.

A frame is 4 bytes of length and that many bytes of `marshal`: lists, tuples, text and numbers only, and so
about five times as fast as JSON. Dates travel beside the rows, as `(row, column, year, month, day[, …])`.
"""

import json
import marshal
import os
import resource
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from .limits import Limits
from .refusal import Refusal
from .sheet_xml import Findings
from .text_files import read_csv
from .workbooks import Cell, Scan, checked_package, farthest_cell, is_hidden, is_readable, load, open_workbook, rows_of

_ROWS_A_FRAME = 2_000
_LONG_FRAME = 2_000_000  # bytes; only a frame above it can hold a cell worth measuring
_BLANK = {type(None)}
_DATES = {date, datetime}
Found = tuple[dict, Iterable[tuple[Cell, ...]]]


def confine(limits: Limits) -> None:
    """From here on the process can neither grow, run on, write a file nor leave a core dump with names in it."""
    _lower(resource.RLIMIT_AS, limits.memory_bytes)
    _lower(resource.RLIMIT_CPU, limits.cpu_seconds)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_CORE, 0)


def _lower(kind: int, value: int) -> None:
    hard = resource.getrlimit(kind)[1]
    value = value if hard == resource.RLIM_INFINITY else min(value, hard)
    try:
        resource.setrlimit(kind, (value, value))
    except (ValueError, OSError):  # macOS knows no limit of address space; the wall clock still holds there
        if sys.platform == "linux":
            raise


def squeezed(text: object) -> str:
    return "".join(text.split()) if isinstance(text, str) else ""


def find(content: bytes, kind: str, must_have: str, limits: Limits, refuse: Callable[[Refusal], None]) -> Found:
    """The first visible sheet with the header, else the first hidden one, else the first that is not empty."""
    if kind == "csv":
        encoding, rows = read_csv(content, limits)
        first = next((index for index, row in enumerate(rows) if any(row)), len(rows))
        return _about("", 1 + first, encoding=encoding), rows[first:]
    scan: Scan | None = None
    if kind != "xls":
        scan = Scan(checked_package(content, kind, limits), kind, limits, refuse)
        scan.start()
    try:
        return _find_in_workbook(content, scan, must_have, limits)
    except Refusal:
        if scan:  # it may know better why: then it answers and ends the process
            scan.join()
        raise


def _find_in_workbook(content: bytes, scan: Scan | None, must_have: str, limits: Limits) -> Found:
    workbook = open_workbook(content, limits)
    names = workbook.sheet_names
    order = [index for index in range(len(names)) if is_readable(workbook, index)]
    order.sort(key=lambda index: is_hidden(workbook, index))
    spare: Found | None = None
    for index in order:
        sheet = load(workbook, index)
        first, rows = rows_of(sheet, limits)
        head: list[tuple[Cell, ...]] = []
        has_header = False
        for row in rows:
            head.append(row)
            if any(squeezed(cell) == must_have for cell in row):
                has_header = True
                break
        found = scan.findings(names).get(names[index], Findings()) if scan else Findings(merges=_merges(sheet))
        unread = [names[other] for other in order if other != index and not is_hidden(workbook, other)]
        hidden = is_hidden(workbook, index)
        about = _about(names[index], first, found, sheet_names=names, hidden_sheet=hidden, unread=unread)
        if has_header:
            return about, _chain(head, rows)
        if head and spare is None:
            spare = about, head
        del sheet
    if scan:
        scan.join()
    return spare or (_about(names[0] if names else "", 1, sheet_names=names), [])


def _chain(head: list[tuple[Cell, ...]], rows: Iterator[tuple[Cell, ...]]) -> Iterator[tuple[Cell, ...]]:
    yield from head
    yield from rows


def _merges(sheet: object) -> list[tuple[int, int, int, int]]:
    """Calamine tells them of xls; ods and xlsx were scanned."""
    ranges = sheet.merged_cell_ranges or []
    return [(top + 1, left + 1, bottom + 1, right + 1) for (top, left), (bottom, right) in ranges]


def _about(name: str, first_row: int, found: Findings | None = None, **more: object) -> dict:
    found = found or Findings()
    return {
        "name": name,
        "first_row_number": first_row,
        "encoding": None,
        "sheet_names": [name],
        "hidden_sheet": False,
        "unread": [],
        "merges": found.merges,
        "hidden_rows": found.hidden_rows,
        "hidden_columns": found.hidden_columns,
        "blank_formulas": found.blank_formulas,
        "errors": found.errors,
    } | more


def frames(about: dict, rows: Iterable[tuple[Cell, ...]], limits: Limits) -> Iterator[tuple]:
    yield "about", about
    block: list[tuple] = []
    dates: list[tuple] = []
    blanks: list[tuple] = []  # held back: blank rows at the end are never sent
    count = 0
    for row in rows:
        kinds = set(map(type, row))
        if kinds <= _BLANK:
            blanks.append(row)
            continue
        if blanks:
            block += blanks
            blanks = []
        block.append(row if kinds.isdisjoint(_DATES) else _without_dates(row, len(block), dates))
        count += 1
        if count > limits.rows:
            raise Refusal("too_long", limit=limits.rows)
        if len(block) >= _ROWS_A_FRAME:
            yield "rows", block, dates
            block, dates = [], []
    yield "rows", block, dates
    yield ("done",)


def _without_dates(row: tuple[Cell, ...], index: int, dates: list[tuple]) -> tuple[Cell, ...]:
    for column, cell in enumerate(row):
        if isinstance(cell, date):
            dates.append((index, column, *cell.timetuple()[: 6 if isinstance(cell, datetime) else 3]))
    return tuple([None if isinstance(cell, date) else cell for cell in row])


def _refuse_long_text(block: list[tuple[Cell, ...]], limits: Limits) -> None:
    for row in block:
        for cell in row:
            if isinstance(cell, str) and len(cell) > limits.cell_characters:
                raise Refusal("long_text", limit=limits.cell_characters)


def main() -> None:
    limits = Limits(**json.loads(sys.argv[2]))
    kind, must_have, explain = sys.argv[3], sys.argv[4], sys.argv[5] == "explain"
    confine(limits)
    sys.setswitchinterval(0.0002)  # the reader asks for Python's lock at each block it reads
    content = sys.stdin.buffer.read(limits.file_bytes + 1)
    out = sys.stdout.buffer

    def send(frame: tuple) -> None:
        packed = marshal.dumps(frame)
        if len(packed) > _LONG_FRAME and frame[0] == "rows":
            _refuse_long_text(frame[1], limits)
        out.write(len(packed).to_bytes(4, "little"))
        out.write(packed)

    def finish() -> None:
        out.flush()
        os._exit(0)  # the workbook is not taken apart again: the system does that at once

    def refuse(refusal: Refusal) -> None:
        send(("refused", refusal.code, refusal.facts))
        finish()

    try:
        if explain:
            refuse((farthest_cell(content, limits) if kind == "xlsx" else None) or Refusal("unreadable"))
        for frame in frames(*find(content, kind, must_have, limits, refuse), limits):
            send(frame)
        finish()
    except Refusal as refusal:
        refuse(refusal)
    except (MemoryError, RecursionError):
        refuse(Refusal("unreadable"))
    except BaseException:  # noqa: BLE001  whatever a reader trips over, even a panic, is this one file's fault
        refuse(Refusal("damaged"))
