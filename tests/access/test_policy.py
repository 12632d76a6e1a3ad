"""What the views declare (``manage.py policy``) is what was written down by hand."""

from __future__ import annotations

import json

import pytest
from django.core.management import call_command

from volunteer_portal.pages import policy

from .addresses import all_pages
from .expectations import expected
from .town import ACTORS

#: Which of the eleven is the best placed of each declared kind: declared reach must open at least their own things.
BEST = {
    "public": ("public",),
    "volunteer": ("own_volunteer", "other_volunteer"),
    "unit_staff": ("unit_staff", "same_category_staff", "other_category_staff"),
    "authority": ("own_officer", "other_officer"),
    "promotion_centre": ("promotion_centre",),
    "administrator": ("administrator",),
}
#: The declaration speaks of a kind of person, the table of one thing in one state.
TABLE_KNOWS_MORE = {
    ("mfa_deactivate_totp", "*"): "nobody in the town has set one up",
    ("mfa_view_recovery_codes", "*"): "the same",
    ("mfa_download_recovery_codes", "*"): "the same",
    ("mfa_authenticate", "public"): "only in the middle of signing in",
    ("notice_open", "*"): "one's own notices, and this one is the staff's",
    ("job_detail", "*"): "one's own jobs, and this one is the staff's",
    ("job_retry", "*"): "the same",
    ("job_cancel", "*"): "the same",
    ("job_file", "*"): "the same",
    ("invitation_accept", "*"): "for the person in the mail, whoever else is signed in",
    ("training_certificate", "administrator"): "one's own, as staff who are not volunteers hold completions, too",
    ("import_detail", "promotion_centre"): "the city's own imports open under this address, too",
    ("import_original", "promotion_centre"): "the same",
    ("import_returned", "promotion_centre"): "the same",
    ("import_commit", "promotion_centre"): "the same",
    ("import_undo", "promotion_centre"): "the same",
    ("import_discard", "promotion_centre"): "the same",
    ("import_cancel", "promotion_centre"): "the same",
    ("city_import_detail", "unit_staff"): "a unit's own imports open under the city's address, too",
    ("city_import_commit", "unit_staff"): "the same",
    ("city_import_undo", "unit_staff"): "the same",
    ("city_import_discard", "unit_staff"): "the same",
    ("city_import_cancel", "unit_staff"): "the same",
    ("city_reopen", "promotion_centre"): "the unit is not of social welfare",
    ("city_unlock", "promotion_centre"): "the same",
}


@pytest.fixture(scope="module")
def declared():
    return policy.policy()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_declared_and_written_agree(declared, method):
    differing = []
    for page in all_pages():
        if page.name.startswith("admin:"):
            continue
        row = expected(page.name)[("GET", "POST").index(method)]
        cells = dict(zip(ACTORS, row, strict=True))
        for actor, people in BEST.items():
            if (page.name, actor) in TABLE_KNOWS_MORE or (page.name, "*") in TABLE_KNOWS_MORE:
                continue
            opens = any(cells[person] == "Y" for person in people)
            if opens != (declared[actor][page.name][method] != "deny"):
                differing.append(
                    f"{method} {page.name} for {actor}: declared {declared[actor][page.name][method]}, {row}"
                )
    assert not differing, "\n".join(differing)


def test_the_command_prints_every_page_for_every_actor(capsys):
    call_command("policy", "--json")
    printed = json.loads(capsys.readouterr().out)
    assert set(printed["policy"]) == set(policy.ACTORS)
    for pages in printed["policy"].values():
        assert set(pages) == {page.name for page in all_pages()}
        assert {answer for page in pages.values() for answer in page.values()} <= {
            "allow", "deny", "own", "unit", "category", "city",
        }  # fmt: skip


def test_every_address_has_a_name():
    nameless = [page.address for page in all_pages() if page.name.startswith("/")]
    assert nameless == []


def test_only_the_city_reaches_the_whole_city(declared):
    for actor in ("public", "volunteer", "unit_staff", "unit_head", "authority"):
        assert not [page for page, row in declared[actor].items() if "city" in row.values()]
