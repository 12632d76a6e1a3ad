"""The public front page, and the door that leads each role to its own home."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from volunteer_portal.access.scope import Scope
from volunteer_portal.rules.identity import looks_like_number

from .base import Guarded, Page


def home_of(scope: Scope) -> str:
    """The name of the page where the person's work waits."""
    if scope.unit_ids:
        return "unit_home"
    if scope.is_officer:
        return "city_home"
    if scope.is_administrator:
        return "unit_list"
    if scope.volunteer_id:
        return "my_home"
    return "nothing_yet"


class Front(Page):
    """What this site is, and where to sign in. Who is signed in goes straight to work."""

    public = True
    template_name = "pages/front.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The front page for visitors, home for everyone else."""
        if request.user.is_authenticated:
            return redirect("home")
        return super().get(request, *args, **kwargs)


class Accessibility(Page):
    """How the site can be used by everyone, and what is known not to work yet."""

    public = True
    template_name = "pages/accessibility.html"


class Privacy(Page):
    """What is kept about people, why, who can see it, and how it is guarded."""

    public = True
    template_name = "pages/privacy.html"


class Home(Guarded):
    """After signing in: straight to what waits."""

    audience = "signed_in"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send the person on."""
        return redirect(home_of(request.scope))


class NothingYet(Page):
    """For an account without any appointment in force: says why nothing is here, and whom to ask."""

    audience = "signed_in"
    template_name = "pages/nothing_yet.html"


class Search(Guarded):
    """The search field of the frame: a name finds people in the register that the person works with.

    Posted, because somebody will type a number there, and no number of a person may stand in an address.
    """

    audience = "unit_or_officer"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Hand the words on to the register."""
        return self._hand_on(request.GET.get("q", ""))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Hand the words on to the register."""
        return self._hand_on(request.POST.get("q", ""))

    def _hand_on(self, typed: str) -> HttpResponse:
        of_unit = bool(self.scope.unit_ids)
        if looks_like_number(typed):
            messages.warning(self.request, _("上方只找姓名。要用證號找人，請填在這一頁，查詢會留下紀錄。"))
            return redirect("volunteer_look_up" if of_unit else "city_volunteers")
        page = "unit_volunteers" if of_unit else "city_volunteers"
        return redirect(f"{reverse(page)}?{urlencode({'q': typed.strip()[:50]})}")
