"""Asking for a page as somebody, leaving nothing behind, and reading the answer as one letter."""

from __future__ import annotations

import contextlib
import re

from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.plugins.signing import sign_in

VOLATILE = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]*"|nonce="[^"]*"|nonce-[A-Za-z0-9+/=_-]+|(?:card|more|not|menu)-[0-9a-f]{8}'
)


def clients_of(town):
    """One signed-in client a person; the deactivated one still holds the session from before."""
    clients = {}
    for actor, user in town.people.items():
        client = Client(raise_request_exception=False)
        if user is not None:
            sign_in(client, user)
        clients[actor] = client
    return clients


@contextlib.contextmanager
def undone():
    """Whatever the request wrote is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ask(client, method, address, data=None, **headers):
    """The answer to one request, read to its end, with nothing left in the database."""
    session = client.cookies.get("sessionid")
    kept = session.value if session else None
    cache.clear()  # limits on how often are asked about elsewhere
    with undone():
        kwargs = {"data": data or {}} if method in ("POST", "PUT", "PATCH") else {}
        if method in ("PUT", "PATCH"):
            kwargs = {"data": "", "content_type": "application/x-www-form-urlencoded"}
        response = getattr(client, method.lower())(address, **kwargs, **headers)
        body = b"".join(response.streaming_content) if response.streaming else response.content
    if kept:
        client.cookies["sessionid"] = kept
    return response, body


def letter(response):
    """L, N, F, M or Y; anything a page must never answer is named in full."""
    status = response.status_code
    if status in (301, 302) and response.url.startswith(("/accounts/login/", "/admin/login/")):
        return "L"
    known = {404: "N", 403: "F", 405: "M"}
    if status in known:
        return known[status]
    return "Y" if status in (200, 204, 302, 400, 409, 422) else f"[{status}]"


def without_tokens(body, *addresses):
    """A body in which two answers to the same question are equal."""
    body = VOLATILE.sub(b"", body)
    for address in addresses:
        body = body.replace(address.encode(), b"")
    return body
