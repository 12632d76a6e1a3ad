"""Every pair of colours that meets on a screen, read from the tokens themselves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings

TOKENS = (Path(settings.BASE_DIR) / "static/css/tokens.css").read_text(encoding="utf-8")
ROOT = re.sub(r"/\*.*?\*/", "", TOKENS, flags=re.DOTALL)
DECLARED = dict(re.findall(r"(--[a-z0-9-]+):\s*([^;]+);", ROOT.split(":root[data-theme", maxsplit=1)[0]))
THEMES = ("light", "dark")

TEXT, PART = 4.5, 3.0  # WCAG 1.4.3 and 1.4.11
PAIRS = [
    *[(ink, ground, TEXT) for ink in ("--ink", "--ink-2", "--link", "--brand", "--accent") for ground in ("--page", "--surface", "--surface-sunk", "--surface-head", "--surface-hover")],
    *[(f"--{kind}", f"--{kind}-soft", TEXT) for kind in ("ok", "warn", "bad", "other")],
    *[(f"--{kind}", ground, TEXT) for kind in ("ok", "warn", "bad", "other") for ground in ("--surface", "--page", "--surface-sunk", "--surface-hover")],
    *[("--ink", f"--{kind}-soft", TEXT) for kind in ("ok", "warn", "bad", "other", "brand")],
    ("--on-brand", "--brand", TEXT),
    ("--on-brand", "--brand-hover", TEXT),
    ("--on-brand-soft", "--brand-soft", TEXT),
    ("--on-brand-soft", "--surface", TEXT),
    ("--link", "--brand-soft", TEXT),
    ("--ink-2", "--brand-soft", TEXT),
    ("--on-bad-fill", "--bad-fill", TEXT),
    ("--on-bad-fill", "--bad", TEXT),
    ("--on-bar", "--bar", TEXT),
    ("--on-bar-2", "--bar", TEXT),
    ("--on-bar", "--bar-hover", TEXT),
    ("--ink", "--bar-field", TEXT),
    ("--ink-2", "--bar-field", TEXT),
    ("--select-text", "--select-ground", TEXT),
    ("--select-text", "--focus", TEXT),
    ("--brand-hover", "--surface-hover", TEXT),
    *[("--line-field", ground, PART) for ground in ("--page", "--surface", "--surface-sunk")],
    *[(chart, "--surface", PART) for chart in ("--chart-a", "--chart-b", "--chart-not", "--ok", "--bad")],
    ("--accent", "--brand-soft", PART),
    ("--focus-halo", "--surface", PART) ,
]  # fmt: skip


def split_arguments(text):
    depth, parts, part = 0, [], ""
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if sign == "," and not depth:
            parts.append(part)
            part = ""
        else:
            part += sign
    return [each.strip() for each in [*parts, part]]


def colour(name, theme):
    """The hex value a semantic token has in a theme."""
    value = DECLARED[name].strip()
    if value.startswith("light-dark("):
        value = split_arguments(value[len("light-dark(") : -1])[THEMES.index(theme)]
    if value.startswith("var("):
        return colour(value[4:-1].strip(), theme)
    assert re.fullmatch(r"#[0-9a-fA-F]{6}", value), f"{name} is {value}"
    return value


def luminance(value):
    channels = [int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(("ink", "ground", "needed"), PAIRS)
def test_colours_that_meet_can_be_told_apart(ink, ground, needed, theme):
    if (ink, theme) == ("--focus-halo", "dark"):
        pytest.skip("on dark grounds the amber ring itself is what is seen")
    found = contrast(colour(ink, theme), colour(ground, theme))
    assert found >= needed, f"{ink} on {ground} ({theme}): {found:.2f}, needs {needed}"


def test_the_amber_ring_is_seen_on_dark_grounds():
    for ground in ("--page", "--surface"):
        assert contrast(colour("--focus", "dark"), colour(ground, "dark")) >= PART
    assert contrast(colour("--focus", "light"), colour("--bar", "light")) >= PART


def test_the_measure_is_right():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
