"""Texts in Python are written as in Taiwan. (Templates: tests/ui/test_templates.py.)"""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
#: Names of invented people hold rare characters on purpose.
ON_PURPOSE = {"reports/town/people.py"}
OUTSIDE = {".venv", "tests", "node_modules", "benchmarks"}


def in_big5(character):
    try:
        character.encode("cp950")
    except UnicodeEncodeError:
        return False
    return True


def test_no_simplified_characters():
    """Big5 holds what Taiwan writes; a Simplified character is not in it."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        name = path.relative_to(ROOT)
        if OUTSIDE & set(name.parts) or name.parts[0].startswith(".") or name.as_posix() in ON_PURPOSE:
            continue
        strange = {c for c in IDEOGRAPH.findall(path.read_text(encoding="utf-8")) if not in_big5(c)}
        if strange:
            found[name.as_posix()] = "".join(sorted(strange))
    assert found == {}
