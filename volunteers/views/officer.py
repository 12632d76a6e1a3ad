"""志工查詢: officers of the city and of the authorities look for people within their reach; each look is logged."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from units.models import OperatingUnit
from volunteer_portal.access.scope import Scope
from volunteer_portal.pages.base import Page
from volunteer_portal.pages.clock import now, today
from volunteer_portal.rules.identity import looks_like_number
from volunteers.forms import OfficerLookUpForm, OfficerSearch
from volunteers.looks import address_of, note_view
from volunteers.models import Membership, Volunteer
from volunteers.person import Looking
from volunteers.services import LookUp, find_in_reach
from volunteers.tables import OfficerTable

from .detail import Reveal, overview

PER_PAGE = 30


class Search(Page):
    """By name, or by the whole number with a purpose."""

    audience = "officer"
    model = Volunteer
    action = "view"
    template_name = "volunteers/officer_search.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A name that no person has, and a unit has, is a unit's name."""
        name = request.GET.get("q", "").strip()
        if looks_like_number(name):
            messages.warning(request, _("這裡只找姓名。要用證號找人，請填「以證號查詢」，查詢會留下紀錄。"))
            return redirect("city_volunteers")
        if name and not self._named(name).exists() and _units_named(name, self.scope).exists():
            return redirect(f"{reverse('unit_list')}?{urlencode({'q': name})}")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """People whose name holds what was typed."""
        search = OfficerSearch(self.request.GET or None)
        name = search.cleaned_data.get("q", "") if search.is_bound and search.is_valid() else ""
        table = None
        if name:
            table = OfficerTable(self._named(name), order_by="name")
            RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        found = {"search": search, "table": table, "asked": name, "number_form": OfficerLookUpForm()}
        if name and (units := _units_named(name, self.scope).count()):
            found |= {"units": units, "units_href": f"{reverse('unit_list')}?{urlencode({'q': name})}"}
        return super().get_context_data(**{**found, **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        """By number: straight to the person, or the same answer for nobody and for somebody out of reach."""
        form = OfficerLookUpForm(request.POST)
        if form.is_valid():
            found = find_in_reach(
                number=form.cleaned_data["number"],
                purpose=form.cleaned_data["purpose"],
                reach=self.rows(),
                by=request.user,
                now=now(),
                address=address_of(request),
            )
            if found.outcome is LookUp.FOUND:
                return redirect("city_volunteer", found.volunteer.ref)
            form.add_error("number", found.sentence)
        return render(request, self.template_name, self.get_context_data(number_form=form), status=422)

    def _named(self, name: str) -> QuerySet[Volunteer]:
        current = Membership.objects.visible_to(self.scope).filter(left_on__isnull=True).select_related("unit")
        return (
            self.rows().named_like(name).prefetch_related(Prefetch("memberships", queryset=current, to_attr="current"))
        )


def _units_named(name: str, scope: Scope) -> QuerySet[OperatingUnit]:
    return OperatingUnit.objects.visible_to(scope).filter(name__icontains=name)


class OfficerDetail(Page):
    """志工總覽, to be read."""

    audience = "officer"
    model = Volunteer
    action = "view"
    template_name = "volunteers/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The same parts as the unit sees, without the buttons."""
        volunteer = self.one(ref=self.kwargs["ref"])
        note_view(self.request, volunteer.pk, page="city_volunteer")
        return super().get_context_data(**overview(volunteer, Looking(self.scope, today())), **kwargs)


class OfficerReveal(Reveal):
    """The whole number, for an officer within reach."""

    audience = "officer"
    model = Volunteer
    action = "reveal"
    back = "city_volunteer"

    def people(self) -> QuerySet[Volunteer]:
        """Whom the officer reaches."""
        return self.rows("view")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """An officer acts for no unit."""
        return Page.get_context_data(self, **kwargs)

    def looking_unit(self) -> None:
        """An officer acts for no unit."""
        return
