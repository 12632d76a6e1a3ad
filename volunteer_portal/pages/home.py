"""The public front page, and the door that leads each role to its own home."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

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
    """What this site is, and where to sign in."""

    public = True
    template_name = "pages/front.html"


class Home(Guarded):
    """After signing in: straight to what waits."""

    audience = "signed_in"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Send the person on."""
        return redirect(home_of(request.scope))
