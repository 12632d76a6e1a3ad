"""What must not stand in a template: inline style or script, handlers, Simplified characters."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

BASE = Path(settings.BASE_DIR)
TEMPLATES = sorted(path for path in (BASE / "templates").rglob("*.html"))
SCRIPTS = sorted((BASE / "static/js").glob("*.js"))
SPOKEN = [*TEMPLATES, *SCRIPTS, *sorted((BASE / "volunteer_portal/ui").rglob("*.py"))]
CHINESE = re.compile(r"[\u3400-\u9fff]")


def name(path):
    return str(path.relative_to(BASE))


@pytest.mark.parametrize("path", TEMPLATES, ids=name)
def test_nothing_is_inline(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style\b", text)
    assert not re.search(r"\sstyle\s*=", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)
    assert not re.search(r"\son[a-z]+\s*=\s*[\"']", text)
    assert "javascript:" not in text
    assert not re.search(r"(src|href)=\"https?://", text), "nothing is loaded from elsewhere"


@pytest.mark.parametrize("path", SPOKEN, ids=name)
def test_every_character_is_traditional(path):
    """Big5 holds what Taiwan writes; a Simplified character is not in it."""
    wrong = set()
    for sign in CHINESE.findall(path.read_text(encoding="utf-8")):
        try:
            sign.encode("big5")
        except UnicodeEncodeError:
            wrong.add(sign)
    assert not wrong


def test_the_test_above_would_notice():
    for sign in "说们时历务间":
        with pytest.raises(UnicodeEncodeError):
            sign.encode("big5")


@pytest.mark.parametrize("path", sorted((BASE / "templates/pages").rglob("*.html")), ids=name)
def test_a_page_stands_on_one_layout(path):
    assert re.match(r'{% extends "(layout|allauth/layouts|account)/[a-z_]+\.html" %}', path.read_text(encoding="utf-8"))
