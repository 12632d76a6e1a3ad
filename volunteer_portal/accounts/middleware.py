"""How long a session lives, and that officers sign in with two factors before anything else."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlencode

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from .second_factor import has_second_factor, signed_in_with_it

STARTED, SEEN = "session_started", "session_seen"
SEEN_STEP_SECONDS = 15
#: Pages that ask by themselves, again and again: nobody is there.
ASKING_BY_THEMSELVES = frozenset({"job_detail", "notice_count"})
#: What somebody without the second factor may reach: setting it up, and leaving.
ON_THE_WAY = frozenset(
    {
        "account_login",
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "account_inactive",
        "mfa_activate_totp",
        "mfa_authenticate",
        "mfa_reauthenticate",
        "preferences",
        "set_language",
        "healthz",
        "readyz",
    }
)

Answer = Callable[[HttpRequest], HttpResponse]


class SessionClockMiddleware:
    """Ends sessions that were idle too long or are too old. Staff: 15 minutes and 12 hours (settings)."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, unless the session's time is over."""
        if request.user.is_authenticated and (sentence := self._over(request)):
            logout(request)
            messages.info(request, sentence)
            return _to(request, reverse("account_login"))
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> None:
        """Note that somebody is there."""
        if not request.user.is_authenticated:
            return
        now = int(time.time())
        request.session.setdefault(STARTED, now)
        by_itself = request.resolver_match and request.resolver_match.url_name in ASKING_BY_THEMSELVES
        if SEEN not in request.session or (not by_itself and now - request.session[SEEN] >= SEEN_STEP_SECONDS):
            request.session[SEEN] = now

    @staticmethod
    def _over(request: HttpRequest) -> str:
        now = int(time.time())
        scope = request.scope
        staff = bool(scope.unit_ids) or scope.is_officer or scope.is_administrator
        idle = settings.STAFF_IDLE_SECONDS if staff else settings.OTHERS_IDLE_SECONDS
        if now - request.session.get(SEEN, now) >= idle:
            return _("您有 {minutes} 分鐘沒有操作，為保護個人資料已經登出。請再登入一次。").format(minutes=idle // 60)
        if now - request.session.get(STARTED, now) >= settings.SESSION_COOKIE_AGE:
            return _("登入已滿 {hours} 小時，請再登入一次。").format(hours=settings.SESSION_COOKIE_AGE // 3600)
        return ""


class SecondFactorMiddleware:
    """Officers and administrators come no further than setting up, or showing, their second factor."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Send on who has to show a second factor first."""
        if not request.user.is_authenticated or request.resolver_match.view_name in ON_THE_WAY:
            return None
        if not request.scope.needs_second_factor or signed_in_with_it(request):
            return None
        if has_second_factor(request.user):
            return _to(request, reverse("mfa_reauthenticate"))
        messages.info(request, _("您的職務要處理許多人的資料，請先完成兩步驟驗證的設定，約需 1 分鐘。"))
        return _to(request, reverse("mfa_activate_totp"))


def _to(request: HttpRequest, address: str) -> HttpResponse:
    """Redirect, and back afterwards if that is a page to look at; htmx is told to leave the page."""
    if request.htmx:
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    if request.method in ("GET", "HEAD"):
        address += "?" + urlencode({"next": request.get_full_path()})
    return redirect(address)
