"""Taking up an invitation: the page behind the address in the mail."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from units import services
from units.forms import AcceptForm
from volunteer_portal.access.errors import Refused
from volunteer_portal.accounts.models import User
from volunteer_portal.pages.base import Page
from volunteer_portal.pages.clock import now
from volunteer_portal.pages.refusals import show_refusal


class InvitationAccept(Page):
    """Looking changes nothing; taking it up is a POST."""

    public = True
    template_name = "units/invitation_accept.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002 - Django's call
        """Who invites to what, and the one step that is left."""
        return self._show(AcceptForm())

    def post(self, request: HttpRequest, token: str) -> HttpResponse:
        """Take it up."""
        form = AcceptForm(request.POST)
        signed_in = request.user if request.user.is_authenticated else None
        if signed_in is None and not form.is_valid():
            return self._show(form, status=422)
        try:
            services.accept_invitation(token=token, now=now(), password=form.data.get("password", ""), by=signed_in)
        except Refused as refusal:
            show_refusal(form, refusal)
            return self._show(form, status=422)
        if signed_in:
            messages.success(request, _("已接受邀請，可以開始工作了。"))
            return redirect("home")
        messages.success(request, _("帳號已建立。請用電子郵件和剛才的密碼登入。"))
        return redirect("account_login")

    def _show(self, form: AcceptForm, status: int = 200) -> HttpResponse:
        invitation = services.find_invitation(token=self.kwargs["token"], now=now())
        if invitation is None:
            return self.render_to_response(self.get_context_data(invitation=None), status=404)
        has_account = User.objects.filter(email=invitation.email).exists()
        is_theirs = self.request.user.is_authenticated and self.request.user.email == invitation.email
        context = self.get_context_data(invitation=invitation, form=form, has_account=has_account, is_theirs=is_theirs)
        return self.render_to_response(context, status=status)
