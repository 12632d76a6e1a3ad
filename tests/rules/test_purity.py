"""The rules import the standard library and each other only, and never ask what day it is."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

import pytest

import volunteer_portal.rules

FOLDER = Path(volunteer_portal.rules.__file__).parent
MODULES = sorted(FOLDER.glob("*.py"))
CLOCKS = {"today", "now", "utcnow", "time", "localtime", "monotonic"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_rules_are_pure(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        for name in _imported(node):
            top = name.partition(".")[0]
            assert top in sys.stdlib_module_names or name.startswith("volunteer_portal.rules"), name
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            assert node.func.attr not in CLOCKS, f"line {node.lineno} reads the clock"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_files_are_small(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) < 400


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    return [node.module or ""] if isinstance(node, ast.ImportFrom) else []
