"""Units, teams, accounts and appointments."""

from __future__ import annotations

from datetime import date

from units.enums import Role
from units.models import Appointment, CompetentAuthority, OperatingUnit, ServiceCategory, Team, UnitCategory
from volunteer_portal.accounts.models import User

from .numbers import serial

PASSWORD = "一把好記的鑰匙-2026"
LONG_AGO = date(2001, 1, 1)


def a_unit(category: str = "EDU", *, name: str = "", code: str = "", **fields) -> OperatingUnit:
    n = serial()
    unit = OperatingUnit.objects.create(
        code=code or f"U{n:05d}", name=name or f"第{n}號志工單位", category_id=category, **fields
    )
    UnitCategory.objects.create(unit=unit, category_id=category, starts_on=None, ends_before=None)
    return unit


def a_team(unit: OperatingUnit, name: str = "") -> Team:
    return Team.objects.create(unit=unit, name=name or f"第{serial()}隊")


def a_user(name: str = "", *, email: str = "", **fields) -> User:
    n = serial()
    return User.objects.create_user(email or f"person{n}@example.org", PASSWORD, name=name or f"承辦{n}", **fields)


def an_appointment(user: User, role: Role, *, unit=None, authority=None, starts_on=LONG_AGO, ends_before=None):
    return Appointment.objects.create(
        user=user, role=role, unit=unit, authority=authority, starts_on=starts_on, ends_before=ends_before
    )


def staff_of(unit: OperatingUnit, *, name: str = "", role: Role = Role.UNIT_STAFF) -> User:
    user = a_user(name)
    an_appointment(user, role, unit=unit)
    return user


def officer_of(category: str, *, name: str = "") -> User:
    user = a_user(name)
    an_appointment(user, Role.AUTHORITY, authority=ServiceCategory.objects.get(pk=category).authority)
    return user


def city_officer(*, name: str = "", role: Role = Role.CITY) -> User:
    user = a_user(name)
    an_appointment(user, role)
    return user


def administrator(*, name: str = "") -> User:
    user = a_user(name)
    an_appointment(user, Role.ADMINISTRATOR)
    return user


def an_authority(code: str = "EDU") -> CompetentAuthority:
    return ServiceCategory.objects.get(pk=code).authority
