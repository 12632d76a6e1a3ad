"""The life of a job. Rows in PostgreSQL are the truth; the broker only carries ids, and may lose them."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from celery import current_app
from django.core.files.base import File
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from volunteer_portal.access.errors import Overtaken
from volunteer_portal.accounts.models import User

from .models import Job, JobState
from .registry import Cancelled

logger = logging.getLogger(__name__)

ATTEMPTS = 3
SILENT_AFTER = timedelta(seconds=45)
UNSENT_AFTER = timedelta(seconds=60)
KEPT_FOR = timedelta(days=7)
UNDER_WAY = (JobState.QUEUED, JobState.RUNNING)


@transaction.atomic
def enqueue(
    *, kind: str, by: User | None, params: Mapping[str, Any], unit_id: int | None = None, total: int = 0
) -> Job:
    """Write a job down and, once that is committed, hand its id to the broker. ``params`` holds no personal data."""
    row = Job.objects.create(kind=kind, requested_by=by, params=dict(params), unit_id=unit_id, total=total)
    transaction.on_commit(lambda: send(row))
    return row


def send(row: Job) -> None:
    """Hand the id to the broker. A broker that is down loses nothing: ``sweep`` sends again."""
    try:
        current_app.send_task("jobs.run", kwargs={"job_id": str(row.pk)}, queue="files")
    except (OperationalError, ConnectionError):
        logger.warning("job %s waits: the broker does not answer", row.pk)


@transaction.atomic
def claim(*, job_id: str, now: datetime) -> Job | None:
    """Take a waiting job. A message that comes twice finds it taken and gets ``None``."""
    row = Job.objects.select_for_update(skip_locked=True).filter(pk=job_id, state=JobState.QUEUED).first()
    if row is None:
        return None
    row.state, row.started_at, row.beat_at, row.attempts = JobState.RUNNING, now, now, row.attempts + 1
    row.save(update_fields=["state", "started_at", "beat_at", "attempts"])
    return row


def finish(*, row: Job, now: datetime, message: str = "", file: File | None = None, file_name: str = "") -> None:
    """End a job well. Called inside the transaction of its work: if it was cancelled meanwhile, nothing stays.

    Raises ``Cancelled``.
    """
    if file is not None:
        row.file.save(file_name or file.name, file, save=False)
    changed = Job.objects.filter(pk=row.pk, state=JobState.RUNNING).update(
        state=JobState.DONE,
        done=F("total"),
        message=message[:300],
        file=row.file.name,
        file_name=file_name[:200],
        finished_at=now,
        expires_at=now + KEPT_FOR,
    )
    if not changed:
        raise Cancelled
    row.refresh_from_db()


def fail(*, row: Job, now: datetime, message: str) -> None:
    """End a job badly, with a sentence for the person who asked."""
    Job.objects.filter(pk=row.pk, state__in=UNDER_WAY).update(
        state=JobState.FAILED, message=message[:300], finished_at=now, expires_at=now + KEPT_FOR
    )


def cancel(*, row: Job, now: datetime) -> bool:
    """Take a job back. Whether it was still under way."""
    changed = Job.objects.filter(pk=row.pk, state__in=UNDER_WAY).update(
        state=JobState.CANCELLED, finished_at=now, expires_at=now + KEPT_FOR, message=_("已取消，沒有寫入任何資料。")
    )
    return bool(changed)


def retry(*, row: Job) -> Job:
    """Ask again for work that ended badly, as a new job; work that is under way or done stays as it is."""
    if row.state not in (JobState.FAILED, JobState.CANCELLED):
        raise Overtaken(_("這項工作現在是「{state}」，不必重試。").format(state=row.get_state_display()))
    return enqueue(kind=row.kind, by=row.requested_by, params=row.params, unit_id=row.unit_id, total=row.total)


def sweep(*, now: datetime) -> dict[str, int]:
    """Send again what the broker lost; requeue, or end, what a killed worker left behind."""
    silent = Q(state=JobState.RUNNING, beat_at__lt=now - SILENT_AFTER)
    given_up = Job.objects.filter(silent, attempts__gte=ATTEMPTS).update(
        state=JobState.FAILED,
        finished_at=now,
        expires_at=now + KEPT_FOR,
        message=_("處理時中斷了三次，沒有寫入任何資料。請再試一次，仍不行請聯絡推廣中心。"),
    )
    requeued = Job.objects.filter(silent).update(state=JobState.QUEUED, beat_at=now)
    unsent = Job.objects.filter(state=JobState.QUEUED).filter(
        Q(beat_at__isnull=True, created_at__lt=now - UNSENT_AFTER) | Q(beat_at__lte=now)
    )
    waiting = list(unsent)
    for row in waiting:
        send(row)
    return {"given_up": given_up, "requeued": requeued, "sent": len(waiting)}


def expire_files(*, now: datetime) -> int:
    """Remove files whose time is over; the rows stay. Returns how many."""
    old = Job.objects.filter(expires_at__lte=now).exclude(file="")
    count = 0
    for row in old:
        row.file.delete(save=False)
        Job.objects.filter(pk=row.pk).update(file="")
        count += 1
    return count
