"""Each request carries its scope, built anew: a right withdrawn is withdrawn at the next request."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject
from django.utils.module_loading import import_string

from .scope import PUBLIC, Scope


def scope_of_request(request: HttpRequest) -> Scope:
    """The scope of the signed-in account today; the public's when nobody is."""
    if not request.user.is_authenticated:
        return PUBLIC
    return import_string(settings.SCOPE_OF)(request.user)


class ScopeMiddleware:
    """Put ``request.scope`` in place, computed when first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.scope = SimpleLazyObject(lambda: scope_of_request(request))
        return self.get_response(request)
