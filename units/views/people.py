"""Who acts for whom: appointments, invitations and accounts, for the city and administrators."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from units import services
from units.forms import InviteForm, PeopleFilterForm
from units.models import Appointment, Invitation
from volunteer_portal.access.errors import Refused
from volunteer_portal.accounts.models import User
from volunteer_portal.pages.base import Guarded, Page
from volunteer_portal.pages.clock import now, today
from volunteer_portal.pages.refusals import show_refusal

PAGE = 50


class PeopleList(Page):
    """Appointments and open invitations."""

    audience = "registrar"
    action = "view"
    model = Appointment
    template_name = "units/people_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The page of the list that was asked for, each row with what the reader may do."""
        form = PeopleFilterForm(self.request.GET or None)
        rows = self._narrowed(form.cleaned_data if form.is_bound and form.is_valid() else {})
        rows = rows.select_related("user", "unit", "authority").order_by("user__name", "pk")
        page = Paginator(rows, PAGE).get_page(self.request.GET.get("page"))
        for each in page:
            each.may_end = services.may_invite(self.scope, each.role, each.unit_id)
        invitations = Invitation.objects.visible_to(self.scope).still_open(now()).select_related("unit", "authority")
        return super().get_context_data(
            form=form,
            people=page,
            invitations=invitations,
            filtered=bool(self.request.GET),
            manages_accounts=self.scope.is_administrator,
            today=today(),
            **kwargs,
        )

    def _narrowed(self, wanted: dict[str, Any]) -> QuerySet[Appointment]:
        rows = self.rows()
        rows = rows.filter(ends_before__lte=today()) if wanted.get("state") == "ended" else rows.in_force(today())
        if text := wanted.get("q"):
            rows = rows.filter(
                Q(user__name__icontains=text) | Q(user__email__icontains=text) | Q(unit__name__icontains=text)
            )
        if role := wanted.get("role"):
            rows = rows.filter(role=role)
        return rows


class Invite(Page):
    """Inviting somebody to a role."""

    audience = "registrar"
    template_name = "units/invite.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """An empty form with what the address suggests, or the one with its errors."""
        initial = {name: self.request.GET.get(name) for name in ("unit", "role") if self.request.GET.get(name)}
        return super().get_context_data(**{"form": InviteForm(scope=self.scope, initial=initial), **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Send the invitation."""
        form = InviteForm(request.POST, scope=self.scope)
        if form.is_valid():
            try:
                services.invite(**form.cleaned_data, by=request.user, now=now())
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("邀請信已寄給{name}，7 天內有效。").format(name=form.cleaned_data["name"]))
                return redirect("people_list")
        return self.render_to_response(self.get_context_data(form=form), status=422)


class AppointmentEnd(Page):
    """Ending an appointment: what it means, then the deed."""

    audience = "appointing"
    action = "end"
    model = Appointment
    template_name = "units/appointment_end.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whose, and which."""
        found = self.one(queryset=self.rows("end").select_related("user", "unit", "authority"), pk=self.kwargs["pk"])
        return super().get_context_data(appointment=found, back=self._back(), **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """End it today."""
        appointment = self.one(queryset=self.rows("end").select_related("user"), pk=pk)
        try:
            services.end_appointment(appointment=appointment, by=request.user, today=today())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("{name}的職務已結束。").format(name=appointment.user))
        return redirect(self._back())

    def _back(self) -> str:
        return "people_list" if self.scope.citywide or self.scope.is_administrator else "unit_settings"


class InvitationWithdraw(Guarded):
    """Making an invitation useless."""

    audience = "appointing"
    action = "withdraw"
    model = Invitation
    http_method_names = ("post", "options")

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Withdraw it."""
        invitation = services.withdraw_invitation(
            invitation=self.one(queryset=self.rows("withdraw"), pk=pk), by=request.user, now=now()
        )
        messages.success(request, _("給{name}的邀請已撤回。").format(name=invitation.name))
        return redirect("people_list" if self.scope.citywide or self.scope.is_administrator else "unit_settings")


class AccountChange(Page):
    """An account: closing it, opening it again, forgetting a lost telephone. Administrators only."""

    audience = "administrator"
    template_name = "units/account_change.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The account and its appointments."""
        account = get_object_or_404(User, pk=self.kwargs["pk"])
        held = Appointment.objects.visible_to(self.scope).filter(user=account).select_related("unit", "authority")
        return super().get_context_data(account=account, held=held, today=today(), **kwargs)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Do what the pressed button says."""
        account = get_object_or_404(User, pk=pk)
        deeds = {
            "deactivate": (services.deactivate, _("帳號已停用，現在起不能登入。")),
            "reactivate": (services.reactivate, _("帳號已恢復。")),
            "reset": (services.reset_second_factor, _("兩步驟驗證已清除，下次登入時重新設定。")),
        }
        service, sentence = deeds.get(request.POST.get("deed", ""), (None, ""))
        if service is None:
            messages.error(request, _("沒有這個動作，請用頁面上的按鈕。"))
            return redirect("account_change", pk)
        try:
            service(user=account, by=request.user, today=today())
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, sentence)
        return redirect("account_change", pk)
