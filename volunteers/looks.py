"""Writing down that somebody looked at a person's record, from a page."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.http import HttpRequest

from units.models import OperatingUnit
from volunteer_portal.audit.models import LookKind
from volunteer_portal.audit.services import note_look


def address_of(request: HttpRequest) -> str | None:
    """Where the request came from, behind our own proxies only."""
    return get_adapter().get_client_ip(request) or None


def note_view(request: HttpRequest, volunteer_id: int, *, unit: OperatingUnit | None = None, page: str = "") -> None:
    """One look at one person's record. People looking at their own record are not looked at."""
    if request.scope.volunteer_id == volunteer_id:
        return
    note_look(
        kind=LookKind.VIEW,
        user_id=request.user.pk,
        volunteer_id=volunteer_id,
        unit_id=unit.pk if unit else None,
        detail={"page": page} if page else None,
        address=address_of(request),
    )
