"""Appointments and accounts: who acts for whom, from when until when."""

from __future__ import annotations

from datetime import date

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.translation import gettext as _

from units.access import APPOINTMENTS
from units.enums import Role
from units.models import Appointment, CompetentAuthority, OperatingUnit
from volunteer_portal.access.errors import NotAllowed, Refused
from volunteer_portal.accounts.models import User

from .asking import demand_invite, demand_place, scope_for


@transaction.atomic
def appoint(  # noqa: PLR0913 - an appointment has this many parts
    *,
    user: User,
    role: Role,
    by: User | None,
    today: date,
    unit: OperatingUnit | None = None,
    authority: CompetentAuthority | None = None,
    starts_on: date | None = None,
    ends_before: date | None = None,
) -> Appointment:
    """Appoint an account to a role from ``starts_on`` (today unless said) until before ``ends_before``.

    The same role at the same place in force already is returned as it is.
    """
    demand_place(role, unit, authority)
    demand_invite(scope_for(by, today), role, unit)
    starts_on = starts_on or today
    if ends_before is not None and ends_before <= starts_on:
        raise Refused.one("ends_before", "before_start", _("結束日要在開始日之後。"))
    User.objects.select_for_update().get(pk=user.pk)
    held = Appointment.objects.filter(user=user, role=role, unit=unit, authority=authority)
    already = held.in_force(starts_on).first()
    if already is not None:
        return already
    return Appointment.objects.create(
        user=user,
        role=role,
        unit=unit,
        authority=authority,
        starts_on=starts_on,
        ends_before=ends_before,
        appointed_by=by,
    )


@transaction.atomic
def end_appointment(*, appointment: Appointment, by: User | None, today: date) -> Appointment:
    """End an appointment: it no longer holds today, and the person's next request is refused.

    The last administrator stays. Ending twice changes nothing.
    """
    appointment = Appointment.objects.select_for_update(of=("self",)).select_related("unit").get(pk=appointment.pk)
    scope = scope_for(by, today)
    if by is not None:
        if not APPOINTMENTS.allows(scope, "end", appointment):
            raise NotAllowed(_("這項職務由{reach}結束。").format(reach=APPOINTMENTS["end"].label))
        demand_invite(scope, appointment.role, appointment.unit)
    if appointment.role == Role.ADMINISTRATOR:
        _demand_another_administrator(appointment, today)
    if appointment.ends_before is None or appointment.ends_before > today:
        appointment.ends_before = max(today, appointment.starts_on)
        appointment.save(update_fields=["ends_before"])
    return appointment


@transaction.atomic
def deactivate(*, user: User, by: User, today: date) -> User:
    """Close an account to its person; what it did stays. Administrators only, and never oneself."""
    _demand_administrator(by, today)
    if user.pk == by.pk:
        raise Refused.one("user", "oneself", _("不能停用自己的帳號，請另一位系統管理者辦理。"))
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = False
    user.save(update_fields=["is_active"])
    return user


@transaction.atomic
def reactivate(*, user: User, by: User, today: date) -> User:
    """Open a closed account again. Administrators only."""
    _demand_administrator(by, today)
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


@transaction.atomic
def reset_second_factor(*, user: User, by: User, today: date) -> None:
    """Forget a lost telephone: at the next sign-in the person sets up a new one. Administrators only, never oneself."""
    _demand_administrator(by, today)
    if user.pk == by.pk:
        raise Refused.one("user", "oneself", _("自己的兩步驟驗證請到「個人設定」更換。"))
    Authenticator.objects.filter(user=user).delete()


def _demand_administrator(by: User, today: date) -> None:
    if not scope_for(by, today).is_administrator:
        raise NotAllowed(_("帳號由系統管理者停用或恢復。"))


def _demand_another_administrator(appointment: Appointment, today: date) -> None:
    others = (
        Appointment.objects.select_for_update()
        .filter(role=Role.ADMINISTRATOR, user__is_active=True)
        .exclude(pk=appointment.pk)
        .in_force(today)
    )
    if not others:
        raise Refused.one("appointment", "last", _("這是最後一位系統管理者，請先指派另一位。"))
