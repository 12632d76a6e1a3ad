"""A unit's own settings: its data, its teams, its people, and which unit one works for now."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from units import services
from units.forms import ColleagueForm, OwnUnitForm, TeamForm
from units.models import Appointment, Invitation, OperatingUnit, Team
from volunteer_portal.access.errors import Refused
from volunteer_portal.pages.base import Guarded, Page
from volunteer_portal.pages.clock import now, today
from volunteer_portal.pages.refusals import show_refusal
from volunteer_portal.pages.unit import SESSION_KEY, ForUnit


class UnitSettings(ForUnit, Page):
    """The unit's data, teams, people and invitations on one page; each form comes back here."""

    audience = "unit"
    template_name = "units/unit_settings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything about the unit; the form that was refused with its errors."""
        unit = self.unit
        own = OwnUnitForm(initial={name: getattr(unit, name) for name in OwnUnitForm.base_fields})
        people = Appointment.objects.visible_to(self.scope).filter(unit=unit).in_force(today())
        people = list(people.select_related("user").order_by("role", "starts_on"))
        for each in people:
            each.may_end = services.may_invite(self.scope, each.role, unit.pk)
        return super().get_context_data(
            **{
                "own_form": own,
                "team_form": TeamForm(prefix="team"),
                "colleague_form": ColleagueForm(prefix="person", scope=self.scope, unit=unit),
                "teams": Team.objects.visible_to(self.scope).filter(unit=unit).order_by("closed_on", "name"),
                "people": people,
                "invitations": Invitation.objects.visible_to(self.scope).filter(unit=unit).still_open(now()),
                "today": today(),
                **kwargs,
            }
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Change the unit's own data."""
        form = OwnUnitForm(request.POST)
        if form.is_valid():
            services.change_unit(unit=self.unit, by=request.user, today=today(), **form.cleaned_data)
            messages.success(request, _("已儲存單位資料。"))
            return redirect("unit_settings")
        return self.render_to_response(self.get_context_data(own_form=form, form=form), status=422)


class TeamNew(UnitSettings):
    """Opening a team."""

    audience = "unit"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """The form stands on the settings page."""
        return redirect("unit_settings")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Open the team."""
        form = TeamForm(request.POST, prefix="team")
        if form.is_valid():
            try:
                team = services.open_team(unit=self.unit, by=request.user, today=today(), **form.cleaned_data)
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("已成立「{name}」。").format(name=team.name))
                return redirect("unit_settings")
        return self.render_to_response(self.get_context_data(team_form=form, form=form), status=422)


class TeamClose(Guarded):
    """Ending a team."""

    audience = "unit"
    action = "view"
    post_action = "change"
    model = Team
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End it today."""
        team = services.close_team(team=self.one(pk=pk), by=request.user, today=today())
        messages.success(request, _("「{name}」已解散；隊員仍是單位的志工。").format(name=team.name))
        return redirect("unit_settings")


class ColleagueInvite(UnitSettings):
    """Inviting a colleague."""

    audience = "unit"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """The form stands on the settings page."""
        return redirect("unit_settings")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send the invitation."""
        form = ColleagueForm(request.POST, prefix="person", scope=self.scope, unit=self.unit)
        if form.is_valid():
            try:
                services.invite(**form.cleaned_data, unit=self.unit, by=request.user, now=now())
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("邀請信已寄給{name}，7 天內有效。").format(name=form.cleaned_data["name"]))
                return redirect("unit_settings")
        return self.render_to_response(self.get_context_data(colleague_form=form, form=form), status=422)


class UnitSwitch(Guarded):
    """Choosing the unit to work for, for people who work for several."""

    audience = "unit"
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Remember the choice in this session; a unit that is not theirs does not exist for them."""
        chosen = request.POST.get("unit", "")
        if not chosen.isdecimal() or int(chosen) not in self.scope.unit_ids:
            raise Http404
        request.session[SESSION_KEY] = int(chosen)
        unit = OperatingUnit.objects.visible_to(self.scope).get(pk=int(chosen))
        messages.success(request, _("現在以「{name}」的身分工作。").format(name=unit.name))
        return redirect("unit_home")
