"""How dates and minutes are written on screen. ``{% load roc %}`` (loaded everywhere by the settings)."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from django import template
from django.utils import timezone

from volunteer_portal.rules.roc import format_date, format_long, roc_year

register = template.Library()

MINUTES_PER_HOUR = 60
WEEKDAYS = "一二三四五六日"


def _day(value: date | datetime) -> date:
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def roc(value: date | datetime | None) -> str:
    """``114/06/30``; empty when there is no day."""
    return format_date(_day(value)) if value else ""


@register.filter
def roc_span(first: date | None, last: date | None) -> str:
    """Days of one record: ``114/06/30``, or ``114/06/01–06/30`` within a year; empty when there is no day."""
    if not first or not last or first == last:
        return roc(first or last)
    until = roc(last)
    return f"{roc(first)}–{until.partition('/')[2] if first.year == last.year else until}"


@register.filter
def roc_long(value: date | datetime | None) -> str:
    """``114年6月30日``; empty when there is no day."""
    return format_long(_day(value)) if value else ""


@register.filter
def roc_day(value: date | datetime | None) -> str:
    """``114年6月30日 星期一``, for heads of pages; empty when there is no day."""
    if not value:
        return ""
    day = _day(value)
    return f"{format_long(day)} 星期{WEEKDAYS[day.weekday()]}"


@register.filter
def roc_clock(value: datetime | None) -> str:
    """``114/06/30 9:05`` in the city's time; empty when there is no instant."""
    if not value:
        return ""
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{format_date(local.date())} {local.hour}:{local.minute:02}"


@register.filter
def roc_month(value: date | datetime | None) -> str:
    """``114年6月``; empty when there is no day."""
    if not value:
        return ""
    day = _day(value)
    return f"{roc_year(day)}年{day.month}月"


@register.filter
def hours(minutes: int | None) -> str:
    """Minutes as hours with one decimal, halves rounded up, thousands apart: 75,702 → ``1,261.7``."""
    if minutes is None:
        return ""
    exact = Decimal(minutes) / MINUTES_PER_HOUR
    return f"{exact.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP):,}"


@register.filter
def minutes_text(minutes: int | None) -> str:
    """Minutes in words: 361 → ``6 小時 1 分``."""
    if minutes is None:
        return ""
    whole, rest = divmod(int(minutes), MINUTES_PER_HOUR)
    if not whole:
        return f"{rest} 分"
    return f"{whole:,} 小時 {rest} 分" if rest else f"{whole:,} 小時"


@register.filter
def grouped(number: float | Decimal | None) -> str:
    """A number with its thousands apart: 12034 → ``12,034``."""
    return "" if number is None else f"{number:,}"
