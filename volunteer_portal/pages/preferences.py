"""Keeps the size of text and the theme in a cookie of this browser; works without script."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe

from volunteer_portal.ui.context import SIZE_COOKIE, SIZES, THEME_COOKIE, THEMES

YEAR_SECONDS = 365 * 24 * 60 * 60


@require_safe
def preferences(request: HttpRequest) -> HttpResponse:
    """``?size=s|m|l`` or ``?theme=auto|light|dark``, then back to ``next`` (a path of this site only)."""
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    for name, cookie, allowed in (("size", SIZE_COOKIE, SIZES), ("theme", THEME_COOKIE, THEMES)):
        if request.GET.get(name) in allowed:
            response.set_cookie(
                cookie,
                request.GET[name],
                max_age=YEAR_SECONDS,
                samesite="Lax",
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=False,
            )
    return response
