"""Writing many judged records at once, for imports and the demo town. Verdicts come from ``judging.Case.judge``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from hours.models import ServiceRecord
from volunteer_portal.intake.writing import copy_in, delete_rows, take_keys

#: The fields of a judged record, in the order in which callers give them.
RECORD = (
    "volunteer_id", "unit_id", "category_id", "served_from", "served_to", "item_code", "content_code", "area_code",
    "minutes", "people_served", "transport_fee", "meal_fee", "people_abroad", "people_at_home", "note", "verdict",
)  # fmt: skip
COLUMNS = ("id", *RECORD, "source_id", "recorded_by_id", "recorded_at", "reason")


@transaction.atomic
def add_records(
    *, records: Sequence[Sequence[Any]], by_id: int | None, now: datetime, source: int | None = None
) -> list[int]:
    """Write judged records (values of ``RECORD``, in order); returns their keys, in order.

    The caller holds the people's rows, and judged the records while holding them.
    """
    keys = take_keys(ServiceRecord, len(records))
    stamp = (source, by_id, now.isoformat(), "")
    copy_in(ServiceRecord, COLUMNS, ((key, *record, *stamp) for key, record in zip(keys, records, strict=True)))
    return keys


@transaction.atomic
def remove_records(*, keys: Iterable[int]) -> None:
    """Remove records that an import made and now takes back."""
    delete_rows(ServiceRecord, list(keys))
