"""Lists of records of service."""

from __future__ import annotations

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from volunteer_portal.ui.components.signs import why
from volunteer_portal.ui.templatetags.roc import hours, roc_span

from .models import ServiceRecord

NUMBER = {"td": {"class": "n"}, "th": {"class": "n"}}


def days_of(record: ServiceRecord) -> str:
    """One day, or from–to."""
    return roc_span(record.served_from, record.served_to)


class RecordTable(tables.Table):
    """Hours of a unit."""

    served_from = tables.Column(
        verbose_name=_("服務日期"), order_by=("served_from", "pk"), attrs={"td": {"class": "num nowrap"}}
    )
    name = tables.Column(
        verbose_name=_("姓名"), accessor="volunteer__name", order_by=("volunteer__name_folded", "served_from", "pk")
    )
    minutes = tables.Column(verbose_name=_("時數"), attrs=NUMBER, order_by=("minutes", "pk"))
    counts = tables.Column(verbose_name=_("採計"), empty_values=(), orderable=False)
    people_served = tables.Column(verbose_name=_("人次"), attrs=NUMBER, order_by=("people_served", "pk"))
    item_code = tables.Column(verbose_name=_("項目"), orderable=False, empty_values=())
    edit = tables.Column(verbose_name=_("動作"), empty_values=(), orderable=False)

    class Meta:
        attrs = {"caption": _("服務時數"), "unit": _("筆")}
        empty_text = _("沒有符合條件的時數，請放寬條件。")

    def render_served_from(self, record: ServiceRecord) -> str:
        """The days open the record."""
        return format_html('<a href="{}">{}</a>', reverse("record_detail", args=[record.pk]), days_of(record))

    def render_name(self, record: ServiceRecord) -> str:
        """The name opens the person."""
        return format_html(
            '<a href="{}">{}</a>', reverse("volunteer_detail", args=[record.volunteer.ref]), record.volunteer.name
        )

    def render_item_code(self, record: ServiceRecord) -> str:
        """Item and content."""
        return " ".join(filter(None, (record.item_code, record.content_code))) or "—"

    def render_minutes(self, value: int) -> str:
        """Hours."""
        return hours(value)

    def render_counts(self, record: ServiceRecord) -> str:
        """Counts or not, and why."""
        told = record.reasons
        return why(told.counts, told.sentence, rule=told.rule, next_label=told.next_label, next_href=told.next_href)

    def render_edit(self, record: ServiceRecord) -> str:
        """Correct."""
        return format_html('<a href="{}">{}</a>', reverse("record_edit", args=[record.pk]), _("更正"))
