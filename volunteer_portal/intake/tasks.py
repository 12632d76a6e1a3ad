"""Large imports as jobs: checking a file, and committing what was previewed."""

from __future__ import annotations

import pghistory
from django.db import transaction
from django.utils.translation import gettext as _

from volunteer_portal.access.errors import Overtaken, Refused
from volunteer_portal.jobs import services as jobs
from volunteer_portal.jobs.models import Job
from volunteer_portal.jobs.registry import Progress, job
from volunteer_portal.pages.clock import now, today
from volunteer_portal.tabular.reading import SheetRefused

from . import services
from .findings import FileRefused
from .models import Import


@job(services.CHECK)
def check_file(row: Job, progress: Progress) -> None:
    """Judge every row of an uploaded file and keep the preview."""
    try:
        with transaction.atomic():
            services.check(
                row=Import.objects.select_for_update().get(pk=row.params["import"]), today=today(), progress=progress
            )
            progress.stop()
            jobs.finish(row=row, now=now(), message=_("檢查完成"))
    except (SheetRefused, FileRefused) as refusal:
        raise Refused.one("file", "refused", refusal.sentence) from refusal


@job(services.COMMIT)
def commit_file(row: Job, progress: Progress) -> None:
    """Write what was previewed, all of it or nothing; after another look when the data changed meanwhile."""
    with pghistory.context(user=row.requested_by_id, path=f"job:{row.kind}"), transaction.atomic():
        try:
            found = Import.objects.get(pk=row.params["import"])
            services.apply(row=found, by=row.requested_by, now=now(), progress=progress)
        except Overtaken as overtaken:  # the new preview stays, the job did not do what it was asked
            progress.stop()
            jobs.fail(row=row, now=now(), message=overtaken.sentence)
        else:
            progress.stop()
            jobs.finish(row=row, now=now(), message=_("匯入完成"))
