"""Record books."""

from __future__ import annotations

from datetime import date

from recordbook.models import RecordBook

from .numbers import serial


def a_book(volunteer, *, category: str = "EDU", issued_on: date = date(2023, 4, 1), **fields) -> RecordBook:
    return RecordBook.objects.create(
        volunteer=volunteer,
        category_id=category,
        issued_on=issued_on,
        **{"book_number": f"南市教字第{serial():06d}號", **fields},
    )
