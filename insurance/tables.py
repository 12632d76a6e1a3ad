"""Lists of covers."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from volunteer_portal.ui.components.signs import status
from volunteer_portal.ui.templatetags.roc import roc
from volunteers.models import Membership


class CoverTable(tables.Table):
    """The unit's members, and the cover that reaches furthest."""

    name = tables.Column(verbose_name=_("姓名"), accessor="volunteer__name", order_by=("volunteer__name_folded", "pk"))
    state = tables.Column(verbose_name=_("今天"), empty_values=(), orderable=False)
    insurer = tables.Column(verbose_name=_("保險公司與保單"), empty_values=(), orderable=False)
    span = tables.Column(verbose_name=_("保險期間"), empty_values=(), order_by=("until", "pk"))
    edit = tables.Column(verbose_name=_("動作"), empty_values=(), orderable=False)

    class Meta:
        attrs = {"caption": _("志工保險"), "unit": _("人")}
        empty_text = _("沒有符合條件的志工，請放寬條件。")

    def render_name(self, record: Membership) -> str:
        """The name opens the person."""
        return format_html(
            '<a href="{}">{}</a>', reverse("volunteer_detail", args=[record.volunteer.ref]), record.volunteer.name
        )

    def render_state(self, record: Membership) -> str:
        """Covered, ends soon, or not."""
        if not record.covered:
            return status("bad", _("沒有保險"))
        return status("warn", _("快到期")) if record.ends_soon else status("ok", _("有保險"))

    def render_insurer(self, record: Membership) -> str:
        """Whose policy; another unit's is told of, not shown."""
        if record.covered and not record.last_cover:
            return gettext("由其他單位投保")
        return str(record.last_cover.contract) if record.last_cover else "—"

    def render_span(self, record: Membership) -> str:
        """Both days."""
        cover = record.last_cover
        return f"{roc(cover.starts_on)}–{roc(cover.ends_on)}" if cover else "—"

    def render_edit(self, record: Membership) -> str:
        """Cover anew, or end."""
        new = f"{reverse('cover_new')}?volunteer={record.volunteer.ref}"
        if record.last_cover and record.covered and record.last_cover.unit_id == record.unit_id:
            end = reverse("cover_end", args=[record.last_cover.pk])
            return format_html('<a href="{}">{}</a>　<a href="{}">{}</a>', new, _("續保"), end, _("退保"))
        return format_html('<a href="{}">{}</a>', new, _("投保"))
