"""教育訓練: the unit's list, entering, correcting and revoking, certificate files."""

# ruff: noqa: ARG002 - Django calls with more than each page needs
from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from units.models import OperatingUnit
from units.requirements import training_rules
from volunteer_portal.access.errors import Refused
from volunteer_portal.pages.base import Guarded, Page
from volunteer_portal.pages.clock import now
from volunteer_portal.pages.refusals import show_refusal
from volunteer_portal.pages.unit import ForUnit
from volunteer_portal.rules.training import suffices
from volunteer_portal.ui.templatetags.roc import hours
from volunteers.choosing import members_of
from volunteers.models import Volunteer

from .forms import CompletionFilter, CourseForm, NewCourseForm, RevokeForm
from .models import Completion
from .querysets import CompletionQuerySet
from .services import Recorded, correct_completion, record_completion, revoke
from .services.facts import fact_of
from .tables import CompletionTable

PER_PAGE = 30
NAMES = {"minutes": "hours"}


class Trainings(ForUnit, Page):
    """Completions of the unit's members, whoever recorded them."""

    audience = "unit"
    model = Completion
    action = "view"
    template_name = "training/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The completions that the filter asks for, a page of them."""
        form = CompletionFilter(self.request.GET or None)
        mine = self.rows().filter(volunteer__in=members_of(self.unit).order_by().values("pk"))
        shown = self._filtered(mine, form).select_related("volunteer", "category")
        table = CompletionTable(shown.marked_for(self.scope, "correct"), order_by="-completed_on")
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        rules = training_rules()
        for row in table.paginated_rows:
            row.record.sufficiency = suffices(fact_of(row.record), rules)
        context = {"filter": form, "table": table, "any": mine.exists(), "count": table.paginator.count}
        return super().get_context_data(**context, **kwargs)

    def _filtered(self, rows: CompletionQuerySet, form: CompletionFilter) -> CompletionQuerySet:
        form.is_valid()
        wanted = getattr(form, "cleaned_data", {})
        if wanted.get("volunteer"):
            rows = rows.filter(volunteer__ref=wanted["volunteer"])
        if wanted.get("kind"):
            rows = rows.filter(kind=wanted["kind"])
        if wanted.get("q"):
            rows = rows.filter(volunteer__in=Volunteer.objects.named_like(wanted["q"]))
        state = wanted.get("state", "")
        if state == "revoked":
            return rows.filter(revoked_at__isnull=False)
        rows = rows.standing()
        if state == "short":
            rules = training_rules()
            rows = rows.filter(pk__in=[row.pk for row in rows if not suffices(fact_of(row), rules).ok])
        return rows


class NewTraining(ForUnit, Page):
    """One completed course of one member."""

    audience = "unit"
    model = OperatingUnit
    action = "view"
    template_name = "training/form.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form, filled in as far as the address says."""
        asked = {"volunteer": "volunteer", "kind": "kind", "category": "category_id"}
        initial = {field: request.GET[name] for name, field in asked.items() if request.GET.get(name)}
        return self.render_to_response(self.get_context_data(form=NewCourseForm(unit=self.unit, initial=initial)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write it down and say what followed."""
        form = NewCourseForm(request.POST, request.FILES, unit=self.unit)
        if form.is_valid():
            volunteer = form.cleaned_data["volunteer"]
            try:
                recorded = record_completion(
                    course=form.entry(),
                    volunteer=volunteer,
                    unit=self.unit,
                    certificate=form.cleaned_data["certificate_file"],
                    by=request.user,
                    now=now(),
                )
            except Refused as refusal:
                show_refusal(form, refusal, names=NAMES)
            else:
                tell(request, recorded, _("已登錄{name}的訓練。").format(name=volunteer.name))
                return redirect("volunteer_detail", volunteer.ref)
        return render(request, self.template_name, self.get_context_data(form=form), status=422)


class OneTraining(ForUnit, Page):
    """A page about one completion that the unit recorded."""

    abstract = True

    def completion(self) -> Completion:
        """The completion; 404 out of reach, 403 when another unit recorded it."""
        rows = self.rows("view").filter(volunteer__in=members_of(self.unit).order_by().values("pk"))
        return self.one(queryset=rows.select_related("volunteer", "category"), pk=self.kwargs["pk"])

    def again(self, completion: Completion, form: Any) -> HttpResponse:
        """The form with what is wrong."""
        context = self.get_context_data(form=form, completion=completion)
        return render(self.request, self.template_name, context, status=422)


class EditTraining(OneTraining):
    """更正訓練."""

    audience = "unit"
    model = Completion
    action = "correct"
    template_name = "training/form.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """What was written down."""
        completion = self.completion()
        form = CourseForm(initial=CourseForm.initial_of(completion))
        return self.render_to_response(self.get_context_data(form=form, completion=completion))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Replace it and say what followed."""
        completion = self.completion()
        form = CourseForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.again(completion, form)
        try:
            recorded = correct_completion(
                completion=completion,
                course=form.entry(),
                certificate=form.cleaned_data["certificate_file"],
                by=request.user,
                now=now(),
            )
        except Refused as refusal:
            show_refusal(form, refusal, names=NAMES)
            return self.again(completion, form)
        tell(request, recorded, _("已更正{name}的訓練。").format(name=completion.volunteer.name))
        return redirect("volunteer_detail", completion.volunteer.ref)


class RevokeTraining(OneTraining):
    """撤銷訓練."""

    audience = "unit"
    model = Completion
    action = "revoke"
    template_name = "training/revoke.html"

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Ask for the reason."""
        return self.render_to_response(self.get_context_data(form=RevokeForm(), completion=self.completion()))

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Take it back and say what followed."""
        completion = self.completion()
        form = RevokeForm(request.POST)
        if not form.is_valid():
            return self.again(completion, form)
        recorded = revoke(completion=completion, by=request.user, now=now(), **form.cleaned_data)
        tell(request, recorded, _("已撤銷{name}的訓練。").format(name=completion.volunteer.name))
        return redirect("volunteer_detail", completion.volunteer.ref)


class Certificate(Guarded):
    """The certificate file, as a download: never opened in the portal's own name."""

    model = Completion
    action = "view"

    def get(self, request: HttpRequest, **_kwargs: Any) -> FileResponse:
        """Give the file out."""
        completion = self.one(pk=self.kwargs["pk"])
        if not completion.certificate_file:
            raise Http404
        try:
            content = completion.certificate_file.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        ending = completion.certificate_file.name.rpartition(".")[2]
        kind = "application/pdf" if ending == "pdf" else "image/jpeg"
        return FileResponse(
            content, as_attachment=True, filename=f"certificate-{completion.pk}.{ending}", content_type=kind
        )


def tell(request: HttpRequest, recorded: Recorded, done: str) -> None:
    """Say that it is done, which hours count now, and what was missing."""
    if recorded.opened:
        done += _("{hours} 小時因此改為採計。").format(hours=hours(recorded.opened))
    if recorded.closed:
        done += _("{hours} 小時因此不再採計。").format(hours=hours(recorded.closed))
    messages.success(request, done)
    for missing in recorded.warnings:
        messages.warning(request, missing.sentence)
