"""The other commands of the contract, and the report's files cell by cell."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from .oracle import KEYS
from .running import run, table_counts
from .test_refusals import load, unit  # noqa: F401 - the fixture

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent


def test_create_unit_refuses_what_is_taken_or_unknown(unit):  # noqa: F811
    before = table_counts()
    for arguments in (
        ("甲", "別人", "--category", "教育類"),
        ("丙", "丙", "--category", "外星類"),
        ("丙", "丙", "--category", "教育類", "--staff", "no-address", "--password", "x"),
    ):
        answer = run("create_unit", *arguments)
        assert (answer.code, bool(answer.messages)) == (1, True), arguments
    assert table_counts() == before
    assert run("create_unit", "C-1/甲", "丙", "--category", "衛生保健類").code == 0


def test_wrong_usage_ends_with_two():
    for arguments in (["create_unit", "X"], ["intake", "hours"]):
        done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, capture_output=True, check=False)
        assert done.returncode == 2, arguments


def cells(path: Path) -> list[str]:
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    return [cell for row in rows for cell in row if cell != ""]


@pytest.mark.parametrize("kind", ["xlsx", "ods"])
def test_the_reports_file_holds_the_reports_figures(unit, tmp_path, kind):  # noqa: F811
    target = tmp_path / f"report.{kind}"
    where = ("--unit", "甲", "--year", 112, "--half", 1)
    assert run("status_report", *where, "--format", kind, "--output", target).code == 0
    told = run("status_report", *where, "--format", "json").told
    figures = [cell for cell in cells(target) if isinstance(cell, int | float)]
    expected = [told[key] for key in KEYS]
    at = len(figures) - len(expected)
    assert any(figures[start : start + len(expected)] == expected for start in range(at + 1)), figures


def test_the_reports_pdf_is_one(unit, tmp_path):  # noqa: F811
    target = tmp_path / "report.pdf"
    answer = run("status_report", "--unit", "甲", "--year", 112, "--half", 1, "--format", "pdf", "--output", target)
    assert answer.code == 0
    assert target.read_bytes().startswith(b"%PDF-")


def test_unknown_people_and_units_are_refused(unit):  # noqa: F811
    assert run("explain_hours", "--volunteer", "R123456783", "--json").code == 1
    assert run("honor_card_eligibility", "--volunteer", "R123456783", "--on", "2026-01-01", "--json").code == 1
    assert run("status_report", "--unit", "無", "--year", 112, "--half", 1, "--format", "json").code == 1


def test_the_policy_names_every_actor_page_and_method(unit):  # noqa: F811
    told = run("policy", "--json").told
    assert {"volunteer", "unit_staff", "authority", "city"} <= set(told["actors"])
    assert {"GET", "POST"} <= set(told["methods"])
    assert told["pages"]
