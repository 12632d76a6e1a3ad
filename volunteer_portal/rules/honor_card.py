"""The honor card: three years and 300 counted hours, none of them used twice (志願服務法第20條; HON-1 to HON-21)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from volunteer_portal.rules.calendar import ONE_DAY, add_years, end_of_period, previous_month_end
from volunteer_portal.rules.labelled import Labelled
from volunteer_portal.rules.parameters import HONOR_CARD, HONOR_CARD_VALID_YEARS, Threshold
from volunteer_portal.rules.service_years import full_years


class CutOff(Labelled):
    """How far an application may count."""

    PREVIOUS_MONTH_END = "previous_month_end", "申請前一個月的最後一天"
    APPLICATION_DATE = "application_date", "申請當天"

    def last_day(self, applied_on: date) -> date:
        return applied_on if self is CutOff.APPLICATION_DATE else previous_month_end(applied_on)


@dataclass(frozen=True, slots=True)
class CutOffs:
    """What an authority set (HON-21): by default hours to the previous month's end, years to the day itself."""

    hours: CutOff = CutOff.PREVIOUS_MONTH_END
    years: CutOff = CutOff.APPLICATION_DATE


DEFAULT_CUTOFFS = CutOffs()


@dataclass(frozen=True, slots=True)
class CardDates:
    """A card's days: good from ``base`` through ``expires_on``; the next count begins on ``next_from``."""

    base: date
    expires_on: date
    next_from: date

    @classmethod
    def on_file(cls, starts_on: date, expires_on: date) -> CardDates:
        """The dates of a card issued earlier, known by its printed 生效日 and 到期日 (HON-9, HON-13)."""
        return cls(starts_on, expires_on, starts_on + ONE_DAY)


@dataclass(frozen=True, slots=True)
class Window:
    """What an application may count; ``starts_on`` is None while nothing counts yet."""

    starts_on: date | None
    hours_to: date
    years_to: date


class Needed(Labelled):
    """What must be in the system besides years and hours (HON-6)."""

    PHOTO = "photo", "證件照"
    BOOK = "book", "服務紀錄冊"
    BASIC_CERTIFICATE = "basic_certificate", "基礎訓練證書"
    SPECIAL_CERTIFICATE = "special_certificate", "特殊訓練證書"


@dataclass(frozen=True, slots=True)
class Eligibility:
    """``eligible`` speaks of years and hours alone, ``missing`` of photo, book and certificates."""

    eligible: bool
    window_from: date | None
    hours_to: date
    years_to: date
    counted_minutes: int
    full_years: int
    missing: tuple[Needed, ...]
    minutes_short: int
    years_full_on: date | None


def card_dates(approved_on: date, previous_expires_on: date | None = None) -> CardDates:
    """The days of a card approved on ``approved_on`` (HON-10; 02-29 expires on 02-28).

    The later of approval and the previous card's expiry is the base. A published example says otherwise
    (HON-12); whoever must follow that one changes only this function.
    """
    base = approved_on if previous_expires_on is None else max(approved_on, previous_expires_on)
    return CardDates(base, add_years(base, HONOR_CARD_VALID_YEARS), base + ONE_DAY)


def honor_card_window(
    previous: CardDates | None,
    start_any_category: date | None,
    applied_on: date,
    cutoff: CutOffs = DEFAULT_CUTOFFS,
) -> Window:
    """The days an application may count (HON-3, HON-8, HON-9): after the previous card, or since training."""
    return Window(
        starts_on=previous.next_from if previous else start_any_category,
        hours_to=cutoff.hours.last_day(applied_on),
        years_to=cutoff.years.last_day(applied_on),
    )


def eligibility(
    window: Window,
    *,
    counted_minutes: int,
    missing: tuple[Needed, ...] = (),
    threshold: Threshold = HONOR_CARD,
) -> Eligibility:
    """Whether three whole years and 300 hours lie in the window (志願服務法第20條第1項).

    ``counted_minutes``: counted service of all units from ``window.starts_on`` through ``window.hours_to``.
    """
    start = window.starts_on
    years = full_years(start, window.years_to) if start else 0
    minutes = counted_minutes if start else 0
    return Eligibility(
        eligible=years >= threshold.years and minutes >= threshold.minutes,
        window_from=start,
        hours_to=window.hours_to,
        years_to=window.years_to,
        counted_minutes=minutes,
        full_years=years,
        missing=missing,
        minutes_short=max(threshold.minutes - minutes, 0),
        years_full_on=end_of_period(start, threshold.years) if start else None,
    )
