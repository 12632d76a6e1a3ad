"""The services' own question "may they?": asked of the same table as the pages, so that no caller can forget it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from units.scopes import scope_of
from volunteer_portal.access.errors import NotAllowed
from volunteer_portal.access.table import Access
from volunteer_portal.accounts.models import User


def demand(table: Access, action: str, obj: Model, by: User | None, now: datetime) -> None:
    """Raise ``NotAllowed`` unless the account reaches the object with the action. ``by=None`` is the portal itself."""
    if by is None or table.allows(scope_of(by, timezone.localdate(now)), action, obj):
        return
    raise NotAllowed(_("這項動作由{reach}辦理。").format(reach=table[action].label))


def demand_unit(unit_id: int, by: User | None, now: datetime) -> None:
    """Raise ``NotAllowed`` unless the account works for the unit today."""
    if by is None or unit_id in scope_of(by, timezone.localdate(now)).unit_ids:
        return
    raise NotAllowed(_("只有這個運用單位的承辦人可以登錄。"))
