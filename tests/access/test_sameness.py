"""Somebody else's thing and a thing that does not exist are answered alike, to the byte (G2)."""

from __future__ import annotations

import uuid

import pytest

from .addresses import address_of, all_pages, takes_keys
from .asking import ask, letter, without_tokens
from .town import ABSENT

STRANGERS = ("other_volunteer", "same_category_staff", "other_category_staff", "other_officer", "administrator")
SECRET_KEYS = {"token"}
#: Administrators manage these; whatever exists is theirs to see.
ADMINISTRATORS_OWN = {"account_change", "appointment_end", "invitation_withdraw", "unit_detail", "unit_edit"}


def instead(key, places):
    """Keys that are nobody's, and those of the other units."""
    absent = uuid.uuid4() if key in ("ref", "job", "waiting_job") else ABSENT
    return absent, places["A"].keys.get(key)


PAGES = {page.name: page for page in all_pages() if takes_keys(page) and not set(takes_keys(page)) & SECRET_KEYS}


@pytest.mark.parametrize("name", sorted(PAGES))
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_out_of_reach_and_absent_are_one(town, clients, name, method):
    page = PAGES[name]
    wrong, triples = [], 0
    keys = takes_keys(page)
    absent = {key: instead(key, town.places)[0] for key in keys}
    nowhere = address_of(page, town, **absent)
    for stranger in STRANGERS:
        if stranger == "administrator" and page.name in ADMINISTRATORS_OWN:
            continue
        for letter_of_place, place in town.places.items():
            things = {key: place.keys[key] for key in keys if key in place.keys}
            if len(things) != len(keys) or theirs(town, stranger, letter_of_place):
                continue
            address = address_of(page, town, **things)
            there, body = ask(clients[stranger], method, address)
            gone, no_body = ask(clients[stranger], method, nowhere)
            triples += 1
            same = without_tokens(body, address) == without_tokens(no_body, nowhere)
            if there.status_code != gone.status_code or not same or letter(there) not in "NM":
                wrong.append(f"{method} {address} as {stranger}: {there.status_code}, absent: {gone.status_code}")
            if any(word.encode() in body for word in place.canaries):
                wrong.append(f"{method} {address} as {stranger} shows a canary")
    assert not wrong, "\n".join(wrong)
    assert triples or page.name.startswith("city_import")


def theirs(town, actor, place):
    """Whether the place is this person's own: then its things are no secret to them."""
    return town.forbidden(actor) and not any(f"金絲雀{place}" in word for word in town.forbidden(actor))
