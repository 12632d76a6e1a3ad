"""Postmen: an id in, one call, safe to run twice."""

from __future__ import annotations

import logging
import threading
from typing import Any

from celery import shared_task
from django.db import close_old_connections, connection
from django.utils.translation import gettext as _

from volunteer_portal.access.errors import NotAllowed, Refused
from volunteer_portal.pages.clock import now

from . import services
from .models import Job, JobState
from .registry import Cancelled, Progress, function_of

logger = logging.getLogger(__name__)
BEAT_SECONDS = 1.0


class Heartbeat(threading.Thread):
    """Writes progress down once a second and hears whether the job was taken back."""

    def __init__(self, job_id: object, progress: Progress) -> None:
        super().__init__(daemon=True)
        self.job_id, self.progress, self.over = job_id, progress, threading.Event()

    def run(self) -> None:
        """Beat until told that the work is over."""
        while not self.over.wait(BEAT_SECONDS):
            kept = Job.objects.filter(pk=self.job_id, state=JobState.RUNNING).update(
                done=self.progress.done,
                total=self.progress.total,
                message=self.progress.message[:300],
                beat_at=now(),
            )
            if not kept:
                self.progress.cancelled.set()
        connection.close()

    def stop(self) -> None:
        """End before the work's own transaction touches the job's row."""
        self.over.set()
        self.join(timeout=5)


@shared_task(name="jobs.run")
def run(*, job_id: str, **_late: Any) -> None:
    """Do one job: take it, beat, work, and say how it ended."""
    row = services.claim(job_id=job_id, now=now())
    if row is not None:
        work(row)


def work(row: Job) -> None:
    """Run the function of the job's kind."""
    progress = Progress(total=row.total)
    heart = Heartbeat(row.pk, progress)
    heart.start()
    progress.stop = heart.stop
    try:
        function_of(row.kind)(row, progress)
    except Cancelled:
        logger.info("job %s was cancelled", row.pk)
    except (Refused, NotAllowed) as refusal:
        services.fail(row=row, now=now(), message=str(refusal))
    except Exception:
        logger.exception("job %s (%s) failed", row.pk, row.kind)
        services.fail(
            row=row, now=now(), message=_("處理時發生錯誤，沒有寫入任何資料。請再試一次，仍不行請聯絡推廣中心。")
        )
    finally:
        heart.stop()
        close_old_connections()


@shared_task(name="jobs.sweep")
def sweep(**_late: Any) -> None:
    """Find stuck and lost jobs."""
    services.sweep(now=now())


@shared_task(name="jobs.expire_files")
def expire_files(**_late: Any) -> None:
    """Remove files whose time is over."""
    services.expire_files(now=now())
