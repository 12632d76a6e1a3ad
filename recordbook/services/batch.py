"""Writing many record books at once, for imports and the demo town."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from recordbook.enums import BookState
from recordbook.models import RecordBook
from volunteer_portal.intake.writing import copy_in, delete_rows, take_keys

COLUMNS = (
    "id", "volunteer_id", "book_number", "category_id", "issuer", "issued_on", "issue_kind", "state",
    "recorded_unit_id", "recorded_by_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewBook:
    """A live book to be written down."""

    volunteer_id: int
    book_number: str
    category: str
    issuer: str
    issued_on: date
    issue_kind: str


@transaction.atomic
def add_books(*, books: Sequence[NewBook], unit_id: int | None, by_id: int | None) -> list[int]:
    """Write live books; returns their keys, in order. ``IntegrityError`` when somebody has one already."""
    keys = take_keys(RecordBook, len(books))
    live = BookState.LIVE.value
    rows = (
        (key, b.volunteer_id, b.book_number, b.category, b.issuer, b.issued_on, b.issue_kind, live, unit_id, by_id)
        for key, b in zip(keys, books, strict=True)
    )
    copy_in(RecordBook, COLUMNS, rows)
    return keys


@transaction.atomic
def remove_books(*, keys: Sequence[int]) -> None:
    """Remove books that an import made and now takes back."""
    delete_rows(RecordBook, keys)
