"""Lists of completions."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from volunteer_portal.ui.components.signs import status
from volunteer_portal.ui.templatetags.roc import hours, roc

from .models import Completion


class CompletionTable(tables.Table):
    """教育訓練 of a unit's members."""

    name = tables.Column(
        verbose_name=_("姓名"), accessor="volunteer__name", order_by=("volunteer__name_folded", "completed_on", "pk")
    )
    kind = tables.Column(verbose_name=_("訓練"), order_by=("kind", "category", "pk"))
    completed_on = tables.Column(verbose_name=_("完訓日期"), order_by=("completed_on", "pk"))
    minutes = tables.Column(
        verbose_name=_("時數"), attrs={"td": {"class": "n"}, "th": {"class": "n"}}, order_by=("minutes", "pk")
    )
    proof = tables.Column(verbose_name=_("證書"), empty_values=(), orderable=False)
    state = tables.Column(verbose_name=_("狀態"), empty_values=(), orderable=False)
    edit = tables.Column(verbose_name=_("動作"), empty_values=(), orderable=False)

    class Meta:
        attrs = {"caption": _("教育訓練"), "unit": _("筆")}
        empty_text = _("沒有符合條件的訓練紀錄，請放寬條件。")

    def render_name(self, record: Completion) -> str:
        """The name opens the person."""
        return format_html(
            '<a href="{}">{}</a>', reverse("volunteer_detail", args=[record.volunteer.ref]), record.volunteer.name
        )

    def render_kind(self, record: Completion) -> str:
        """Kind, and category where there is one."""
        label = record.get_kind_display()
        return f"{record.category.name}{label}" if record.category else label

    def render_completed_on(self, value: object) -> str:
        """In the 民國 calendar."""
        return roc(value)

    def render_minutes(self, value: int) -> str:
        """Hours."""
        return hours(value)

    def render_proof(self, record: Completion) -> str:
        """The file, the number, or what stands in their place."""
        if record.certificate_file:
            href = reverse("training_certificate", args=[record.pk])
            return format_html('<a href="{}">{}</a>', href, record.certificate_number or _("下載"))
        return record.certificate_number or (record.get_evidence_display() if record.evidence != "certificate" else "—")

    def render_state(self, record: Completion) -> str:
        """Stands, too short, or revoked."""
        if record.revoked_at:
            return status("plain", _("已撤銷"), icon="x", title=record.revoked_reason)
        if not record.sufficiency.ok:
            return status("warn", _("時數不足"), title=record.sufficiency.source)
        return status("ok", _("有效"))

    def render_edit(self, record: Completion) -> str:
        """Correct or revoke, for who recorded it."""
        if not record.may_correct or record.revoked_at:
            return "—"
        return format_html(
            '<a href="{}">{}</a>　<a href="{}">{}</a>',
            reverse("training_edit", args=[record.pk]),
            _("更正"),
            reverse("training_revoke", args=[record.pk]),
            _("撤銷"),
        )
