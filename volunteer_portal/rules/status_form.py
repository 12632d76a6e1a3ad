"""The half-year status report: its 65 cells in the form's order, and the bands behind them (domain §11.2).

「直轄市、縣(市)推展志願服務志工人數及服務成果統計表」. Labels are the form's own, 「記錄冊」 included (TERM-18);
keys are those of the published JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from volunteer_portal.rules.parameters import HOUR, REMARK_OVER_PERCENT

TITLE = "直轄市、縣(市)推展志願服務志工人數及服務成果統計表"
PARTS = ("志願服務志工基本資料", "志工服務成果")

Unit = Literal["隊", "人", "人次", "場次", "minutes"]
SEXES: tuple[tuple[Literal["M", "F"], str], ...] = (("M", "男"), ("F", "女"))


@dataclass(frozen=True, slots=True)
class Band:
    """A band of whole years: from ``at_least`` up to and excluding ``below``. ``key`` is the JSON's name."""

    key: str
    label: str
    at_least: int
    below: int | None

    def holds(self, years: int) -> bool:
        return self.at_least <= years and (self.below is None or years < self.below)


AGE_BANDS = (
    Band("未滿12歲", "未滿12歲", 0, 12),
    Band("12-17歲", "12-17歲", 12, 18),
    Band("18-29歲", "18-29歲", 18, 30),
    Band("30-49歲", "30-49歲", 30, 50),
    Band("50-54歲", "50-54歲", 50, 55),
    Band("55-64歲", "55-64歲", 55, 65),
    Band("65歲以上", "65歲以上", 65, None),
)
"""Age in completed years on the last day (RPT-24)."""

YEARS_BANDS = (
    Band("1年以下", "1年以下", 0, 1),
    Band("1至3年未滿", "1至3(年)未滿", 1, 3),
    Band("3至5年未滿", "3至5(年)未滿", 3, 5),
    Band("5至10年未滿", "5至10(年)未滿", 5, 10),
    Band("10年以上", "10年以上", 10, None),
)
"""Completed years since joining the unit; the first is written 「1年以下」 and computed as under one (RPT-25)."""

EDUCATION: Mapping[str, str] = {
    "不識字": "國中以下",
    "自修": "國中以下",
    "國小": "國中以下",
    "國中": "國中以下",
    "高中職": "高中職",
    "專科": "大專",
    "大學": "大專",
    "碩士": "研究所",
    "博士": "研究所",
}
"""Level of education → the form's band (RPT-26)."""
EDUCATION_BANDS = ("國中以下", "高中職", "大專", "研究所")

OCCUPATIONS: Mapping[str, tuple[str, str]] = {
    "公教現職": ("按身分別分／公教人員", "現職"),
    "公教退休": ("按身分別分／公教人員", "已退休"),
    "工商界": ("按身分別分／非公教人員", "工商界"),
    "退休人員": ("按身分別分／非公教人員", "退休人員"),
    "家庭管理": ("按身分別分／非公教人員", "家庭管理"),
    "學生": ("按身分別分／非公教人員", "學生"),
    "其它": ("按身分別分／非公教人員", "其它"),
}
"""身分別 → group and label of the form; an unknown one belongs to 其它 (RPT-28)."""
PUBLIC_OCCUPATIONS = frozenset({"公教現職", "公教退休"})
"""Whose hours are 公教人員 hours (RPT-27, RPT-30)."""

TRAINING_ROWS: Mapping[str, frozenset[str]] = {
    "基礎訓練": frozenset({"basic"}),
    "特殊訓練": frozenset({"special"}),
    "其它在職訓練": frozenset({"growth", "leadership", "supervisor", "in_service"}),
}
"""Row of the form → kinds of training counted there (RPT-31)."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One box of the form. ``group``, ``sub``, ``leaf`` are its three lines of heading, "" where a line is empty.

    ``unit`` is what the value counts; hours are kept in minutes. ``example`` is the deck's value in that unit.
    """

    number: int
    key: str
    group: str
    sub: str
    leaf: str
    sex: Literal["M", "F"] | None
    unit: Unit
    manual: bool
    example: int

    @property
    def name(self) -> str:
        """How a sentence calls the cell: 「時數合計」, 「年齡18-29歲（男）」."""
        *parts, last = self.key.split("/")
        return f"{''.join(parts)}（{last}）" if parts and self.sex else "".join([*parts, last])

    @property
    def part(self) -> str:
        """「志願服務志工基本資料」 for the people, 「志工服務成果」 for what they did."""
        return PARTS[0] if self.number <= 47 else PARTS[1]


def json_value(cell: Cell, value: int) -> int | float:
    """``value`` as the JSON shows it: hours with two decimals, all else whole."""
    return round(value / HOUR, 2) if cell.unit == "minutes" else value


