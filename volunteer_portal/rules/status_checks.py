"""The checks of a status report before it is submitted (RPT-35), and why a figure is zero (RPT-8)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from volunteer_portal.rules.status_form import (
    AGE_BANDS,
    BY_KEY,
    CELLS,
    EDUCATION_BANDS,
    OCCUPATIONS,
    SEXES,
    TRAINING_ROWS,
    YEARS_BANDS,
    spoken,
)

Severity = Literal["error", "warning"]
Cells = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Check:
    """One check: ``numbers`` holds the cells it looked at, by key."""

    code: str
    ok: bool
    severity: Severity
    sentence: str
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class _Sum:
    """Parts that add up to a whole."""

    code: str
    whole: str
    parts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Within:
    """A part that is no more than its whole."""

    code: str
    part: str
    whole: str


@dataclass(frozen=True, slots=True)
class _Hint:
    """A figure that is allowed but strange; ``holds`` says when all is well."""

    code: str
    keys: tuple[str, ...]
    holds: Callable[[Cells], bool]
    good: str
    bad: str


def _banded(code: str, prefix: str, bands: tuple[str, ...]) -> tuple[_Sum, ...]:
    """One identity for men and one for women."""
    return tuple(
        _Sum(f"{code}_{sex.lower()}", leaf, tuple(f"{prefix}/{band}/{leaf}" for band in bands)) for sex, leaf in SEXES
    )


_SUMS = (
    _Sum("sex", "計", ("男", "女")),
    *_banded("age", "年齡", tuple(band.key for band in AGE_BANDS)),
    *_banded("education", "教育程度", EDUCATION_BANDS),
    _Sum("years", "計", tuple(f"年資/{band.key}" for band in YEARS_BANDS)),
    *_banded("occupation", "身分別", tuple(OCCUPATIONS)),
    _Sum("hours", "時數/合計", ("時數/公教", "時數/非公教")),
    _Sum("training_people", "訓練/合計/人次", tuple(f"訓練/{row}/人次" for row in TRAINING_ROWS)),
    _Sum("training_hours", "訓練/合計/時數", tuple(f"訓練/{row}/時數" for row in TRAINING_ROWS)),
)

_WITHIN = tuple(
    _Within(f"{code}_{sex.lower()}", f"{prefix}/{leaf}", leaf)
    for code, prefix in (("indigenous", "原住民"), ("books", "領有紀錄冊"), ("insured", "志工保險"))
    for sex, leaf in SEXES
)

_BOOKS = ("領有紀錄冊/男", "領有紀錄冊/女")
_INSURED = ("志工保險/男", "志工保險/女")

_HINTS = (
    _Hint(
        "all_insured",
        ("計", *_INSURED),
        lambda cells: sum(cells[key] for key in _INSURED) >= cells["計"],
        "志工全數投保。",
        "有志工未投保，志願服務法第16條規定運用單位應為志工辦理意外事故保險，請確認保險資料是否登錄完整。",
    ),
    _Hint(
        "all_books",
        ("計", *_BOOKS),
        lambda cells: sum(cells[key] for key in _BOOKS) >= cells["計"],
        "志工全數領有紀錄冊。",
        "有志工未領紀錄冊，請確認紀錄冊資料是否登錄完整。",
    ),
    _Hint(
        "meetings",
        ("聯繫會報/場次",),
        lambda cells: cells["聯繫會報/場次"] > 0,
        "已填聯繫會報參與場次。",
        "聯繫會報參與場次為 0，本期若曾參加請填寫。",
    ),
    _Hint(
        "awarded",
        ("計", "表揚獎勵/人數"),
        lambda cells: cells["表揚獎勵/人數"] <= cells["計"],
        "表揚獎勵人數不超過志工總人數。",
        "表揚獎勵人數多於志工總人數，請核對；同一人只算一次。",
    ),
    _Hint(
        "all_zero",
        ("計", "接受服務人次", "時數/合計"),
        lambda cells: any(cells[cell.key] for cell in CELLS if cell.key != "隊數"),
        "報表已有數字。",
        "報表全部為 0，請按「自動帶入最新統計數字」；仍為 0 時，請確認志工基本資料、服務時數、志工保險是否登錄完整。",
    ),
    _Hint(
        "served_without_hours",
        ("接受服務人次", "時數/合計"),
        lambda cells: not cells["接受服務人次"] or cells["時數/合計"] > 0,
        "有服務人次，也有服務時數。",
        "有接受服務人次而服務時數為 0，請確認服務時數是否登錄、是否採計。",
    ),
)


def check(cells: Mapping[str, int]) -> list[Check]:
    """Every check of RPT-35, passed or not, errors first. ``cells``: key → count, or minutes where hours are meant.

    An error forbids submission, a warning does not. A missing cell is an error, and counts as 0 in the others.
    """
    values = {cell.key: cells.get(cell.key) or 0 for cell in CELLS}
    return [
        _check_complete(cells),
        _check_whole(values),
        _check_not_negative(values),
        *(_check_sum(identity, values) for identity in _SUMS),
        *(_check_within(bound, values) for bound in _WITHIN),
        *(_check_hint(hint, values) for hint in _HINTS),
    ]


def _check_complete(cells: Mapping[str, int | None]) -> Check:
    missing = [cell.key for cell in CELLS if cells.get(cell.key) is None]
    sentence = f"還沒有填：{_names(missing)}。" if missing else "每一格都有數字。"
    return Check("complete", not missing, "error", sentence, {})


def _check_whole(values: Cells) -> Check:
    broken = {key: value for key, value in values.items() if not isinstance(value, int)}
    sentence = f"人數、人次、場次與隊數須為整數：{_names(broken)}。" if broken else "數字都是整數。"
    return Check("whole_numbers", not broken, "error", sentence, broken)


def _check_not_negative(values: Cells) -> Check:
    broken = {key: value for key, value in values.items() if value < 0}
    sentence = f"數字不得小於 0：{_names(broken)}。" if broken else "沒有小於 0 的數字。"
    return Check("not_negative", not broken, "error", sentence, broken)


def _check_sum(identity: _Sum, values: Cells) -> Check:
    numbers = {key: values[key] for key in (identity.whole, *identity.parts)}
    total, whole = sum(values[key] for key in identity.parts), values[identity.whole]
    added = "＋".join(_shown(identity.whole, values[key]) for key in identity.parts)
    names = f"{_group(identity.parts)}合計"
    if total == whole:
        sentence = f"{names} {added}＝{_shown(identity.whole, whole)}，與「{BY_KEY[identity.whole].name}」相符。"
    else:
        off = _shown(identity.whole, abs(total - whole))
        said = f"{_shown(identity.whole, total)}，「{BY_KEY[identity.whole].name}」卻是 {_shown(identity.whole, whole)}"
        sentence = f"{names} {added}＝{said}，{'多' if total > whole else '少'}了 {off}，請核對。"
    return Check(identity.code, total == whole, "error", sentence, numbers)


def _check_within(bound: _Within, values: Cells) -> Check:
    part, whole = values[bound.part], values[bound.whole]
    relation = "不超過" if part <= whole else "多於"
    sentence = f"「{BY_KEY[bound.part].name}」{part} 人，{relation}「{BY_KEY[bound.whole].name}」{whole} 人"
    ending = "。" if part <= whole else "，請核對。"
    numbers = {bound.part: part, bound.whole: whole}
    return Check(bound.code, part <= whole, "error", sentence + ending, numbers)


def _check_hint(hint: _Hint, values: Cells) -> Check:
    ok = hint.holds(values)
    return Check(hint.code, ok, "warning", hint.good if ok else hint.bad, {key: values[key] for key in hint.keys})


def _names(keys: Iterable[str]) -> str:
    return "、".join(BY_KEY[key].name for key in keys)


def _shown(key: str, value: int) -> str:
    return spoken(BY_KEY[key], value)


def _group(parts: tuple[str, ...]) -> str:
    """「年齡（男）」 for the parts 年齡/…/男; 「男、女」 for the two sexes."""
    head, _, rest = parts[0].partition("/")
    if not rest:
        return "、".join(parts)
    tails = {part.rpartition("/")[2] for part in parts}
    return f"{head}（{tails.pop()}）" if len(tails) == 1 else head


@dataclass(frozen=True, slots=True)
class ZeroReason:
    """Which data is missing when a figure is 0 (RPT-8), and what to do."""

    code: str
    lacks: str
    sentence: str


_PEOPLE = ZeroReason("volunteers", "志工基本資料", "請確認志工基本資料與加入日期、離隊日期是否登錄完整。")
_HOURS = ZeroReason("hours", "服務時數", "請確認本期的服務時數是否登錄，以及是否因訓練未完成而不採計。")
_TRAINING = ZeroReason("training", "教育訓練", "請確認本期完成的訓練是否登錄；本期確實沒有訓練時，0 是對的。")

ZERO_REASONS: Mapping[str, ZeroReason] = {
    "隊數": ZeroReason("teams", "志工隊", "請確認志工隊是否建立。"),
    "計": _PEOPLE,
    "男": _PEOPLE,
    "女": _PEOPLE,
    "年齡": _PEOPLE,
    "教育程度": _PEOPLE,
    "原住民": _PEOPLE,
    "年資": _PEOPLE,
    "身分別": _PEOPLE,
    "接受服務人次": _HOURS,
    "時數": _HOURS,
    "訓練": _TRAINING,
    "聯繫會報": ZeroReason("meetings", "聯繫會報參與場次", "請自行填寫本期參加聯繫會報的場次。"),
    "表揚獎勵": ZeroReason("awards", "表揚獎勵人數", "請自行填寫本期受表揚獎勵的人數。"),
    "領有紀錄冊": ZeroReason("books", "服務紀錄冊", "請確認紀錄冊號與發冊日期是否登錄。"),
    "志工保險": ZeroReason("insurance", "志工保險", "請確認志工保險的起日與迄日是否登錄，並涵蓋本期最後一天。"),
}
"""First part of a cell's key → the reason."""


def zero_reason(key: str) -> ZeroReason:
    """Why the cell ``key`` may be 0."""
    return ZERO_REASONS[key.partition("/")[0]]
