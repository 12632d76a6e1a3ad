"""The plan: what each row of a file will do. It is what the preview shows and what the commit applies."""

from __future__ import annotations

import gc
import hashlib
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Model

from volunteer_portal.rules.identity import mask
from volunteer_portal.tabular.reading import Sheet

from .findings import Finding, masked
from .kinds import Kind
from .models import RowFate
from .tables import Table, read_table

NOTHING: Sequence[Finding] = ()
STEP = 2_000
Progress = Callable[[int, int], None]


@dataclass(slots=True)
class RowPlan:
    """What becomes of one row. ``payload`` is what the commit writes; only the row's own planner reads it."""

    index: int
    number: int
    fate: str = RowFate.CREATE
    problems: Sequence[Finding] = NOTHING
    warnings: Sequence[Finding] = NOTHING
    payload: Any = None
    object_id: int | None = None
    before: dict[str, Any] | None = None
    changes: Sequence[str] = ()

    def refuse(self, finding: Finding) -> None:
        """The row does not go in."""
        self.fate = RowFate.ERROR
        self.problems = [*self.problems, finding]

    def warn(self, finding: Finding) -> None:
        """The row goes in, and something is to be said about it."""
        self.warnings = [*self.warnings, finding]


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who writes, when, and for which import (None: the command line)."""

    by: Any
    now: datetime
    source: int | None = None

    @property
    def by_id(self) -> int | None:
        """The account's key."""
        return None if self.by is None else self.by.pk


class Planner(ABC):
    """Judges one file of one kind against facts that are loaded once.

    ``lock``: hold the people of the file (in the order of their keys) until the transaction ends.
    """

    #: Needed columns that this file may do without (roster exports of the national system).
    optional: frozenset[str] = frozenset()

    def __init__(self, table: Table, unit: Any, *, today: date, lock: bool) -> None:
        self.table, self.unit, self.today, self.lock = table, unit, today, lock

    @classmethod
    def optional_for(cls, sheet: Sheet) -> frozenset[str]:  # noqa: ARG003
        """Needed columns that this file may do without."""
        return cls.optional

    def note_change(self, row: RowPlan, attribute: str, old: Any, new: Any) -> None:
        """Keep what an update changes, 「欄位：舊 → 新」, for the preview; identity numbers masked."""
        column = self.table.resource.columns()[attribute]
        before, after = (column.widget.render(value) if value not in (None, "") else "" for value in (old, new))
        hide = mask if column.private else masked
        said = (
            f"{column.column_name}：{hide(before) if before else '（空白）'} → {hide(after) if after else '（空白）'}"
        )
        row.changes = [*row.changes, said]

    @abstractmethod
    def load(self) -> None:
        """Gather the facts: people, what is recorded already, the rules."""

    def identify(self, row: RowPlan) -> None:  # noqa: B027 - a file may be about no person
        """Find whom the row is about; asked of every row, so that a wrong date does not hide a wrong number."""

    @abstractmethod
    def judge(self, row: RowPlan) -> None:
        """Decide the fate of a row whose cells and person are in order."""

    @abstractmethod
    def write(self, rows: list[RowPlan], stamp: Stamp) -> None:
        """Write these rows, all of them to be created or updated, and set their ``object_id`` (and ``before``)."""

    @classmethod
    @abstractmethod
    def undo(cls, rows: list[Any], unit_id: int | None, stamp: Stamp) -> None:
        """Take back what the stored rows of an import made or changed; ``Refused`` when something was built on it."""


@dataclass(slots=True)
class Plan:
    """Every row's fate, and what is to be said about the file as a whole."""

    kind: Kind
    unit: Any
    sheet_name: str
    format: str
    encoding: str | None
    table: Table
    planner: Planner
    rows: list[RowPlan] = field(default_factory=list)
    locked: bool = False

    @property
    def warnings(self) -> list[Finding]:
        """About the file as a whole; they belong to the header row."""
        return self.table.file_warnings

    def counts(self) -> Counter[str]:
        """How many rows have which fate."""
        return Counter(row.fate for row in self.rows)

    def refused(self) -> list[RowPlan]:
        """Rows that do not go in."""
        return [row for row in self.rows if row.fate == RowFate.ERROR]

    def to_write(self) -> list[RowPlan]:
        """Rows that create or change something."""
        return [row for row in self.rows if row.fate in (RowFate.CREATE, RowFate.UPDATE)]

    def errors_json(self) -> list[dict[str, object]]:
        """All errors, row by row."""
        return [finding.as_json(row.number) for row in self.rows for finding in row.problems]

    def warnings_json(self) -> list[dict[str, object]]:
        """Warnings of the file, then row by row."""
        about = [finding.as_json(self.table.header_row) for finding in self.warnings]
        return about + [finding.as_json(row.number) for row in self.rows for finding in row.warnings]

    @property
    def digest(self) -> str:
        """A mark of all that the plan decided: it changes with any row's fate, words or values."""
        marks = hashlib.sha256()
        for row in self.rows:
            marks.update(repr((row.number, str(row.fate), row.problems, row.warnings, row.payload)).encode())
        marks.update(repr(self.warnings).encode())
        return marks.hexdigest()


@contextmanager
def collector_at_rest() -> Iterator[None]:
    """A plan is a hundred thousand small things that live to its end: to look for rubbish among them costs a third."""
    active = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if active:
            gc.enable()


@collector_at_rest()
def plan(  # noqa: PLR0913 - a file, whose, and how
    kind: Kind,
    sheet: Sheet,
    unit: Model | None,
    *,
    today: date,
    lock: bool = False,
    progress: Progress | None = None,
    consume: bool = False,
) -> Plan:
    """Judge every row of the sheet. Writes nothing. Raises ``SheetRefused`` or ``FileRefused``.

    ``consume``: the sheet's rows are let go as soon as they are read, so that a large file stands in memory once.
    """
    table = read_table(kind.resource, sheet, today=today, optional=kind.planner.optional_for(sheet))
    about = (sheet.name, sheet.format, sheet.encoding)
    if consume:
        sheet.rows.clear()
    planner = kind.planner(table, unit, today=today, lock=lock)
    planner.load()
    made = Plan(kind, unit, *about, table, planner, locked=lock)
    made.rows = list(_judged(table, planner, progress))
    return made


def _judged(table: Table, planner: Planner, progress: Progress | None) -> Iterator[RowPlan]:
    problems, warnings, total = table.problems, table.warnings, len(table)
    for index, number in enumerate(table.numbers):
        row = RowPlan(index, number)
        if index in warnings:
            row.warnings = warnings[index]
        if index in problems:
            row.problems, row.fate = problems[index], RowFate.ERROR
        planner.identify(row)
        if row.fate != RowFate.ERROR:
            planner.judge(row)
        if progress and index % STEP == 0:
            progress(index, total)
        yield row
