"""榮譽卡: what follows the five parts of the page about one person, and how changes are told."""

from __future__ import annotations

from django.utils.translation import gettext as _

from volunteer_portal.rules.roc import format_date
from volunteer_portal.ui.templatetags.roc import hours
from volunteers.history import Change, describes
from volunteers.models import Volunteer
from volunteers.person import Looking, Part, part

from .models import HonorCard
from .services import eligibility_of


@part
def card(volunteer: Volunteer, looking: Looking) -> Part:
    """Whether the person may apply today; hours of all units, as the law adds them up."""
    if not (looking.unit or looking.holder or looking.scope.citywide):
        return Part(
            code="card", label=_("榮譽卡"), state="waiting", note=_("由運用單位申請，市府核發"), word=_("不在職權內")
        )
    answer = eligibility_of(volunteer=volunteer, on=looking.today)
    held = HonorCard.objects.visible_to(looking.scope).filter(volunteer=volunteer).first()
    if answer.eligible and not answer.missing:
        state, note = "doing", _("年資、時數與資料都齊，可以申請")
    elif answer.eligible:
        state, note = "waiting", _("還缺{what}").format(what="、".join(need.label for need in answer.missing))
    elif answer.minutes_short:
        state, note = "waiting", _("時數還差 {hours} 小時").format(hours=hours(answer.minutes_short))
    else:
        state, note = "waiting", _("年資未滿 3 年")
    if held is not None:
        note = _("現有榮譽卡到 {day}；新卡：{note}").format(day=format_date(held.expires_on), note=note)
    words = {"doing": _("可申請"), "waiting": _("未達標")}
    return Part(code="card", label=_("榮譽卡"), state=state, note=note, word=words[state])


@describes(HonorCard)
def _card(change: Change) -> str:
    if change.label == "insert":
        return _("登錄榮譽卡 {number}").format(number=change.row["card_number"])
    return _("更正榮譽卡 {number}").format(number=change.row["card_number"]) if change.diff else ""
