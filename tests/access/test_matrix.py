"""Every address × eleven people × seven methods: what comes back, and what must never stand in it (G1)."""

from __future__ import annotations

import pytest

from volunteer_portal.pages import policy

from .addresses import address_of, all_pages
from .asking import ask, letter
from .expectations import PAGES, POSTED, expected
from .town import ACTORS

PAGES_NOW = {page.name: page for page in all_pages()}


@pytest.mark.parametrize("name", sorted(PAGES_NOW))
def test_everybody_gets_what_is_theirs_and_nothing_else(town, clients, name, thorough):
    page = PAGES_NOW[name]
    address = address_of(page, town)
    wrong = []
    for method, row in zip(("GET", "POST"), expected(name), strict=True):
        posted = {
            field: key[1:-1] if key.startswith("'") else town.keys[key] for field, key in POSTED.get(name, {}).items()
        }
        for actor, cell in zip(ACTORS, row, strict=True):
            response, body = ask(clients[actor], method, address, posted if method == "POST" else None)
            got = letter(response)
            if got != cell and not (cell == "?" and got in "YFNM"):
                wrong.append(f"{method} {address} as {actor}: {got}, expected {cell}")
            leaked = [word for word in town.forbidden(actor) if word.encode() in body]
            if leaked:
                wrong.append(f"{method} {address} as {actor} shows {leaked}")
            if method == "GET" and (thorough or row.index(cell) == ACTORS.index(actor)):
                wrong += heads_alike(clients[actor], address, actor, response)
    assert not wrong, "\n".join(wrong)


def heads_alike(client, address, actor, got):
    response, body = ask(client, "HEAD", address)
    if response.status_code != got.status_code or body:
        return [f"HEAD {address} as {actor}: {response.status_code} with {len(body)} bytes, GET {got.status_code}"]
    return []


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_do_nothing(town, clients, method, thorough):
    """Out of reach is out of reach with any method; within reach they are refused, or mean what a form means."""
    wrong = []
    for page in all_pages():
        address = address_of(page, town)
        get_row = expected(page.name)[0]
        for actor, cell in zip(ACTORS, get_row, strict=True):
            if not thorough and get_row.index(cell) != ACTORS.index(actor):
                continue  # the first of each kind of answer; everybody with --long
            response, body = ask(clients[actor], method, address)
            got = letter(response)
            allowed = {"L": "LMNFY", "N": "NMLFY", "?": "MYNF"}.get(cell, "MYNLF")
            if method != "OPTIONS" and cell in "LN" and got == "Y" and not form_taking_put(page, method):
                allowed = ""
            if got not in allowed or any(word.encode() in body for word in town.forbidden(actor)):
                wrong.append(f"{method} {address} as {actor}: {got}")
    assert not wrong, "\n".join(wrong)


def form_taking_put(page, method):
    entry = None if page.guarded else policy.other_of(page)
    return entry is not None and method in entry.methods


def test_no_row_is_left_over():
    assert sorted(set(PAGES) - set(PAGES_NOW)) == []
