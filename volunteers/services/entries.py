"""What is written down about a person, and what forbids it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from volunteer_portal.access.errors import Problem
from volunteer_portal.rules import identity
from volunteer_portal.rules.identity import BadIdentity, Identity, IdentityKind
from volunteer_portal.rules.roc import format_date
from volunteers.enums import IdKind, Sex
from volunteers.naming import fold_name

#: Which checks a 證號類別 asks for.
KINDS: dict[str, tuple[IdentityKind, ...]] = {
    IdKind.NATIONAL: (IdentityKind.NATIONAL,),
    IdKind.RESIDENT: (IdentityKind.RESIDENT_NEW, IdentityKind.RESIDENT_OLD),
    IdKind.PASSPORT: (IdentityKind.PASSPORT,),
}

#: Fields that are copied as they stand; the name, the number and what follows from them are not among them.
PLAIN_FIELDS = (
    "roman_name",
    "sex",
    "born_on",
    "is_indigenous",
    "education",
    "occupation",
    "phone",
    "mobile",
    "email",
    "postcode",
    "county",
    "district",
    "address",
    "emergency_name",
    "emergency_phone",
    "skills",
    "licences",
)


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """基本資料 as typed. ``number`` is the clear identity number; ``id_kind`` empty lets its shape decide."""

    name: str
    number: str
    sex: str
    born_on: date
    education: str
    occupation: str
    id_kind: str = ""
    roman_name: str = ""
    is_indigenous: bool = False
    phone: str = ""
    mobile: str = ""
    email: str = ""
    postcode: str = ""
    county: str = ""
    district: str = ""
    address: str = ""
    emergency_name: str = ""
    emergency_phone: str = ""
    skills: str = ""
    licences: str = ""


def checked_number(number: str, id_kind: str = "") -> Identity | Problem:
    """The number if it can be right, else what is wrong with it."""
    try:
        return identity.check(number, kind=KINDS.get(id_kind))
    except BadIdentity as wrong:
        return Problem("number", wrong.code, str(wrong))


def person_problems(
    *, name: str, sex: str, born_on: date, stated_sex: str | None, today: date, is_new: bool = True
) -> list[Problem]:
    """What forbids these basic data, apart from the number's own shape (ID-9)."""
    found = []
    if not fold_name(name):
        found.append(Problem("name", "required", _("沒有填姓名。")))
    if stated_sex is not None and sex != stated_sex:
        label = Sex(stated_sex).label
        found.append(
            Problem("sex", "sex", _("證號第二碼表示性別為{label}，和所填的性別不同，請核對證件。").format(label=label))
        )
    if born_on > today:
        found.append(
            Problem("born_on", "future", _("出生年月日晚於今天（{today}），請核對。").format(today=format_date(today)))
        )
    elif is_new and born_on.year < today.year - 130:
        found.append(Problem("born_on", "date", _("出生年月日超過 130 年，請核對是否誤填西元或民國年。")))
    return found
