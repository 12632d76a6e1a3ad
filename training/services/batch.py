"""Writing many completions at once, for imports and the demo town."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from training.enums import Evidence
from training.models import Completion
from training.signals import completions_changed
from volunteer_portal.intake.writing import copy_in, delete_rows, take_keys, update_rows

#: What an update may change; the key (person, kind, category, 完訓日期) is none of it.
DETAILS = ("course_name", "started_on", "ended_on", "minutes", "organiser", "certificate_number")
COLUMNS = (
    "id", "volunteer_id", "kind", "category_id", "completed_on", *DETAILS, "certificate_file", "evidence",
    "recorded_unit_id", "recorded_by_id", "recorded_at", "revoked_reason",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class NewCompletion:
    """A completion to be written down; ``details`` are the values of ``DETAILS``, in order."""

    volunteer_id: int
    kind: str
    category: str | None
    completed_on: date
    details: tuple[Any, ...]


@transaction.atomic
def add_completions(
    *, completions: Sequence[NewCompletion], unit_id: int | None, by_id: int | None, now: datetime
) -> list[int]:
    """Write completions; returns their keys, in order. Callers announce them (``announce``)."""
    keys = take_keys(Completion, len(completions))
    evidence = Evidence.CERTIFICATE.value
    rows = (
        (key, c.volunteer_id, c.kind, c.category, c.completed_on, *c.details, "", evidence, unit_id, by_id, now, "")
        for key, c in zip(keys, completions, strict=True)
    )
    copy_in(Completion, COLUMNS, rows)
    return keys


@transaction.atomic
def change_completions(*, changes: Mapping[int, Sequence[Any]]) -> None:
    """Give completions, by key, other ``DETAILS``."""
    update_rows(Completion, DETAILS, [(key, *details) for key, details in changes.items()])


@transaction.atomic
def remove_completions(*, keys: Sequence[int]) -> None:
    """Remove completions that an import had made and now takes back."""
    delete_rows(Completion, keys)


def announce(volunteer_ids: Collection[int]) -> None:
    """Tell whoever builds on completions; inside the transaction of the change."""
    if volunteer_ids:
        completions_changed.send(Completion, volunteer_ids=sorted(set(volunteer_ids)))
