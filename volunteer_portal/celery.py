"""The worker's application. Tasks live in each app's ``tasks.py``; settings say the rest."""

from __future__ import annotations

import os

from celery import Celery
from celery.signals import beat_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "volunteer_portal.settings.dev")

app = Celery("volunteer_portal")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@beat_init.connect
def catch_up(**_: object) -> None:
    """Ask once at start which notices should have gone out by now: beat may have been down at seven."""
    app.send_task("notices.tick")
