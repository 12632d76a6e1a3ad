"""One record: why it counts or not, correcting, splitting and removing it."""
# ruff: noqa: ARG002 - Django calls with more than each page needs

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hours.access import RECORDS
from hours.explaining import explain_records
from hours.forms import EditRecordForm, RemoveRecordForm, SplitForm
from hours.models import ServiceRecord
from hours.services import correct_service, remove_service, split_service, version_of
from hours.services.judging import cases_of
from volunteer_portal.access.errors import Refused
from volunteer_portal.pages.base import Page
from volunteer_portal.pages.clock import now
from volunteer_portal.pages.refusals import show_refusal
from volunteer_portal.rules.calendar import ONE_DAY
from volunteers.looks import note_view

from .unit import NAMES, tell


class _OneRecord(Page):
    """A page about one record within reach."""

    abstract = True

    def record(self) -> ServiceRecord:
        """The record; 404 out of reach, 403 for who may look but not write."""
        rows = self.rows("view").select_related("volunteer", "unit", "category", "recorded_by")
        return self.one(queryset=rows, pk=self.kwargs["pk"])


class RecordDetail(_OneRecord):
    """Why it counts: the dates, the rule with its source, the one step (E1)."""

    audience = "unit_or_officer"
    model = ServiceRecord
    action = "view"
    template_name = "hours/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The record with its reasons and its history."""
        record = self.record()
        note_view(self.request, record.volunteer_id, page="record_detail")
        events = record.events.order_by("-pgh_id").values("pgh_created_at", "minutes", "verdict", "reason")[:10]
        return super().get_context_data(
            record=record,
            reasons=explain_records([record], self.scope)[record.pk],
            history=list(events),
            may_correct=RECORDS.allows(self.scope, "correct", record),
            **kwargs,
        )


class _WritingPage(_OneRecord):
    """A form about a record; the mark of what it showed goes along with it."""

    abstract = True
    form_class: type[Form]

    def build(self, record: ServiceRecord, data: Any = None) -> Form:
        """The form, empty or filled in."""
        return self.form_class(data)

    def save(self, record: ServiceRecord, form: Form, seen: str) -> HttpResponse:
        """Call the one service and go on."""
        raise NotImplementedError

    def more(self, record: ServiceRecord) -> dict[str, Any]:
        """What else the page shows."""
        return {}

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """The form."""
        record = self.record()
        context = {"record": record, "form": self.build(record), "seen": version_of(record), **self.more(record)}
        return self.render_to_response(self.get_context_data(**context))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Write, or show what is wrong."""
        record, seen = self.record(), request.POST.get("seen", "")
        form = self.build(record, request.POST)
        if form.is_valid():
            try:
                return self.save(record, form, seen)
            except Refused as refusal:
                show_refusal(form, refusal, names={**NAMES, "minutes_before": "hours"})
        context = self.get_context_data(record=record, form=form, seen=seen, **self.more(record))
        return render(request, self.template_name, context, status=422)


class EditRecord(_WritingPage):
    """更正時數: the reason is needed, the former values stay in the history."""

    audience = "unit"
    model = ServiceRecord
    action = "correct"
    template_name = "hours/form.html"

    def build(self, record: ServiceRecord, data: Any = None) -> Form:
        """Filled with what is recorded."""
        return EditRecordForm(data, initial=EditRecordForm.initial_of(record))

    def save(self, record: ServiceRecord, form: Form, seen: str) -> HttpResponse:
        """Replace the values."""
        corrected = correct_service(
            record=record,
            entry=form.entry(),
            reason=form.cleaned_data["reason"],
            seen=seen,
            by=self.request.user,
            now=now(),
        )
        tell(self.request, corrected, _("已更正{name}的時數。").format(name=record.volunteer.name))
        return redirect("record_detail", record.pk)


class SplitRecord(_WritingPage):
    """分成兩筆 at the first counting day."""

    audience = "unit"
    model = ServiceRecord
    action = "correct"
    template_name = "hours/split.html"
    form_class = SplitForm

    def more(self, record: ServiceRecord) -> dict[str, Any]:
        """The two halves."""
        day = cases_of([record.volunteer_id])[record.volunteer_id].facts.start(record.category_id).day
        across = day is not None and record.served_from < day <= record.served_to
        return {"day": day if across else None, "day_before": day - ONE_DAY if across else None}

    def save(self, record: ServiceRecord, form: Form, seen: str) -> HttpResponse:
        """Divide."""
        _first, second = split_service(
            record=record, minutes_before=form.total(), seen=seen, by=self.request.user, now=now()
        )
        tell(self.request, second, _("已分成兩筆。"))
        return redirect("record_detail", second.pk)


class RemoveRecord(_WritingPage):
    """刪除時數."""

    audience = "unit"
    model = ServiceRecord
    action = "remove"
    template_name = "hours/remove.html"
    form_class = RemoveRecordForm

    def save(self, record: ServiceRecord, form: Form, seen: str) -> HttpResponse:
        """Take it out."""
        name = record.volunteer.name
        remove_service(record=record, reason=form.cleaned_data["reason"], seen=seen, by=self.request.user, now=now())
        messages.success(self.request, _("已刪除{name}的一筆時數。").format(name=name))
        return redirect("unit_hours")
