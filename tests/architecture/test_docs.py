"""What the documents say is what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from volunteer_portal.pages.management.commands.describe import stale

DOCS = Path(settings.BASE_DIR) / "docs"
OURS = [
    model
    for model in apps.get_models()
    if not model.__module__.startswith(("django.", "allauth.", "pghistory.")) and not model.__name__.endswith("Event")
]


def test_pages_written_from_the_code_are_fresh():
    assert stale(DOCS) == []


@pytest.mark.parametrize("model", OURS, ids=lambda model: model._meta.label)
def test_every_model_is_in_the_glossary(model):
    assert f"`{model.__name__}`" in (DOCS / "glossary.md").read_text(encoding="utf-8")


def test_links_between_documents_lead_somewhere():
    pages = [page for page in [*DOCS.rglob("*.md"), Path(settings.BASE_DIR) / "README.md"] if page.exists()]
    links = (
        (page, target)
        for page in pages
        for target in re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text("utf-8"))
    )
    assert [f"{page.name} → {target}" for page, target in links if not (page.parent / target).exists()] == []
