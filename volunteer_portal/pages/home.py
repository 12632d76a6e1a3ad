"""The public front page, and the door that leads each role to its own home."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from volunteer_portal.access.scope import Scope

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
    """The search field of the frame: a name finds people in the register that the person works with."""

    audience = "unit_or_officer"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Hand the words on to the register."""
        page = "unit_volunteers" if request.scope.unit_ids else "city_volunteers"
        return redirect(f"{reverse(page)}?{urlencode({'q': request.GET.get('q', '').strip()[:50]})}")
