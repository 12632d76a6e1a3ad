"""The demo accounts: every role at least once, staff and heads in two units of each of three categories."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import asdict, dataclass
from datetime import date

from allauth.account.models import EmailAddress
from django.db import transaction

from units.enums import Role
from units.models import Appointment, CompetentAuthority, OperatingUnit
from volunteer_portal.accounts.models import User
from volunteer_portal.accounts.second_factor import set_up
from volunteers.models import Volunteer

PASSWORD = "portal-demo-2026"  # noqa: S105 - printed at start; production refuses accounts of the demo town
DOMAIN = "demo.example.org"
SINCE = date(2024, 1, 1)
WITH_SECOND_FACTOR = frozenset({Role.CITY, Role.PROMOTION_CENTRE, Role.AUTHORITY, Role.ADMINISTRATOR})

STAFFED = ("SW-001", "SW-002", "EDU-001", "EDU-002", "HEA-001", "HEA-002")
OFFICERS = (
    ("admin", "林系統", Role.ADMINISTRATOR, None),
    ("city", "郭沛恩", Role.CITY, None),
    ("centre", "許禾安", Role.PROMOTION_CENTRE, None),
    ("sw-officer", "邵以寧", Role.AUTHORITY, "社會局"),
    ("edu-officer", "葉采菱", Role.AUTHORITY, "教育局"),
    ("hea-officer", "簡書瑋", Role.AUTHORITY, "衛生局"),
)
STAFF_NAMES = (
    "方若谷", "盧映真", "沈知遙", "施予晴", "余安瑀", "洪靖雯", "謝承叡", "潘語彤", "蔡仲凱", "鄭思齊", "江柏元",
    "魏子涵",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """One account, as printed and as the commands give it."""

    role: str
    name: str
    email: str
    staff_number: str
    password: str
    unit: str
    unit_code: str
    authority: str
    totp_secret: str

    def as_json(self) -> dict[str, str]:
        """For the command's JSON."""
        return asdict(self)


def secret_of(email: str) -> str:
    """The same base32 secret for the same address, so that a second run prints what was printed before."""
    return base64.b32encode(hashlib.sha256(f"demo:{email}".encode()).digest()[:20]).decode()


@transaction.atomic
def make_account(  # noqa: PLR0913 - an account and its one appointment
    *,
    local: str,
    name: str,
    role: Role | None,
    unit: OperatingUnit | None = None,
    authority: str | None = None,
    label: str = "",
    active: bool = True,
) -> DemoAccount:
    """Make, or bring back to its first state, one account with its appointment and second factor."""
    email = f"{local}@{DOMAIN}"
    user, _made = User.objects.get_or_create(email=email, defaults={"name": name, "staff_number": local})
    user.is_active, user.is_staff, user.is_superuser = active, role == Role.ADMINISTRATOR, role == Role.ADMINISTRATOR
    user.set_password(PASSWORD)
    user.save()
    EmailAddress.objects.get_or_create(user=user, email=email, defaults={"primary": True, "verified": True})
    if role is not None:
        Appointment.objects.get_or_create(
            user=user,
            role=role,
            unit=unit,
            authority=CompetentAuthority.objects.get(name=authority) if authority else None,
            defaults={"starts_on": SINCE},
        )
    secret = secret_of(email) if role in WITH_SECOND_FACTOR else ""
    if secret:
        set_up(user=user, secret=secret)
    return DemoAccount(
        role=str(role.value if role else label),
        name=name,
        email=email,
        staff_number=local,
        password=PASSWORD,
        unit=unit.name if unit else "",
        unit_code=unit.code if unit else "",
        authority=authority or "",
        totp_secret=secret,
    )


def make_officers() -> list[DemoAccount]:
    """Administrator, city, promotion centre, and the officers of three authorities."""
    return [
        make_account(local=local, name=name, role=role, authority=authority)
        for local, name, role, authority in OFFICERS
    ]


def make_staff(units: dict[str, OperatingUnit]) -> list[DemoAccount]:
    """Staff and head of two units in each of three categories."""
    names = iter(STAFF_NAMES)
    accounts = []
    for code in STAFFED:
        local = code.lower()
        for role, suffix in ((Role.UNIT_STAFF, "staff"), (Role.UNIT_HEAD, "head")):
            accounts.append(make_account(local=f"{local}-{suffix}", name=next(names), role=role, unit=units[code]))
    return accounts


def make_volunteers(people: list[Volunteer]) -> list[DemoAccount]:
    """An account for each of these people; their own record opens when they sign in."""
    accounts = []
    for number, person in enumerate(people, start=1):
        account = make_account(local=f"volunteer-{number}", name=person.name, role=None, label="volunteer")
        Volunteer.objects.filter(pk=person.pk).update(user=User.objects.get(email=account.email))
        accounts.append(account)
    return accounts
