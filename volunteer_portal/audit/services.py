"""Writing down who looked, and counting looks."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from .models import AccessLog, LookKind

LOOK_UPS_AN_HOUR = 30


def note_look(  # noqa: PLR0913 - one column each
    *,
    kind: LookKind,
    user_id: int | None,
    volunteer_id: int | None = None,
    unit_id: int | None = None,
    purpose: str = "",
    detail: dict[str, Any] | None = None,
    address: str | None = None,
) -> AccessLog:
    """Write one look down. ``detail`` holds keys and counts, never personal data."""
    return AccessLog.objects.create(
        kind=kind,
        user_id=user_id,
        volunteer_id=volunteer_id,
        unit_id=unit_id,
        purpose=purpose[:200],
        detail=detail or {},
        address=address,
    )


def look_ups_left(*, user_id: int, now: datetime) -> int:
    """How many look-ups by identity number the account has left in the hour that ends now."""
    used = AccessLog.objects.filter(
        user_id=user_id, kind=LookKind.LOOK_UP, at__gt=now - timedelta(hours=1)
    ).count()
    return max(0, LOOK_UPS_AN_HOUR - used)