def spoken(cell: Cell, value: int) -> str:
    """``value`` as a sentence says it; hours to the minute, so that sums can be followed."""
    if cell.unit != "minutes":
        return f"{value:,}"
    hours, minutes = divmod(abs(value), HOUR)
    words = [f"{hours:,} 小時"] if hours or not minutes else []
    words += [f"{minutes} 分"] if minutes else []
    return ("-" if value < 0 else "") + " ".join(words)


def age_band(years: int) -> Band:
    """The age band of someone who is ``years`` old."""
    return next(band for band in AGE_BANDS if band.holds(years))


def years_band(years: int) -> Band:
    """The 年資 band of someone who has served ``years`` completed years."""
    return next(band for band in YEARS_BANDS if band.holds(years))


def in_population(joined_on: date, left_on: date | None, day: date) -> bool:
    """Whether a member belongs to the report whose last day is ``day``: joined by then, and not left (RPT-21)."""
    return joined_on <= day and (left_on is None or left_on > day)


def needs_remark(now: int, before: int | None) -> bool:
    """Whether a figure moved by more than a fifth since the last half-year; no earlier report, no remark."""
    return before is not None and abs(now - before) * 100 > before * REMARK_OVER_PERCENT


# --- the 65 cells ------------------------------------------------------------------------------------------------

_Row = tuple[str, str, str, str, Literal["M", "F"] | None, Unit]


def _by_sex(key: str, group: str, sub: str) -> list[_Row]:
    return [(f"{key}/{leaf}", group, sub, leaf, sex, "人") for sex, leaf in SEXES]


def _rows() -> list[_Row]:
    training = "訓練情形(人次、時數)"
    rows: list[_Row] = [("隊數", "隊數(隊)", "", "", None, "隊"), ("計", "按性別分", "計", "", None, "人")]
    rows += [(leaf, "按性別分", leaf, "", sex, "人") for sex, leaf in SEXES]
    for band in AGE_BANDS:
        rows += _by_sex(f"年齡/{band.key}", "按年齡分", band.label)
    for level in EDUCATION_BANDS:
        rows += _by_sex(f"教育程度/{level}", "按教育程度分", level)
    rows += _by_sex("原住民", "具原住民身分", "")
    rows += [(f"年資/{band.key}", "按服務年資分", band.label, "", None, "人") for band in YEARS_BANDS]
    for occupation, (group, label) in OCCUPATIONS.items():
        rows += _by_sex(f"身分別/{occupation}", group, label)
    rows.append(("接受服務人次", "接受服務總數", "人次", "", None, "人次"))
    for key, label in (("合計", "合計"), ("公教", "公教人員"), ("非公教", "非公教人員")):
        rows.append((f"時數/{key}", "提供服務時數", label, "時數", None, "minutes"))
    for kind in ("合計", *TRAINING_ROWS):
        rows.append((f"訓練/{kind}/人次", training, kind, "人次", None, "人次"))
        rows.append((f"訓練/{kind}/時數", training, kind, "時數", None, "minutes"))
    rows.append(("聯繫會報/場次", "聯繫會報", "場次", "", None, "場次"))
    rows.append(("表揚獎勵/人數", "表揚獎勵", "人數", "", None, "人"))
    rows += _by_sex("領有紀錄冊", "領有記錄冊人數", "")
    rows += _by_sex("志工保險", "志工保險人數", "")
    return rows


MANUAL = frozenset({"聯繫會報/場次", "表揚獎勵/人數"})
"""What the unit fills in itself (RPT-9)."""

# The deck's own report, cells 1 to 65; 49 to 51, 53, 55, 57 and 59 in minutes (1,261.7 h, 264 h …).
_EXAMPLE = (
    *(4, 45, 8, 37),
    *(0, 0, 0, 0, 1, 1, 3, 18, 1, 7, 2, 8, 1, 3),
    *(1, 4, 2, 11, 4, 21, 1, 1),
    *(0, 0),
    *(40, 2, 1, 1, 1),
    *(0, 1, 0, 0, 3, 9, 3, 2, 0, 9, 1, 1, 1, 15),
    *(9685, 75_702, 720, 74_982),
    *(44, 264 * HOUR, 23, 138 * HOUR, 21, 126 * HOUR, 0, 0),
    *(1, 4, 3, 10, 2, 0),
)

CELLS: tuple[Cell, ...] = tuple(
    Cell(number, key, group, sub, leaf, sex, unit, key in MANUAL, example)
    for number, ((key, group, sub, leaf, sex, unit), example) in enumerate(zip(_rows(), _EXAMPLE, strict=True), start=1)
)
BY_KEY: Mapping[str, Cell] = {cell.key: cell for cell in CELLS}
