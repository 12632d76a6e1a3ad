"""The ministry slide's unit: every format, twice, and the hours that count."""

from __future__ import annotations

from datetime import date

import pytest

from hours.models import ServiceRecord
from hours.services.judging import audit_verdicts
from tests.factories.units import a_unit
from tests.intake.files import NOW, SLIDE, TODAY, figures, load
from volunteer_portal.intake.committing import run
from volunteer_portal.intake.kinds import kind_of
from volunteer_portal.tabular.reading import read_sheet

ORDER = ("volunteers", "training", "recordbooks", "insurance", "hours")
ROWS = {"volunteers": 45, "training": 71, "recordbooks": 13, "insurance": 2, "hours": 193}

pytestmark = pytest.mark.django_db


def load_all(unit, ending: str):
    outcomes = {}
    for kind in ORDER:
        path = SLIDE / f"{kind}{ending}"
        path = path if path.exists() else SLIDE / f"{kind}.xlsx"
        outcomes[kind] = run(kind_of(kind), read_sheet(path, path.name), unit, today=TODAY, now=NOW)
    return outcomes


@pytest.mark.parametrize("ending", [".csv", "-cp950.csv", ".xlsx", ".ods", ".xls"])
def test_1261_7_hours_count_in_every_format_and_a_second_load_changes_nothing(ending):
    unit = a_unit("SW")
    first = load_all(unit, ending)
    assert {kind: figures(outcome) for kind, outcome in first.items()} == {k: (n, 0, 0, 0) for k, n in ROWS.items()}
    counted = ServiceRecord.objects.filter(unit=unit).ending_in(date(2023, 1, 1), date(2023, 6, 30)).counted_total()
    assert counted == 75_702
    assert audit_verdicts() == []
    second = load_all(unit, ending)
    assert {kind: figures(outcome) for kind, outcome in second.items()} == {k: (0, 0, n, 0) for k, n in ROWS.items()}


def test_hours_before_the_people_are_refused_whole():
    unit = a_unit("SW")
    outcome = load("hours", unit, content=(SLIDE / "hours.csv").read_bytes())
    assert figures(outcome) == (0, 0, 0, 193)
    assert not ServiceRecord.objects.exists()
