"""A sheet cleaned column by column: each different cell of a column is read once, whatever the number of rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from volunteer_portal.rules.identity import mask
from volunteer_portal.tabular.reading import Cell, Sheet, find_header
from volunteer_portal.tabular.reading.cells import CellRefused, clean_text
from volunteer_portal.tabular.writing.returned import REASON, ROW_NUMBER

from .columns import Column, IntakeResource, header_key
from .findings import FileRefused, Finding, masked
from .widgets import Noted

RETURNED = frozenset({header_key(ROW_NUMBER), header_key(REASON)})


@dataclass(slots=True)
class Table:
    """Clean values by attribute, one list a column; ``None`` where a cell is blank or was refused."""

    resource: type[IntakeResource]
    header_row: int
    numbers: list[int]
    columns: dict[str, list[Any]]
    present: frozenset[str]
    problems: dict[int, list[Finding]] = field(default_factory=lambda: defaultdict(list))
    warnings: dict[int, list[Finding]] = field(default_factory=lambda: defaultdict(list))
    raw: dict[tuple[int, str], str] = field(default_factory=dict)
    file_warnings: list[Finding] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.numbers)

    def finding(self, attribute: str, code: str, message: str) -> Finding:
        """A finding at a column, by the name a person sees."""
        return Finding(self.resource.name_of(attribute), code, message)

    def refuse(self, index: int, attribute: str, code: str, message: str) -> None:
        """Add an error to a row."""
        self.problems[index].append(self.finding(attribute, code, message))

    def warn(self, index: int, attribute: str, code: str, message: str) -> None:
        """Add a warning to a row."""
        self.warnings[index].append(self.finding(attribute, code, message))

    def shown(self, index: int, also: Collection[str] = ()) -> dict[str, str]:
        """What a preview prints of the row; an identity number only masked, a refused cell as it came.

        ``also`` names columns that have a problem, to be printed although the preview leaves them out.
        """
        said = {}
        for attribute, column in self.resource.columns().items():
            if attribute not in self.present or not (column.shown or column.column_name in also):
                continue
            text = self.raw.get((index, attribute))
            if text is None:
                value = self.columns[attribute][index]
                text = column.widget.render(value) if value is not None else ""
                text = mask(text) if column.private else masked(text)
            said[column.column_name] = text
        return said


def read_table(resource: type[IntakeResource], sheet: Sheet, *, today: date, optional: Iterable[str] = ()) -> Table:
    """Find the header, match the columns, clean every cell. Raises ``SheetRefused`` or ``FileRefused``.

    ``optional`` names needed columns that this file may do without.
    """
    header = find_header(sheet)
    row_number = sheet.row_number(header)
    places, file_warnings = _match(resource, sheet.rows[header], row_number)
    needed = {name for name, column in resource.columns().items() if column.needed} - set(optional)
    _refuse_missing(resource, needed - places.keys(), row_number)
    first = places.get("name", 0)
    kept = [
        index
        for index in range(header + 1, len(sheet.rows))
        if sheet.rows[index][first] or any(map(_filled, sheet.rows[index]))
    ]
    table = Table(resource, row_number, [sheet.row_number(index) for index in kept], {}, frozenset(places))
    table.file_warnings = [Finding("", each.code, each.sentence) for each in sheet.warnings] + file_warnings
    for attribute, column in resource.columns().items():
        place = places.get(attribute)
        if place is None:
            table.columns[attribute] = [None] * len(kept)
            continue
        cells = [sheet.rows[index][place] for index in kept]
        filled = attribute in needed and not column.may_be_blank
        _clean_column(table, attribute, column, cells, needed=filled, today=today)
    return table


def check_columns(resource: type[IntakeResource], sheet: Sheet, *, optional: Iterable[str] = ()) -> int:
    """How many rows the sheet has below its header; raises what ``read_table`` would say about its columns."""
    header = find_header(sheet)
    places, _warnings = _match(resource, sheet.rows[header], sheet.row_number(header))
    needed = {name for name, column in resource.columns().items() if column.needed} - set(optional)
    _refuse_missing(resource, needed - places.keys(), sheet.row_number(header))
    return len(sheet.rows) - header - 1


def headers_of(sheet: Sheet) -> frozenset[str]:
    """The comparable headers of the sheet."""
    return frozenset(filter(None, map(header_key, sheet.rows[find_header(sheet)])))


def _filled(cell: Cell) -> bool:
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def _match(
    resource: type[IntakeResource], cells: tuple[Cell, ...], row_number: int
) -> tuple[dict[str, int], list[Finding]]:
    places: dict[str, int] = {}
    unknown, twice = [], []
    for place, cell in enumerate(cells):
        key = header_key(cell)
        attribute = resource.by_header().get(key)
        if not key or key in RETURNED:
            continue
        said = masked(clean_text(cell if not isinstance(cell, str) else cell.replace("\0", "")))[:40]
        if attribute is None:
            unknown.append(said)
        elif attribute in places:
            twice.append(Finding(said, "column_twice", _("「{name}」有兩欄，請只留一欄。").format(name=said)))
        else:
            places[attribute] = place
    if twice:
        raise FileRefused(row_number, twice)
    if not unknown:
        return places, []
    message = _("不認得這些欄，沒有匯入：{names}。").format(names="、".join(f"「{name}」" for name in unknown))
    return places, [Finding("、".join(unknown), "unknown_columns", message)]


def _refuse_missing(resource: type[IntakeResource], missing: set[str], row_number: int) -> None:
    if not missing:
        return
    names = [column.column_name for name, column in resource.columns().items() if name in missing]
    raise FileRefused(
        row_number,
        [
            Finding(name, "column_missing", _("標題列缺少「{name}」欄，請補上後再上傳。").format(name=name))
            for name in names
        ],
    )


def _clean_column(
    table: Table, attribute: str, column: Column, cells: Iterable[Cell], *, needed: bool, today: date
) -> None:
    read = _reader(column, today)
    memo: dict[Any, Any] = {}
    values: list[Any] = []
    odd: list[int] = []
    for index, cell in enumerate(cells):
        key = cell if type(cell) is str or cell is None else (type(cell), cell)
        try:
            value = memo[key]
        except KeyError:
            value = memo[key] = read(cell)
        if value is None or type(value) in _ODD:
            odd.append(index)
        values.append(value)
    for index in odd:
        value = values[index]
        if value is None:
            if needed:
                table.refuse(index, attribute, "blank", _("沒有填{name}。").format(name=column.column_name))
        elif type(value) is _Refusal:
            table.problems[index].append(value.finding)
            table.raw[index, attribute] = value.shown
            values[index] = None
        else:
            table.warnings[index].append(value.finding)
            values[index] = value.value
    table.columns[attribute] = values


@dataclass(frozen=True, slots=True)
class _Refusal:
    finding: Finding
    shown: str


@dataclass(frozen=True, slots=True)
class _Repair:
    finding: Finding
    value: Any


_ODD = frozenset({_Refusal, _Repair})


def _reader(column: Column, today: date) -> Callable[[Cell], Any]:
    name = column.column_name

    def read(cell: Cell) -> Any:
        try:
            if cell is None:
                return None
            if isinstance(cell, str) and not clean_text(cell):
                return None
            value = column.widget.clean(cell, today=today)
        except ValueError as refusal:
            code = getattr(refusal, "code", "") or _code_of(refusal)
            sentence = str(getattr(refusal, "sentence", "") or refusal)
            return _Refusal(Finding(name, code, masked(sentence)), _raw(cell, private=column.private))
        if isinstance(value, Noted):
            return _Repair(Finding(name, value.code, masked(value.message)), value.value)
        return None if value == "" else value

    return read


def _code_of(refusal: ValueError) -> str:
    return {"BadDate": "date", "UnknownCategory": "category"}.get(type(refusal).__name__, "value")


def _raw(cell: Cell, *, private: bool) -> str:
    try:
        text = clean_text(cell)[:60]
    except CellRefused:
        text = str(cell).replace("\0", "")[:60]
    return mask(text) if private else masked(text)
