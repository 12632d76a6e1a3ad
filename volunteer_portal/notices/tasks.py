"""Postmen of the notices."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from volunteer_portal.pages.clock import now, today

from . import services


@shared_task(name="notices.tick")
def tick(**_late: Any) -> None:
    """Make the reminders that should have been made by today."""
    services.tick(today=today(), now=now())


@shared_task(name="notices.flush_mail")
def flush_mail(**_late: Any) -> None:
    """Send the mails that wait."""
    services.flush_mail(now=now())
