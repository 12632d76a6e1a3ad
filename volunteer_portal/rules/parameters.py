"""The numbers the law sets, each with the day it took effect and its source. They stand nowhere else."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Generic, TypeVar

T = TypeVar("T")

HOUR = 60
"""Minutes in an hour: the only unit of service time is the minute."""

ACT_ARTICLE_9 = "志願服務法第9條"
NO_BACK_COUNTING = "內政部99年3月26日函"
OTHER_CATEGORY = "103年11月3日函"
MISUSE_RULE = "志願服務證及服務紀錄冊管理辦法第6條"


@dataclass(frozen=True, slots=True)
class Since(Generic[T]):
    """A value in force from ``day`` on, until the next one."""

    day: date
    value: T
    source: str


@dataclass(frozen=True, slots=True)
class Dated(Generic[T]):
    """A value that changed over time; ``sinces`` stand in order of their days."""

    name: str
    sinces: tuple[Since[T], ...]

    def __post_init__(self) -> None:
        days = [since.day for since in self.sinces]
        if any(later <= earlier for earlier, later in pairwise(days)):
            raise ValueError(f"{self.name}: periods must begin on different days, the earliest first")

    def in_force(self, day: date) -> Since[T] | None:
        """What held on ``day``; None before the first period."""
        return next((since for since in reversed(self.sinces) if since.day <= day), None)

    def on(self, day: date) -> T:
        """The value on ``day``; raises ``LookupError`` before the first period."""
        return self._held(day).value

    def source_on(self, day: date) -> str:
        """Why it had that value; raises ``LookupError`` before the first period."""
        return self._held(day).source

    def _held(self, day: date) -> Since[T]:
        held = self.in_force(day)
        if held is None:
            raise LookupError(f"{self.name} has no value on {day}")
        return held


@dataclass(frozen=True, slots=True)
class Threshold:
    """Years of service and counted minutes, both needed."""

    years: int
    minutes: int
    source: str


@dataclass(frozen=True, slots=True)
class Course:
    """A follow-on course: its least minutes, and the years of service whoever attends must have."""

    minutes: int
    years: int
    source: str


EARLIEST_COUNTABLE = date(2001, 1, 22)
"""90-01-22: the Act, promulgated 90-01-20, took effect on the third day (TIME-1, TIME-2)."""
EARLIEST_COUNTABLE_SOURCE = "志願服務法第25條、中央法規標準法第13條"

UNIFORM_SIX_HOURS = date(2018, 6, 1)
"""107-06-01: twelve hours became six (TIME-4)."""

BASIC_MINUTES = Dated(
    "基礎訓練時數",
    (
        Since(date.min, 12 * HOUR, "107年5月31日以前全國統一12小時"),
        Since(UNIFORM_SIX_HOURS, 6 * HOUR, "107年6月1日起全國統一6小時"),
    ),
)
"""Basic training (TRN-1), minutes."""

SPECIAL_MINUTES: Mapping[str, Dated[int]] = {
    "SW": Dated(
        "社會福利類特殊訓練時數",
        (
            Since(date.min, 12 * HOUR, "107年5月31日以前社會福利類統一12小時"),
            Since(UNIFORM_SIX_HOURS, 6 * HOUR, "107年6月1日起社會福利類統一6小時"),
        ),
    ),
}
"""Special training, minutes, by category. Only social welfare is uniform nationwide (SPT-1, SPT-7).

General service (GEN) shares the authority of social welfare, but no source gives it a number of hours: like all
others its course is as long as the authority or unit set it, and becomes a rule row when the city decides one.
"""

GROWTH = Course(12 * HOUR, 1, "祥和計畫：成長訓練 12 至 18 小時，服務滿 1 年")
LEADERSHIP = Course(12 * HOUR, 3, "祥和計畫：領導訓練 12 至 18 小時，服務滿 3 年")

HONOR_CARD = Threshold(3, 300 * HOUR, "志願服務法第20條")
HONOR_CARD_VALID_YEARS = 3
HALF_PRICE_COUNTED_FROM = date(2013, 6, 13)
"""102-06-13: from here service of 義警, 義消 and the like counts for a half-price card (HON-18, Act 20 III)."""

MINUTES_A_DAY = 24 * HOUR

REMARK_OVER_PERCENT = 20
"""A figure that moved more than this since the last half-year wants a remark; a habit of this portal, not law."""


@dataclass(frozen=True, slots=True)
class TrainingRules:
    """How many minutes each course needs, and since when. The application builds it from its rule rows.

    ``special_not_required`` names categories for which no authority or unit ever set a course (HRS-3).
    A category that is in neither has a course without a set length: any completion suffices.
    """

    basic: Dated[int] = BASIC_MINUTES
    special: Mapping[str, Dated[int]] = field(default_factory=lambda: SPECIAL_MINUTES)
    special_not_required: frozenset[str] = frozenset()
    earliest_countable: date = EARLIEST_COUNTABLE


STATUTORY = TrainingRules()
"""What the sources fix nationwide, and nothing local."""
