"""Applying a plan: one transaction, all or nothing, or the good rows alone when asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from volunteer_portal.access.errors import Overtaken
from volunteer_portal.tabular.reading import Sheet

from .kinds import Kind
from .models import RowFate
from .planning import Plan, Progress, Stamp, collector_at_rest, plan
from .writing import attach_context


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a commit did. ``written`` is false when nothing went in."""

    plan: Plan
    written: bool
    created: int
    updated: int
    unchanged: int
    refused: int

    def as_json(self) -> dict[str, object]:
        """The command's JSON (contract §2)."""
        return {
            "rows": len(self.plan.rows),
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "errors": self.plan.errors_json(),
            "warnings": self.plan.warnings_json(),
        }


def outcome_of(made: Plan, *, written: bool) -> Outcome:
    """The figures of a plan, as they are or would be."""
    counts = made.counts()
    return Outcome(
        made,
        written,
        counts[RowFate.CREATE],
        counts[RowFate.UPDATE],
        counts[RowFate.SAME],
        counts[RowFate.ERROR],
    )


@collector_at_rest()
@transaction.atomic
def commit(made: Plan, *, good_rows: bool = False, by: Any, now: datetime, source: int | None = None) -> Outcome:
    """Write a plan that was made under lock in this transaction; nothing when a row is refused (unless ``good_rows``).

    A plan made without the lock may be older than the data: it is refused with ``Overtaken``.
    """
    if not made.locked or not transaction.get_connection().in_atomic_block:
        raise Overtaken(_("資料在檢查之後變動過，請重新檢查檔案再匯入；沒有寫入任何資料。"))
    refused = made.counts()[RowFate.ERROR]
    accepted = len(made.rows) - refused
    if refused and (not good_rows or not accepted):
        return outcome_of(made, written=False)
    rows = made.to_write()
    if rows:
        attach_context()
        made.planner.write(rows, Stamp(by, now, source))
    return outcome_of(made, written=True)


def run(  # noqa: PLR0913 - a file, whose, how, by whom
    kind: Kind,
    sheet: Sheet,
    unit: Any,
    *,
    today: date,
    now: datetime,
    by: Any = None,
    good_rows: bool = False,
    dry_run: bool = False,
    progress: Progress | None = None,
    consume: bool = False,
) -> Outcome:
    """Plan a file and apply it at once, as the command does. ``dry_run`` stops before writing."""
    if dry_run:
        return outcome_of(plan(kind, sheet, unit, today=today, progress=progress, consume=consume), written=False)
    try:
        with transaction.atomic():
            made = plan(kind, sheet, unit, today=today, lock=True, progress=progress, consume=consume)
            return commit(made, good_rows=good_rows, by=by, now=now)
    except IntegrityError as clash:
        raise Overtaken(_("剛剛有人登錄了檔案裡的人或資料，請再匯入一次；沒有寫入任何資料。")) from clash
