"""Size of text and theme are kept without script, and lead nowhere else."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from volunteer_portal.pages.preferences import preferences
from volunteer_portal.ui import context


def test_a_choice_is_kept_and_leads_back():
    response = preferences(
        RequestFactory().get("/preferences/", {"size": "l", "theme": "dark", "next": "/gallery/?a=1"})
    )
    assert response.status_code == 302
    assert response["Location"] == "/gallery/?a=1"
    assert response.cookies["text_size"].value == "l"
    assert response.cookies["theme"].value == "dark"
    assert response.cookies["theme"]["samesite"] == "Lax"


@pytest.mark.parametrize(
    "away", ["https://example.org/", "//example.org/", "javascript:alert(1)", "/\\example.org", ""]
)
def test_never_to_another_site(away):
    response = preferences(RequestFactory().get("/preferences/", {"size": "m", "next": away}))
    assert response["Location"] == "/"


def test_an_unknown_choice_changes_nothing():
    response = preferences(RequestFactory().get("/preferences/", {"size": "xxl", "theme": "<b>"}))
    assert not response.cookies
    request = RequestFactory().get("/")
    request.COOKIES.update({"text_size": "xxl", "theme": "<b>"})
    assert context.preferences(request)["preferences"] == {"size": "s", "theme": "auto"}


def test_only_reading_is_allowed():
    assert preferences(RequestFactory().post("/preferences/", {"size": "l"})).status_code == 405
