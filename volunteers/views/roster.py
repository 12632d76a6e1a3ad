"""志工名冊."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from volunteer_portal.pages.base import Page
from volunteer_portal.pages.clock import today
from volunteer_portal.pages.unit import ForUnit
from volunteer_portal.rules.identity import looks_like_number
from volunteers.forms import RosterFilter
from volunteers.gaps import lacking, with_gaps
from volunteers.models import Membership, Volunteer
from volunteers.querysets import MembershipQuerySet
from volunteers.tables import RosterTable

PER_PAGE = 30


class Roster(ForUnit, Page):
    """The members of a unit: found by name, team, state, or by what is missing."""

    audience = "unit"
    model = Membership
    action = "view"
    template_name = "volunteers/roster.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """A number typed as a name is not looked for here, nor kept in the address."""
        if looks_like_number(request.GET.get("q", "")):
            messages.warning(request, _("名冊只找姓名。要用證號找人，請填在這一頁，查詢會留下紀錄。"))
            return redirect("volunteer_look_up")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The members that the filter asks for, a page of them."""
        form = RosterFilter(self.request.GET or None, unit=self.unit)
        members = self.rows().filter(unit=self.unit)
        shown = self._filtered(members, form)
        table = RosterTable(with_gaps(shown, self.unit, today()), order_by="name")
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        return super().get_context_data(
            filter=form,
            table=table,
            current=members.population_on(today()).count(),
            any_members=members.exists(),
            shown=table.paginator.count,
            filtered=form.is_bound and any(form.data.get(name) for name in form.fields),
            **kwargs,
        )

    def _filtered(self, members: MembershipQuerySet, form: RosterFilter) -> MembershipQuerySet:
        """Whatever cannot be read in the address is left out of the question, not an error."""
        form.is_valid()
        wanted = getattr(form, "cleaned_data", {})
        state = wanted.get("state", "")
        if state == "left":
            members = members.filter(left_on__isnull=False)
        elif state != "all":
            members = members.population_on(today())
        if wanted.get("q"):
            people = Volunteer.objects.named_like(wanted["q"])
            members = members.filter(volunteer__in=people)
        team = wanted.get("team")
        if team:
            members = members.filter(team=None if team == "none" else team)
        if wanted.get("gap"):
            members = lacking(members, wanted["gap"], self.unit, today())
        return members.select_related("volunteer", "team")
