"""Who may appoint and invite whom. ``None`` as the asker is the system itself (commands, demo data)."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from units.enums import UNIT_ROLES, Role
from units.models import CompetentAuthority, OperatingUnit
from units.scopes import scope_of
from volunteer_portal.access.errors import NotAllowed, Refused
from volunteer_portal.access.scope import PUBLIC, Scope
from volunteer_portal.accounts.models import User

CITY_MAY_INVITE = UNIT_ROLES | {Role.AUTHORITY, Role.PROMOTION_CENTRE}


def scope_for(by: User | None, today: date) -> Scope:
    """What the asker reaches; the system reaches everything an administrator does."""
    return Scope(is_administrator=True, citywide=True) if by is None else scope_of(by, today)


def may_invite(scope: Scope, role: str, unit_id: int | None = None) -> bool:
    """Administrators any role; the city units, authorities and the centre; heads their unit; staff their colleagues."""
    if scope.is_administrator:
        return True
    if scope.citywide and role in CITY_MAY_INVITE:
        return True
    if role == Role.UNIT_HEAD:
        return unit_id in scope.head_unit_ids
    return role == Role.UNIT_STAFF and unit_id in scope.unit_ids


def demand_invite(scope: Scope, role: str, unit: OperatingUnit | None) -> None:
    """Refuse who may not bring somebody into the role."""
    if scope != PUBLIC and may_invite(scope, role, unit.pk if unit else None):
        return
    raise NotAllowed(
        _("「{role}」由{who}邀請。").format(
            role=Role(role).label, who=_("市府或系統管理者") if role != Role.UNIT_HEAD else _("單位主管或市府")
        )
    )


def demand_place(role: str, unit: OperatingUnit | None, authority: CompetentAuthority | None) -> None:
    """A role stands at a unit, at an authority, or nowhere; anything else is a slip of the form."""
    if role in UNIT_ROLES and unit is None:
        raise Refused.one("unit", "required", _("請選擇運用單位。"))
    if role == Role.AUTHORITY and authority is None:
        raise Refused.one("authority", "required", _("請選擇目的事業主管機關。"))
    misplaced = (unit is not None and role not in UNIT_ROLES) or (authority is not None and role != Role.AUTHORITY)
    if misplaced:
        raise Refused.one("role", "misplaced", _("這個職務不屬於運用單位或主管機關，請把那一欄清空。"))
