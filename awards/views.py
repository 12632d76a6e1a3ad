"""我的志工: how far the next honor card is, what is missing, hours by year, the latest hours."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hours.explaining import with_reasons
from hours.models import ServiceRecord
from hours.years import chart_rows, years_of
from insurance.models import Coverage
from volunteer_portal.pages.base import Page
from volunteer_portal.pages.clock import today
from volunteer_portal.rules.calendar import completed_years
from volunteer_portal.rules.honor_card import Eligibility, Needed
from volunteer_portal.rules.parameters import HONOR_CARD, HOUR
from volunteer_portal.rules.roc import format_date
from volunteer_portal.ui.templatetags.roc import hours
from volunteers.models import Membership, Volunteer

from .models import HonorCard
from .services import eligibility_of

LATEST = 5


class MyHome(Page):
    """The first thing a volunteer sees."""

    audience = "volunteer"
    model = Volunteer
    action = "view"
    template_name = "awards/my_home.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything on one page, for a phone."""
        day = today()
        volunteer = self.rows().get(pk=self.scope.volunteer_id)
        answer = eligibility_of(volunteer=volunteer, on=day)
        records = ServiceRecord.objects.visible_to(self.scope).filter(volunteer=volunteer)
        latest = records.select_related("unit", "category").order_by("-served_from", "-pk")[:LATEST]
        covers = Coverage.objects.visible_to(self.scope).in_force(day).filter(volunteer=volunteer)
        return super().get_context_data(
            volunteer=volunteer,
            today=day,
            answer=answer,
            headline=headline(answer),
            needs=needs(answer),
            counted_hours=answer.counted_minutes / HOUR,
            goal_hours=HONOR_CARD.minutes // HOUR,
            years_done=served_words(answer),
            months_done=months_of(answer),
            card=HonorCard.objects.visible_to(self.scope).filter(volunteer=volunteer).first(),
            chart=chart_rows(years_of(volunteer)),
            rows=with_reasons(latest),
            covered=covers.order_by("-ends_on").first(),
            memberships=Membership.objects.filter(volunteer=volunteer, left_on__isnull=True).select_related(
                "unit", "team"
            ),
            **kwargs,
        )


def headline(answer: Eligibility) -> str:
    """How far the next card is, in one line."""
    if answer.eligible and not answer.missing:
        return _("可以申請榮譽卡了")
    if answer.eligible:
        return _("年資與時數都夠了，還缺 {count} 項").format(count=len(answer.missing))
    if answer.window_from is None:
        return _("完成基礎與特殊訓練後，時數才開始採計")
    if answer.minutes_short:
        return _("榮譽卡的時數還差 {hours} 小時").format(hours=hours(answer.minutes_short))
    return _("榮譽卡的時數夠了，年資到 {day} 滿 3 年").format(day=format_date(answer.years_full_on))


def months_of(answer: Eligibility) -> int:
    """Whole months in the window, of the 36 that a card asks for."""
    start, end = answer.window_from, answer.years_to
    if start is None or end < start:
        return 0
    months = (end.year - start.year) * 12 + end.month - start.month - (1 if end.day < start.day else 0)
    return max(0, min(months, HONOR_CARD.years * 12))


def served_words(answer: Eligibility) -> str:
    """「2 年 6 個月」."""
    if answer.window_from is None:
        return _("還沒開始")
    if answer.full_years >= HONOR_CARD.years:
        return _("已滿 {years} 年").format(years=completed_years(answer.window_from, answer.years_to) or 3)
    years, months = divmod(months_of(answer), 12)
    return _("{years} 年 {months} 個月").format(years=years, months=months)


def needs(answer: Eligibility) -> list[dict[str, Any]]:
    """What is missing for the next card, each with what to do; what is there already comes last."""
    rows: list[dict[str, Any]] = []
    if answer.minutes_short:
        words = _("時數還差 {hours} 小時").format(hours=hours(answer.minutes_short))
        upto = _("算到 {day} 為止採計的時數").format(day=format_date(answer.hours_to))
        rows.append({"ok": False, "label": words, "note": upto, "href": reverse("my_hours")})
    if answer.full_years < HONOR_CARD.years and answer.years_full_on:
        day = format_date(answer.years_full_on)
        rows.append({"ok": False, "label": _("年資還不滿 3 年"), "note": _("{day} 滿 3 年").format(day=day)})
    notes = {
        Needed.PHOTO: _("請把大頭照交給運用單位上傳"),
        Needed.BOOK: _("請運用單位申請或登錄紀錄冊"),
        Needed.BASIC_CERTIFICATE: _("請把基礎訓練證書交給運用單位登錄"),
        Needed.SPECIAL_CERTIFICATE: _("請把特殊訓練證書交給運用單位登錄"),
    }
    rows += [
        {"ok": False, "label": _("還沒有{what}").format(what=needed.label), "note": notes[needed]}
        for needed in answer.missing
    ]
    there = [needed.label for needed in Needed if needed not in answer.missing]
    if there:
        rows.append({"ok": True, "label": "、".join(there), "note": _("都有了")})
    return rows
