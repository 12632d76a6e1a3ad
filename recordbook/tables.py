"""Lists of record books."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from volunteer_portal.ui.components.signs import status
from volunteer_portal.ui.templatetags.roc import roc
from volunteers.models import Membership


class BookTable(tables.Table):
    """The unit's members, and the book that each holds."""

    name = tables.Column(verbose_name=_("姓名"), accessor="volunteer__name", order_by=("volunteer__name_folded", "pk"))
    book = tables.Column(verbose_name=_("紀錄冊號"), empty_values=(), orderable=False)
    category = tables.Column(verbose_name=_("領冊類別"), empty_values=(), orderable=False)
    issued = tables.Column(verbose_name=_("發冊日期"), empty_values=(), orderable=False)
    state = tables.Column(verbose_name=_("狀態"), empty_values=(), orderable=False)

    class Meta:
        attrs = {"caption": _("紀錄冊"), "unit": _("人")}
        empty_text = _("沒有符合條件的志工，請放寬條件。")

    def render_name(self, record: Membership) -> str:
        """The name opens the person."""
        return format_html(
            '<a href="{}">{}</a>', reverse("volunteer_detail", args=[record.volunteer.ref]), record.volunteer.name
        )

    def render_book(self, record: Membership) -> str:
        """The number."""
        return record.volunteer.live[0].book_number if record.volunteer.live else "—"

    def render_category(self, record: Membership) -> str:
        """The category on its cover."""
        return record.volunteer.live[0].category.name if record.volunteer.live else "—"

    def render_issued(self, record: Membership) -> str:
        """In the 民國 calendar."""
        return roc(record.volunteer.live[0].issued_on) if record.volunteer.live else "—"

    def render_state(self, record: Membership) -> str:
        """Held, or the way to write one down."""
        if record.volunteer.live:
            return status("ok", _("已領冊"))
        href = f"{reverse('book_new')}?volunteer={record.volunteer.ref}"
        return format_html('{} <a href="{}">{}</a>', status("warn", _("未領冊")), href, _("登錄"))
