"""Order of the stylesheets: names that pair up, layers, tokens instead of colours, and how much they weigh."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from volunteer_portal.ui.finders import LAYERS, SITE, StylesheetFinder, joined, parts

STATIC = Path(settings.BASE_DIR) / "static"
CSS = STATIC / "css"
UI = sorted((CSS / "ui").glob("*.css"))
PAGES = sorted((CSS / "pages").glob("*.css"))
TEMPLATES = {path.stem for path in (Path(settings.BASE_DIR) / "templates/ui").glob("*.html")}
FIRST_LINE = re.compile(r"/\* ([a-z_]+)(?: — also: ([a-z_, ]+))?(?::.*)? \*/")


def rules(path):
    return re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)


def dressed(path):
    """The components a stylesheet says that it dresses."""
    found = FIRST_LINE.match(path.read_text(encoding="utf-8"))
    assert found, f"{path.name}: the first line names the component"
    return [found[1], *(found[2] or "").split(", ")] if found[2] else [found[1]]


def test_each_component_is_dressed_by_one_stylesheet_and_each_stylesheet_is_named_after_a_component():
    named = []
    for path in UI:
        names = dressed(path)
        assert names[0] == path.stem
        named += names
    assert sorted(named) == sorted(set(named)), "two stylesheets dress the same component"
    assert set(named) == TEMPLATES


@pytest.mark.parametrize("path", [*UI, *PAGES, CSS / "base.css", CSS / "layout.css"], ids=lambda path: path.name)
def test_rules_stand_in_a_layer_and_use_tokens(path):
    text = rules(path)
    assert "@layer" in text
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b", text), "a colour of its own"
    assert not re.search(r"--(teal|stone|night|brick|leaf|amber|rose|plum)-", text), "a primitive"
    outside = [rule for rule in re.findall(r"[^{}]*!important", text) if not re.search(r"none !important", rule)]
    assert not outside, outside
    selectors = re.findall(r"(?:^|[{};])\s*([^{};@]+)\{", text)
    with_id = [each.strip() for each in selectors if re.search(r"#[a-zA-Z]", each)]
    assert not with_id, with_id


def test_tokens_that_are_used_are_declared():
    text = "".join(
        rules(path) for path in [*UI, *PAGES, *(CSS / name for name in ("tokens.css", "base.css", "layout.css"))]
    )
    used = set(re.findall(r"var\((--[a-z0-9-]+)", text))
    declared = set(re.findall(r"(--[a-z0-9-]+):", text))
    assert used <= declared, used - declared


def test_weight():
    common = len(gzip.compress(joined(CSS).encode(), 9))
    heaviest = max((len(gzip.compress(path.read_bytes(), 9)) for path in PAGES), default=0)
    assert common + heaviest <= 15 * 1024, (common, heaviest)
    lines = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in CSS.rglob("*.css"))
    assert lines <= 2500
    assert (STATIC / "js/app.js").stat().st_size <= 8 * 1024


def test_one_stylesheet_is_put_together_from_all_parts():
    text = joined(CSS)
    assert text.startswith(LAYERS)
    assert text.count("@layer tokens, base") == 1
    assert "/*" not in text
    for wanted in (".btn-main", ".appbar", "--brand:", ".trail"):
        assert wanted in text
    assert text.count("{") == text.count("}")


def test_the_stylesheet_is_found_and_follows_its_parts(tmp_path):
    assert Path(finders.find(SITE)).read_text(encoding="utf-8") == joined(CSS)
    finder = StylesheetFinder()
    finder.folder = tmp_path
    (tmp_path / "ui").mkdir()
    for name in ("tokens.css", "base.css", "layout.css"):
        (tmp_path / name).write_text("a { b: c }\n", encoding="utf-8")
    first = Path(finder.find(SITE)).read_text(encoding="utf-8")
    late = tmp_path / "ui/late.css"
    late.write_text(".late { d: e }\n", encoding="utf-8")
    assert parts(tmp_path)[-1] == late
    second = Path(finder.find(SITE)).read_text(encoding="utf-8")
    assert ".late" not in first
    assert ".late" in second
    assert finder.find("css/other.css") == []
    assert [path for path, _storage in finder.list(None)] == [SITE]
