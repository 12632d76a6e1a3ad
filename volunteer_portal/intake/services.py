"""The life of an import in the browser: receive, check, confirm, commit, undo. One plan from preview to commit."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from volunteer_portal.access.errors import Overtaken, Refused
from volunteer_portal.accounts.models import User
from volunteer_portal.jobs import services as jobs
from volunteer_portal.tabular.reading import read_sheet
from volunteer_portal.tabular.reading.reader import shown

from . import answers, originals
from .committing import commit
from .kinds import Kind, kind_of
from .models import CHANGES, Import, ImportRow, ImportState, RowFate
from .planning import Plan, Progress, Stamp, plan
from .tables import check_columns
from .writing import copy_in, take_keys, update_rows

AT_ONCE = 500
CHECK, COMMIT = "intake.check", "intake.commit"
ROW_COLUMNS = ("id", "parent_id", "number", "fate", "shown", "problems", "warnings")


def unit_of(row: Import) -> Any:
    """The unit whose data it is, or None for the city's own kinds."""
    if row.unit_id is None:
        return None
    return import_string("units.models.OperatingUnit").objects.get(pk=row.unit_id)


def receive(*, kind: Kind, content: bytes, file_name: str, unit: Any, by: User | None, now: datetime) -> Import:
    """Take a file in: keep it sealed and check it, at once when it is small, else as a job.

    Raises ``SheetRefused`` or ``FileRefused`` when the file as a whole cannot be taken; then nothing is kept.
    """
    sheet = read_sheet(content, file_name)
    rows = check_columns(kind.resource, sheet, optional=kind.planner.optional_for(sheet))
    row = Import(
        kind=kind.code,
        unit_id=None if unit is None else unit.pk,
        file_name=shown(file_name)[:200],
        sha256=hashlib.sha256(content).hexdigest(),
        sheet_name=sheet.name[:100],
        encoding=sheet.encoding or "",
        rows=rows,
        uploaded_by=by,
    )
    originals.keep(row, content)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            if rows <= AT_ONCE:
                keep_plan(row, plan(kind, sheet, unit, today=timezone.localdate(now)))
            else:
                row.job = _enqueue(CHECK, row, by)
                row.save(update_fields=["job"])
    except Exception:
        if row.pk is None or not Import.objects.filter(pk=row.pk).exists():
            row.file.storage.delete(row.file.name)
        raise
    return row


def check(*, row: Import, today: date, progress: Progress | None = None) -> None:
    """Plan the file (again) and keep what was decided for the preview."""
    made = plan(kind_of(row.kind), originals.sheet_of(row), unit_of(row), today=today, progress=progress)
    with transaction.atomic():
        keep_plan(row, made)


def keep_plan(row: Import, made: Plan, message: str = "") -> None:
    """Write down each row's fate; the digest makes sure that the commit applies exactly this."""
    counts = made.counts()
    row.header_row = made.table.header_row
    row.rows, row.created, row.updated = len(made.rows), counts[RowFate.CREATE], counts[RowFate.UPDATE]
    row.unchanged, row.refused = counts[RowFate.SAME], counts[RowFate.ERROR]
    row.warnings = [finding.as_stored() for finding in made.warnings]
    row.plan_digest, row.state, row.message = made.digest, ImportState.CHECKED, message
    row.save()
    ImportRow.objects.filter(parent=row).delete()
    keys = take_keys(ImportRow, len(made.rows))  # before the COPY begins: its connection does nothing else meanwhile
    copy_in(ImportRow, ROW_COLUMNS, _lines(row, made, keys))


def _lines(row: Import, made: Plan, keys: list[int]) -> Iterator[tuple[Any, ...]]:
    for key, each in zip(keys, made.rows, strict=True):
        yield (
            key,
            row.pk,
            each.number,
            str(each.fate),
            _json(
                made.table.shown(each.index, also={finding.column for finding in each.problems})
                | ({CHANGES: "；".join(each.changes)} if each.changes else {})
            ),
            _json([finding.as_stored() for finding in each.problems]),
            _json([finding.as_stored() for finding in each.warnings]),
        )


def confirm(*, row: Import, good_rows: bool, by: User | None, now: datetime) -> Import:
    """Commit what was previewed: at once when it is small, else as a job. ``good_rows`` leaves refused rows out."""
    with transaction.atomic():
        row = _held(row, ImportState.CHECKED)
        if row.refused and not good_rows:
            raise Refused.one("", "refused_rows", _("還有需要修正的列；要先匯入其餘的列，請選「匯入沒有問題的列」。"))
        if row.rows == row.refused:
            raise Refused.one("", "nothing", _("沒有可以匯入的列，請修正檔案後重新上傳。"))
        if not row.created + row.updated:
            raise Refused.one("", "nothing", _("這些列都已登錄過，沒有要匯入的。"))
        row.good_rows, row.committed_by = good_rows, by
        if row.rows > AT_ONCE:
            row.state, row.job = ImportState.COMMITTING, _enqueue(COMMIT, row, by)
        row.save()
    if row.state == ImportState.CHECKED:
        apply(row=row, by=by, now=now)
    row.refresh_from_db()
    return row


