"""服務時數 of a unit: the list by month, and entering one record."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from hours.explaining import explain_records, with_reasons
from hours.forms import MONTHS_SHOWN, HoursFilter, NewRecordForm
from hours.models import ServiceRecord
from hours.querysets import ServiceRecordQuerySet
from hours.services import record_service
from hours.tables import RecordTable
from volunteer_portal.access.errors import Refused
from volunteer_portal.intake import answers
from volunteer_portal.pages.base import Page
from volunteer_portal.pages.clock import now
from volunteer_portal.pages.refusals import show_refusal
from volunteer_portal.pages.unit import ForUnit
from volunteer_portal.rules.calendar import month_end, month_start
from volunteer_portal.rules.record_limits import uncovered_day
from volunteer_portal.rules.roc import format_date
from volunteers.models import Volunteer

PER_PAGE = 50
NAMES = {"minutes": "hours"}


class UnitHours(ForUnit, Page):
    """Records of a unit: the latest month first, all that are asked for otherwise."""

    audience = "unit"
    model = ServiceRecord
    action = "view"
    template_name = "hours/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The records that the filter asks for, a page of them, with their reasons."""
        mine = self.rows().filter(unit=self.unit)
        months = list(mine.order_by().dates("served_from", "month", order="DESC")[:MONTHS_SHOWN])
        asked = self.request.GET if set(self.request.GET) & set(HoursFilter.base_fields) else None
        if asked is None and months:
            asked = {"month": f"{months[0]:%Y-%m}"}
        form = HoursFilter(asked, months=months)
        shown, month = self._filtered(mine, form)
        table = RecordTable(shown.select_related("volunteer", "category", "unit"), order_by="-served_from")
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        with_reasons((row.record for row in table.paginated_rows), self.scope)
        totals = shown.order_by().aggregate(all=Sum("minutes", default=0), people=Sum("people_served", default=0))
        counted = shown.order_by().counted_total()
        context = {
            "filter": form,
            "table": table,
            "any": bool(months),
            "month": month,
            "counted": counted,
            "not_counted": totals["all"] - counted,
            "people": totals["people"],
            "not_href": f"{reverse('unit_hours')}?{'month=' + f'{month:%Y-%m}' + '&' if month else ''}verdict=not",
        }
        return super().get_context_data(**context, **kwargs)

    def _filtered(self, rows: ServiceRecordQuerySet, form: HoursFilter) -> tuple[ServiceRecordQuerySet, date | None]:
        form.is_valid()
        wanted = getattr(form, "cleaned_data", {})
        month = None
        if wanted.get("month"):
            month = date.fromisoformat(f"{wanted['month']}-01")
            rows = rows.ending_in(month_start(month), month_end(month))
        if wanted.get("volunteer"):
            rows = rows.filter(volunteer__ref=wanted["volunteer"])
        if wanted.get("q"):
            rows = rows.filter(volunteer__in=Volunteer.objects.named_like(wanted["q"]))
        verdict = wanted.get("verdict", "")
        if verdict == "not":
            rows = rows.not_counted()
        elif verdict:
            rows = rows.filter(verdict=verdict)
        return rows, month


class NewRecord(ForUnit, Page):
    """登錄時數: one record of one member."""

    audience = "unit"
    model = ServiceRecord
    action = "view"
    template_name = "hours/form.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, for the person in the address."""
        initial = {"volunteer": request.GET.get("volunteer")}
        return self.render_to_response(self.get_context_data(form=NewRecordForm(unit=self.unit, initial=initial)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write it down; say whether it counts, and why."""
        form = NewRecordForm(request.POST, unit=self.unit)
        if form.is_valid():
            volunteer = form.cleaned_data["volunteer"]
            try:
                record = record_service(
                    volunteer=volunteer, unit=self.unit, entry=form.entry(), by=request.user, now=now()
                )
            except Refused as refusal:
                show_refusal(form, refusal, names=NAMES)
            else:
                tell(request, record, _("已登錄{name}的時數。").format(name=volunteer.name))
                if "again" in request.POST:
                    return redirect(f"{reverse('record_new')}?volunteer={volunteer.ref}")
                return redirect("record_detail", record.pk)
        return render(request, self.template_name, self.get_context_data(form=form), status=422)


def tell(request: HttpRequest, record: ServiceRecord, done: str) -> None:
    """Say that it is done; what does not count, or was served without cover, is said at once (INS-10)."""
    if record.counts:
        messages.success(request, done)
    else:
        messages.warning(request, f"{done}{explain_records([record])[record.pk].sentence}")
    covers = answers.ask("cover", [record.volunteer_id])
    if covers is None:
        return
    gap = uncovered_day(record.served_from, record.served_to, covers.get(record.volunteer_id, ()))
    if gap is not None:
        day = format_date(gap)
        messages.warning(request, _("{day} 沒有志工保險；時數照樣保存，請確認投保資料。").format(day=day))
