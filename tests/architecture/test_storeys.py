"""The house stands: imports go down, rooms are private, one writer of verdicts, pages say who they are for."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).resolve().parent.parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
PACKAGES = PROJECT["tool"]["importlinter"]["root_packages"]
STOREYS = next(c for c in PROJECT["tool"]["importlinter"]["contracts"] if c["id"] == "storeys")["layers"]
#: Rooms that belong to their app alone: what others need, services, querysets, models and signals give.
PRIVATE = {
    "views",
    "urls",
    "admin",
    "forms",
    "filters",
    "tables",
    "tasks",
    "listeners",
    "intake",
    "notices",
    "worklist",
}


def sources(*folders):
    for folder in folders or PACKAGES:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


@pytest.fixture(scope="module")
def graph():
    return grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True, cache_dir=None)


def test_import_linter_keeps_every_contract():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]


def test_no_app_enters_the_private_rooms_of_another(graph):
    apps_ = [name for name in PACKAGES if name != "volunteer_portal"]
    entered = []
    for importer in graph.modules:
        home = importer.split(".")[0]
        for imported in graph.find_modules_directly_imported_by(importer):
            parts = imported.split(".")
            if parts[0] in apps_ and parts[0] != home and len(parts) > 1 and parts[1] in PRIVATE:
                entered.append(f"{importer} → {imported}")
    assert entered == []


def test_rules_import_the_standard_library_alone_and_never_read_the_clock():
    clock = re.compile(r"\b(?:date\.today|datetime\.now|datetime\.utcnow|time\.time|timezone\.now)\(")
    for path in sources("volunteer_portal/rules"):
        text = path.read_text()
        assert not clock.search(text), path
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.Import):
                names = [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.level == 0:
                names = [node.module]
            else:
                continue
            for name in names:
                top = name.split(".")[0]
                assert top in sys.stdlib_module_names or name.startswith("volunteer_portal.rules"), f"{path}: {name}"


def test_only_the_services_of_hours_write_a_verdict():
    writers = {}
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            targets = (
                node.targets
                if isinstance(node, ast.Assign)
                else [node.target]
                if isinstance(node, ast.AugAssign)
                else []
            )
            assigned = any(isinstance(t, ast.Attribute) and t.attr == "verdict" and not is_self(t) for t in targets)
            called = (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and (
                    (
                        node.func.attr in ("update", "update_or_create")
                        and any(k.arg == "verdict" for k in node.keywords)
                    )
                    or (node.func.attr == "bulk_update" and "verdict" in ast.unparse(node))
                )
            )
            if assigned or called:
                writers.setdefault(path.relative_to(ROOT).as_posix(), []).append(node.lineno)
    assert [name for name in writers if not name.startswith("hours/services/")] == [], writers
    assert writers


def is_self(target):
    return isinstance(target.value, ast.Name) and target.value.id == "self"


def test_installed_apps_stand_in_the_order_of_the_storeys():
    """Registries are filled in this order; a lower app must not find a higher one's entries before its own."""
    storeys = [name for layer in reversed(STOREYS) for name in re.split(r"\s*\|\s*", layer)]
    assert [name for name in storeys if name != "volunteer_portal"] == settings.DOMAIN_APPS
    ours = [name for name in settings.INSTALLED_APPS if name.split(".")[0] in PACKAGES and name.count(".") <= 1]
    assert ours == [*settings.FOUNDATION_APPS, *settings.DOMAIN_APPS]


def test_tables_of_access_have_what_querysets_and_pages_ask_for():
    """Each model with a table has ``view``, and its queryset narrows by it."""
    with_table = [m for m in apps.get_models() if hasattr(m._default_manager.all(), "access")]
    assert len(with_table) >= 12
    for model in with_table:
        table = model._default_manager.all().access
        assert table, model
        assert all(reach.label for reach in table.values()), model
        assert "view" in table or len(table) == 1, model


def test_files_stay_short():
    long = {
        path.relative_to(ROOT).as_posix(): n for path in sources() if (n := len(path.read_text().splitlines())) > 500
    }
    assert long == {}


def test_no_page_filters_by_hand_what_a_table_should_narrow():
    """A view that takes rows of a model with a table goes through ``rows``, ``one``, ``visible_to`` or a service."""
    bare = re.compile(
        r"\b(?:Volunteer|ServiceRecord|Completion|RecordBook|Coverage)\.objects\.(?:all|get|first)\((?!pk=self\.scope\.volunteer_id)"
    )
    found = [
        p.relative_to(ROOT).as_posix() for p in sources() if "views" in p.as_posix() and bare.search(p.read_text())
    ]
    assert found == []
