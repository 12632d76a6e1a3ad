"""The register of units, for the city, the authorities and administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from units import services
from units.forms import ChangeUnitForm, UnitFilterForm, UnitForm
from units.models import Appointment, Invitation, OperatingUnit, Team
from volunteer_portal.access.errors import Refused
from volunteer_portal.pages.base import Page
from volunteer_portal.pages.clock import now, today
from volunteer_portal.pages.refusals import show_refusal

PAGE = 50


class UnitList(Page):
    """All units within reach, with search, category and state."""

    audience = "watching"
    action = "view"
    model = OperatingUnit
    template_name = "units/unit_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page of the list that was asked for."""
        form = UnitFilterForm(self.request.GET or None)
        units = self._narrowed(form) if form.is_valid() or not form.is_bound else self.rows()
        units = units.select_related("category", "district").annotate(
            staff=Count("appointments", filter=_in_force(), distinct=True)
        )
        return super().get_context_data(
            form=form,
            units=Paginator(units.order_by("name", "pk"), PAGE).get_page(self.request.GET.get("page")),
            may_create=self.scope.citywide or self.scope.is_administrator,
            filtered=bool(self.request.GET),
            today=today(),
            **kwargs,
        )

    def _narrowed(self, form: UnitFilterForm) -> QuerySet[OperatingUnit]:
        wanted = form.cleaned_data if form.is_bound else {}
        rows = self.rows()
        if text := wanted.get("q"):
            rows = rows.filter(Q(name__icontains=text) | Q(code__icontains=text))
        if category := wanted.get("category"):
            rows = rows.filter(category=category)
        state = wanted.get("state", "")
        if state == "closed":
            return rows.filter(closed_on__lte=today())
        return rows if state == "all" else rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=today()))


class UnitDetail(Page):
    """One unit: what it is, its teams, and who acts for it."""

    audience = "watching"
    action = "view"
    model = OperatingUnit
    template_name = "units/unit_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The unit with what the reader may see of it."""
        people = Appointment.objects.in_force(today()).select_related("user")
        rows = self.rows().select_related("category__authority", "district")
        unit = self.one(
            queryset=rows.prefetch_related(
                Prefetch("appointments", people, to_attr="people"),
                Prefetch("teams", Team.objects.visible_to(self.scope), to_attr="seen_teams"),
                "category_periods__category",
            ),
            pk=self.kwargs["pk"],
        )
        return super().get_context_data(
            unit=unit,
            may_change=type(unit).objects.visible_to(self.scope, "change").filter(pk=unit.pk).exists(),
            may_invite=services.may_invite(self.scope, "unit_head", unit.pk),
            invite_href=f"{reverse('invite')}?unit={unit.pk}&role=unit_staff",
            invitations=Invitation.objects.visible_to(self.scope).still_open(now()).filter(unit=unit),
            today=today(),
            **kwargs,
        )


class UnitNew(Page):
    """Entering a unit."""

    audience = "registrar"
    template_name = "units/unit_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """An empty form, or the one with its errors."""
        return super().get_context_data(**{"form": UnitForm(), **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Create the unit."""
        form = UnitForm(request.POST)
        if form.is_valid():
            try:
                unit = services.create_unit(**form.cleaned_data, by=request.user, today=today())
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("已建立「{name}」。接著邀請單位的承辦人。").format(name=unit.name))
                return redirect("unit_detail", unit.pk)
        return self.render_to_response(self.get_context_data(form=form), status=422)


class UnitEdit(Page):
    """Changing a unit."""

    audience = "watching"
    action = "change"
    model = OperatingUnit
    template_name = "units/unit_form.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The unit as it stands, or the form with its errors."""
        unit = kwargs.pop("unit", None) or self.one(pk=self.kwargs["pk"])
        return super().get_context_data(**{"unit": unit, "form": ChangeUnitForm(unit=unit), **kwargs})

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Change the unit."""
        unit = self.one(pk=pk)
        form = ChangeUnitForm(request.POST, unit=unit)
        if form.is_valid():
            try:
                services.change_unit(unit=unit, by=request.user, today=today(), **form.cleaned_data)
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("已儲存。"))
                return redirect("unit_detail", unit.pk)
        return self.render_to_response(self.get_context_data(unit=unit, form=form), status=422)


def _in_force() -> Q:
    day = today()
    return Q(appointments__starts_on__lte=day) & (
        Q(appointments__ends_before__isnull=True) | Q(appointments__ends_before__gt=day)
    )
