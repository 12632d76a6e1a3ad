"""Identity numbers of people and organisations (ID-1 to ID-10)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from volunteer_portal.rules.labelled import Labelled
from volunteer_portal.rules.typed import half_width, quoted

Sex = Literal["M", "F"]

_LONGEST = 64
_LETTER_VALUES = dict(zip("ABCDEFGHJKLMNPQRSTUVXYWZIO", range(10, 36), strict=True))
_WEIGHTS = (1, 9, 8, 7, 6, 5, 4, 3, 2, 1, 1)
_SEXES: dict[str, Sex] = {"1": "M", "8": "M", "A": "M", "C": "M", "2": "F", "9": "F", "B": "F", "D": "F"}
_UNIFIED_WEIGHTS = (1, 2, 1, 2, 1, 2, 4, 1)


class IdentityKind(Labelled):
    """The four kinds of number a volunteer may carry."""

    NATIONAL = "national", "國民身分證統一編號"
    RESIDENT_NEW = "resident_new", "統一證號（新式）"
    RESIDENT_OLD = "resident_old", "統一證號（舊式）"
    PASSPORT = "passport", "護照號碼"


_SHAPES = {
    IdentityKind.NATIONAL: re.compile(r"[A-Z][12][0-9]{8}"),
    IdentityKind.RESIDENT_NEW: re.compile(r"[A-Z][89][0-9]{8}"),
    IdentityKind.RESIDENT_OLD: re.compile(r"[A-Z][A-D][0-9]{8}"),
    IdentityKind.PASSPORT: re.compile(r"[A-Z0-9]{5,20}"),
}
#: A letter and most of its nine digits, or enough digits and letters for a passport; no name has them.
_NEARLY = re.compile(r"[A-Z][A-D0-9][0-9]{5,}|[0-9]{7,}")
_NAMED = {
    "": (),
    "身分證": (IdentityKind.NATIONAL,),
    "身份證": (IdentityKind.NATIONAL,),
    "國民身分證": (IdentityKind.NATIONAL,),
    "統一證號": (IdentityKind.RESIDENT_NEW, IdentityKind.RESIDENT_OLD),
    "居留證": (IdentityKind.RESIDENT_NEW, IdentityKind.RESIDENT_OLD),
    "護照": (IdentityKind.PASSPORT,),
}


class BadIdentity(ValueError):
    """A number that cannot be right; ``code`` is ``shape``, ``check_digit``, ``passport`` or ``kind``."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


@dataclass(frozen=True, slots=True)
class Identity:
    """A checked number; ``sex`` is None for passports, which do not say."""

    value: str
    kind: IdentityKind
    sex: Sex | None


def normalise(text: str) -> str:
    """One spelling for one person: upper case, half-width, no spaces, nothing invisible (ID-9).

    Digits of other scripts, superscripts and line breaks inside are left standing, so that ``check`` refuses them.
    """
    plain = half_width(str(text)[: _LONGEST + 1].strip())
    upper = "".join(char.upper() if char.isascii() else char for char in plain)
    return upper.replace(" ", "").replace("\t", "")


def looks_like_number(text: str) -> bool:
    """Whether somebody typed a number of a person, complete or not quite, where a name was asked for."""
    return bool(_NEARLY.search(normalise(text)))


def kinds_named(text: str) -> tuple[IdentityKind, ...]:
    """The kinds a 證號類別 cell allows: 身分證, 統一證號 (both forms), 護照; empty means not said."""
    try:
        return _NAMED[half_width(text).strip()]
    except KeyError:
        raise BadIdentity("kind", f"{quoted(text)}不是證號類別，請填身分證、統一證號或護照。") from None


def check(text: str, *, kind: IdentityKind | tuple[IdentityKind, ...] | None = None) -> Identity:
    """The number in ``text``, its kind and the sex it states; raises ``BadIdentity`` (ID-1 to ID-8).

    Without ``kind`` the shape decides; a passport has no shape of its own and must be asked for.
    """
    value = normalise(text)
    if not value:
        raise BadIdentity("shape", "沒有填證號。")
    allowed = (kind,) if isinstance(kind, IdentityKind) else kind or tuple(_SHAPES)[:3]
    if IdentityKind.PASSPORT in allowed:
        return _passport(value)
    found = next((each for each in allowed if _SHAPES[each].fullmatch(value)), None)
    if found is None:
        raise BadIdentity("shape", _shape_sentence(allowed))
    if _weighted_sum(value) % 10:
        raise BadIdentity("check_digit", f"{mask(value)} 的檢查碼不對，請核對證件，看是否打錯或漏字。")
    return Identity(value, found, _SEXES[value[1]])


def mask(value: str) -> str:
    """``A12****789``: what lists and messages show; shorter passports show less (ID-9)."""
    shown = 3 if len(value) >= 10 else 2 if len(value) >= 7 else 1
    if len(value) < 5:
        return "*" * len(value)
    return value[:shown] + "*" * (len(value) - 2 * shown) + value[-shown:]


def check_unified_number(text: str) -> str:
    """An organisation's 統一編號, eight digits (ID-10: divisible by 5 since 2023); raises ``BadIdentity``."""
    value = normalise(text)
    if not re.fullmatch(r"[0-9]{8}", value):
        raise BadIdentity("shape", "統一編號是八位數字。")
    products = (int(digit) * weight for digit, weight in zip(value, _UNIFIED_WEIGHTS, strict=True))
    total = sum(product // 10 + product % 10 for product in products)
    if total % 5 and not (value[6] == "7" and (total + 1) % 5 == 0):
        raise BadIdentity("check_digit", f"統一編號 {value} 的檢查碼不對，請核對。")
    return value


def _passport(value: str) -> Identity:
    if not _SHAPES[IdentityKind.PASSPORT].fullmatch(value):
        raise BadIdentity("passport", "護照號碼是 5 到 20 個英文字母或數字。")
    if _SHAPES[IdentityKind.NATIONAL].fullmatch(value) and _weighted_sum(value) % 10 == 0:
        raise BadIdentity("passport", f"{mask(value)} 是國民身分證統一編號，證號類別請改選身分證。")
    return Identity(value, IdentityKind.PASSPORT, None)


def _weighted_sum(value: str) -> int:
    """ID-3; the second letter of the old kind stands for the ones digit of its value (ID-6)."""
    second = value[1] if value[1].isdigit() else str(_LETTER_VALUES[value[1]] % 10)
    digits = f"{_LETTER_VALUES[value[0]]}{second}{value[2:]}"
    return sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=True))


def _shape_sentence(allowed: tuple[IdentityKind, ...]) -> str:
    if allowed == (IdentityKind.NATIONAL,):
        return "身分證字號是一個英文字母、1 或 2，再加八位數字。"
    if IdentityKind.NATIONAL not in allowed:
        return "統一證號是一個英文字母、8 或 9（舊式為 A 到 D），再加八位數字。"
    return "證號的樣子不對：身分證字號是一個英文字母加九位數字；用護照的，證號類別請填護照。"
