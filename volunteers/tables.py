"""Lists of people."""

from __future__ import annotations

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from volunteer_portal.ui.components.signs import status
from volunteer_portal.ui.templatetags.roc import roc

from .gaps import all_gaps
from .models import Membership, Volunteer


class RosterTable(tables.Table):
    """志工名冊 of one unit: each row a membership, with what is missing beside it."""

    name = tables.Column(verbose_name=_("姓名"), accessor="volunteer__name", order_by=("volunteer__name_folded", "pk"))
    number = tables.Column(verbose_name=_("證號"), accessor="volunteer__id_masked", orderable=False)
    team = tables.Column(verbose_name=_("志工隊"), accessor="team__name", default="—", order_by=("team__name", "pk"))
    joined_on = tables.Column(verbose_name=_("加入日期"), attrs={"td": {"class": "num"}})
    state = tables.Column(verbose_name=_("狀態"), empty_values=(), order_by=("left_on", "pk"))
    gaps = tables.Column(verbose_name=_("還缺"), empty_values=(), orderable=False)

    class Meta:
        attrs = {"caption": _("志工名冊"), "unit": _("人")}
        empty_text = _("沒有符合條件的志工，請放寬條件。")

    def render_name(self, record: Membership) -> str:
        """The name opens the person."""
        return format_html(
            '<a href="{}">{}</a>', reverse("volunteer_detail", args=[record.volunteer.ref]), record.volunteer.name
        )

    def render_joined_on(self, value: Any) -> str:
        """In the 民國 calendar."""
        return roc(value)

    def render_state(self, record: Membership) -> str:
        """收編, or since when not."""
        if record.left_on is None:
            return status("ok", _("收編"))
        return status("plain", _("{day} 離隊").format(day=roc(record.left_on)), icon="out")

    def render_gaps(self, record: Membership) -> str:
        """What is missing, each in a word."""
        lacking = [each.label for each in all_gaps() if getattr(record, f"gap_{each.code}", "")]
        if not lacking:
            return status("ok", _("齊全"))
        return format_html_join(" ", "{}", ((status("warn", label),) for label in lacking))


class OfficerTable(tables.Table):
    """People within an officer's reach."""

    name = tables.Column(verbose_name=_("姓名"), order_by=("name_folded", "pk"))
    id_masked = tables.Column(verbose_name=_("證號"), orderable=False)
    sex = tables.Column(verbose_name=_("性別"), orderable=False)
    units = tables.Column(verbose_name=_("現在的運用單位"), accessor="pk", orderable=False)

    class Meta:
        attrs = {"caption": _("志工"), "unit": _("人")}
        empty_text = _("職權範圍內沒有叫這個名字的志工。")

    def render_name(self, record: Volunteer) -> str:
        """The name opens the person; opening is logged."""
        return format_html('<a href="{}">{}</a>', reverse("city_volunteer", args=[record.ref]), record.name)

    def render_sex(self, record: Volunteer) -> str:
        """The word."""
        return record.get_sex_display()

    def render_units(self, record: Volunteer) -> str:
        """The units of the memberships that last."""
        return "、".join(each.unit.name for each in record.current) or "—"
