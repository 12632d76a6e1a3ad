"""From an account to what it reaches today."""

from __future__ import annotations

from datetime import date

from volunteer_portal.access.scope import Scope
from volunteer_portal.accounts.models import User
from volunteer_portal.pages.clock import today as civil_today

from .enums import CITY_ROLES, UNIT_ROLES, Role
from .models import Appointment, ServiceCategory


def scope_of(user: User, today: date | None = None) -> Scope:
    """What the account reaches on the day: the union of its appointments in force, and its own volunteer record.

    A deactivated account reaches nothing. The promotion centre acts as a city officer.
    """
    if not user.is_active:
        return Scope(user_id=user.pk)
    held = list(
        Appointment.objects.filter(user=user).in_force(today or civil_today()).values_list("role", "unit", "authority")
    )
    roles = {role for role, _unit, _authority in held}
    authorities = {authority for role, _unit, authority in held if role == Role.AUTHORITY}
    volunteer_id = User._base_manager.filter(pk=user.pk).values_list("volunteer", flat=True).first()
    return Scope(
        user_id=user.pk,
        volunteer_id=volunteer_id,
        unit_ids=frozenset(unit for role, unit, _authority in held if role in UNIT_ROLES),
        head_unit_ids=frozenset(unit for role, unit, _authority in held if role == Role.UNIT_HEAD),
        categories=frozenset(
            ServiceCategory.objects.filter(authority__in=authorities).values_list("code", flat=True)
            if authorities
            else ()
        ),
        citywide=bool(roles & CITY_ROLES),
        promotion_centre=Role.PROMOTION_CENTRE in roles,
        is_administrator=Role.ADMINISTRATOR in roles or user.is_superuser,
    )
