"""The one place that asks what day it is: civil dates in Taipei (DATE-6)."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone


def now() -> datetime:
    """This instant, aware."""
    return timezone.now()


def today() -> date:
    """Today in Taipei, whatever the server's own zone."""
    return timezone.localdate()