def apply(*, row: Import, by: User | None, now: datetime, progress: Progress | None = None) -> None:
    """Plan under lock, compare with the preview, write. Another outcome than previewed is not written.

    Raises ``Overtaken`` after the new plan is kept for another look.
    """
    today = timezone.localdate(now)
    kind, sheet, unit = kind_of(row.kind), originals.sheet_of(row), unit_of(row)
    try:
        with transaction.atomic(), pghistory.context(import_id=row.pk):
            held = _held(row, ImportState.CHECKED, ImportState.COMMITTING)
            made = plan(kind, sheet, unit, today=today, lock=True, progress=progress)
            _refuse_stale(made, held.plan_digest)
            commit(made, good_rows=held.good_rows, by=by, now=now, source=held.pk)
            _keep_outcome(held, made, by, now)
    except IntegrityError as clash:
        sentence = _("同一批資料剛剛已經登錄，已重新檢查，請再看一次；沒有寫入任何資料。")
        check(row=row, today=today)
        Import.objects.filter(pk=row.pk).update(message=sentence)
        raise Overtaken(sentence) from clash
    except _Stale as stale:
        sentence = _("檢查之後資料變動過（您或同事登錄了相關的人或資料），已重新檢查，請再看一次；沒有寫入任何資料。")
        with transaction.atomic():
            keep_plan(Import.objects.select_for_update().get(pk=row.pk), stale.plan, sentence)
        raise Overtaken(sentence) from stale


class _Stale(Exception):
    """The data changed after the preview."""

    def __init__(self, made: Plan) -> None:
        super().__init__()
        self.plan = made


def _refuse_stale(made: Plan, previewed: str) -> None:
    if made.digest != previewed:
        raise _Stale(made)


def _keep_outcome(row: Import, made: Plan, by: User | None, now: datetime) -> None:
    row.state, row.message, row.committed_by, row.committed_at = ImportState.DONE, "", by, now
    row.save()
    keys = dict(ImportRow.objects.filter(parent=row).values_list("number", "pk"))
    update_rows(
        ImportRow,
        ("object_id", "before"),
        [
            (keys[each.number], each.object_id, None if each.before is None else _json(each.before))
            for each in made.to_write()
        ],
    )


@transaction.atomic
def undo(*, row: Import, by: User | None, now: datetime) -> Import:
    """Take a committed import back, whole, as long as nothing was built on it; else ``Refused`` says what was."""
    row = _held(row, ImportState.DONE)
    relied = relied_on(row)
    if relied:
        raise Refused.one("", "relied_on", relied)
    lines = list(ImportRow.objects.filter(parent=row, object_id__isnull=False))
    with pghistory.context(import_id=row.pk, undo=True):
        kind_of(row.kind).planner.undo(lines, row.unit_id, Stamp(by, now, row.pk))
        row.state, row.undone_by, row.undone_at = ImportState.UNDONE, by, now
        row.save()
    return row


def relied_on(row: Import) -> str:
    """Why a committed import has to stay, as whoever uses its rows says (``relied_on``); "" when it may go."""
    return str((answers.ask("relied_on", [row]) or {}).get(row.pk, ""))


@transaction.atomic
def discard(*, row: Import) -> Import:
    """Put a checked file aside that nobody will import."""
    row = _held(row, ImportState.CHECKED)
    row.state, row.message = ImportState.FAILED, _("已放棄這個檔案，沒有寫入任何資料。")
    row.save(update_fields=["state", "message"])
    return row


def cancel(*, row: Import, now: datetime) -> bool:
    """Take the work under way back. Each step commits by itself: the worker holds the import while it works."""
    if row.job is None or not jobs.cancel(row=row.job, now=now):
        return False
    Import.objects.filter(pk=row.pk, state=ImportState.READING).update(
        state=ImportState.FAILED, message=_("已取消，沒有寫入任何資料。")
    )
    Import.objects.filter(pk=row.pk, state=ImportState.COMMITTING).update(
        state=ImportState.CHECKED, message=_("已取消，沒有寫入任何資料。")
    )
    return True


def settle(row: Import) -> Import:
    """An import whose job ended badly goes back to where the person can act."""
    if row.job is not None and row.job.is_over and row.state in (ImportState.READING, ImportState.COMMITTING):
        row.refresh_from_db()
        if row.state == ImportState.READING:
            row.state = ImportState.FAILED
        elif row.state == ImportState.COMMITTING:
            row.state = ImportState.CHECKED
        else:
            return row
        row.message = row.job.message
        row.save(update_fields=["state", "message"])
    return row


def _enqueue(kind: str, row: Import, by: User | None) -> Any:
    return jobs.enqueue(kind=kind, by=by, params={"import": row.pk}, unit_id=row.unit_id, total=row.rows)


def _held(row: Import, *states: str) -> Import:
    """The import locked, in one of the states."""
    held = Import.objects.select_for_update().get(pk=row.pk)
    if held.state not in states:
        raise Overtaken(_("這次匯入現在是「{state}」，請重新整理頁面。").format(state=held.get_state_display()))
    return held


def _json(value: Mapping[str, Any] | list[Any]) -> str:
    return json.dumps(value, ensure_ascii=False)
