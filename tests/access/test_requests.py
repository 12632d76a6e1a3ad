"""What holds for every request: forgery refused, looking changes nothing, headers on every kind of answer (G39, G40)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client

from tests.plugins.signing import sign_in

from .addresses import address_of, all_pages
from .asking import ask
from .expectations import expected
from .town import ACTORS

#: Written by looking, and meant to be: sessions, the log of looks, and allauth's own copy of an account's address.
WRITTEN_BY_LOOKING = {
    "django_session",
    "audit_accesslog",
    "usersessions_usersession",
    "pghistory_context",
    "account_emailaddress",
}


def who_may_post(page):
    row = expected(page.name)[1]
    return [actor for actor, cell in zip(ACTORS, row, strict=True) if cell in "Y?"]


def test_every_form_refuses_a_missing_token_and_a_foreign_origin(town):
    passed = []
    for page in all_pages():
        for actor in who_may_post(page)[:2]:
            client = Client(enforce_csrf_checks=True)
            if town.people[actor] is not None:
                sign_in(client, town.people[actor])
            address = address_of(page, town)
            response, _body = ask(client, "POST", address)
            if response.status_code != 403:
                passed.append(f"{address} as {actor} without a token: {response.status_code}")
            client.get("/accounts/login/" if town.people[actor] is None else "/me/settings/")
            token = client.cookies["csrftoken"].value if "csrftoken" in client.cookies else ""
            response, _body = ask(
                client, "POST", address, {"csrfmiddlewaretoken": token}, HTTP_ORIGIN="https://evil.example"
            )
            if response.status_code != 403:
                passed.append(f"{address} as {actor} from another origin: {response.status_code}")
    assert not passed, "\n".join(passed)


def fingerprints():
    """For each table the number of rows and a sum of their contents."""
    tables = [name for name in connection.introspection.table_names() if name not in WRITTEN_BY_LOOKING]
    found = {}
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT count(*), coalesce(sum(hashtext(t::text)::bigint), 0) FROM "{table}" t')
            found[table] = cursor.fetchone()
    return found


def test_looking_changes_nothing(town, clients):
    """A crawl of every address by everybody, without anything being taken back."""
    before = fingerprints()
    for page in all_pages():
        address = address_of(page, town)
        for actor in ACTORS:
            if actor == "deactivated":
                continue
            response = clients[actor].get(address)
            if response.streaming:
                b"".join(response.streaming_content)
    after = fingerprints()
    assert {table for table in before if before[table] != after[table]} == set()


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


@pytest.mark.parametrize(
    ("actor", "method", "address", "status"),
    [
        ("public", "get", "/", 200),
        ("public", "get", "/unit/", 302),
        ("public", "get", "/nowhere/", 404),
        ("public", "get", "/healthz", 200),
        ("public", "get", "/static/css/tokens.css", 200),
        ("unit_staff", "get", "/unit/settings/", 200),
        ("unit_staff", "get", "/city/people/", 404),
        ("unit_staff", "delete", "/unit/settings/", 405),
        ("promotion_centre", "post", "report", 403),
        ("unit_staff", "get", "photo", 200),
        ("unit_staff", "get", "file", 200),
    ],
)
def test_headers_on_every_kind_of_answer(town, clients, actor, method, address, status):
    special = {
        "report": f"/city/reports/{town.keys['report']}/reopen/",
        "photo": f"/volunteers/{town.keys['ref']}/photo.jpg",
        "file": f"/jobs/{town.keys['job']}/file/",
    }
    posted = {"reason": "更正接受服務人次"} if method == "post" else None
    response, _body = ask(clients[actor], method.upper(), special.get(address, address), posted)
    assert response.status_code == status
    for name, value in HEADERS.items():
        assert response.headers.get(name) == value, name
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe-" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "geolocation=()" in response.headers["Permissions-Policy"]
    if actor != "public":
        assert "no-store" in response.headers["Cache-Control"]


def test_a_refused_token_is_explained(town):
    client = Client(enforce_csrf_checks=True)
    response, body = ask(client, "POST", "/accounts/login/")
    assert response.status_code == 403
    assert "csrf" not in body.decode().lower().replace("csrfmiddleware", "")
    assert response.headers["X-Frame-Options"] == "DENY"
