"""Writing many rows at once: COPY in, one UPDATE from a staging table. History rows follow by statement trigger."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Model

BUFFER = 1 << 18
SHORT, REMEMBERED = 24, 50_000
_SPECIAL = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})


def attach_context() -> None:
    """Let the history know this request's context: COPY itself passes by where the context is attached."""
    with connection.cursor() as cursor:
        cursor.execute("DO $$ BEGIN END $$")


def take_keys(model: type[Model], count: int) -> list[int]:
    """``count`` new primary keys of the model, so that rows know their keys before they are written."""
    if not count:
        return []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [model._meta.db_table, model._meta.pk.column, count],
        )
        return [key for (key,) in cursor.fetchall()]


def copy_in(model: type[Model], fields: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Add rows; ``fields`` are attribute names (``unit_id``), all that have no default in the database."""
    table, columns = _names(model, fields)
    _copy(f"COPY {table} ({columns}) FROM STDIN", rows)


def update_rows(model: type[Model], fields: Sequence[str], rows: Collection[Sequence[Any]]) -> None:
    """Change rows in one statement; each row is the primary key followed by the fields' values."""
    if not rows:
        return
    pk = model._meta.pk.attname
    table, columns = _names(model, [pk, *fields])
    quote = connection.ops.quote_name
    key, names = quote(model._meta.pk.column), [quote(model._meta.get_field(name).column) for name in fields]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS intake_changes")
        cursor.execute(f"CREATE TEMP TABLE intake_changes ON COMMIT DROP AS SELECT {columns} FROM {table} LIMIT 0")  # noqa: S608
        _copy(f"COPY intake_changes ({columns}) FROM STDIN", rows)
        changes = ", ".join(f"{name} = c.{name}" for name in names)
        cursor.execute(f"UPDATE {table} t SET {changes} FROM intake_changes c WHERE t.{key} = c.{key}")  # noqa: S608
        cursor.execute("DROP TABLE intake_changes")


def delete_rows(model: type[Model], keys: Sequence[int]) -> None:
    """Remove rows by key in one statement."""
    if keys:
        with connection.cursor() as cursor:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"DELETE FROM {table} WHERE id = ANY(%s)", [list(keys)])  # noqa: S608


def _names(model: type[Model], fields: Sequence[str]) -> tuple[str, str]:
    quote = connection.ops.quote_name
    return quote(model._meta.db_table), ", ".join(quote(model._meta.get_field(name).column) for name in fields)


def _copy(sql: str, rows: Iterable[Sequence[Any]]) -> None:
    written = _Written()
    with connection.cursor() as cursor, cursor.copy(sql) as copy:
        lines: list[str] = []
        size = 0
        for row in rows:
            line = "\t".join([str(value) if type(value) is int else written[value] for value in row])
            lines.append(line)
            size += len(line)
            if size > BUFFER:
                copy.write("\n".join(lines) + "\n")
                lines, size = [], 0
        if lines:
            copy.write("\n".join(lines) + "\n")


class _Written(dict[Any, str]):
    """Values as COPY reads them; short texts and days, which come again and again, are written once.

    Whole numbers never enter: ``1`` and ``True`` would be the same key.
    """

    def __missing__(self, value: Any) -> str:
        text = _WRITE[type(value)](value)
        if len(text) < SHORT and len(self) < REMEMBERED:
            self[value] = text
        return text


class _Writers(dict[type, Callable[[Any], str]]):
    """How each type of value is written; a subclass (an enumeration) as its nearest known parent."""

    def __missing__(self, kind: type) -> Callable[[Any], str]:
        for parent in kind.__mro__:
            if parent in self:
                self[kind] = self[parent]
                return self[parent]
        raise TypeError(kind)


_WRITE = _Writers(
    {
        type(None): lambda _value: "\\N",
        str: lambda value: str.translate(value, _SPECIAL),
        int: int.__str__,
        bool: lambda value: "t" if value else "f",
        date: date.isoformat,
        datetime: datetime.isoformat,
        UUID: str,
        bytes: lambda value: f"\\\\x{value.hex()}",
    }
)
