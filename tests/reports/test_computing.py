"""All cells, from the deck's own files and from invented towns, against the rules asked person by person."""

from __future__ import annotations

import json
import random
from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hours.models import ServiceRecord
from reports.bands import EDUCATION_CODES, OCCUPATION_CODES, ROW_OF_KIND, latest_start
from reports.behind import Kind, records_not_counted, rows_behind
from reports.computing import compute, compute_city, compute_many, not_counted
from tests.factories.hours import NOON
from tests.factories.insurance import a_contract, a_cover
from tests.factories.recordbook import a_book
from tests.factories.training import a_completion
from tests.factories.units import a_team, a_unit, staff_of
from tests.factories.volunteers import a_membership, a_volunteer
from training.enums import TrainingKind
from units.scopes import scope_of
from volunteer_portal.rules.calendar import HalfYear, age_on, completed_years
from volunteer_portal.rules.status_report import (
    BY_KEY,
    CELLS,
    EDUCATION,
    OCCUPATIONS,
    TRAINING_ROWS,
    age_band,
    check,
    in_population,
    json_value,
    years_band,
)
from volunteers.enums import Education, Occupation

from .slide import FOLDER, load_slide

PERIOD = HalfYear(112, 1)
EXPECTED = json.loads((FOLDER / "expected.json").read_text(encoding="utf-8"))


def as_json(figures):
    return {key: json_value(BY_KEY[key], value) for key, value in figures.cells.items()}


def test_the_slide_is_computed_as_printed(db):
    unit = load_slide()
    shown = as_json(compute(unit.pk, PERIOD))
    assert {key: shown[key] for key in EXPECTED} == EXPECTED
    assert list(shown) == [cell.key for cell in CELLS]
    assert {key: shown[key] for key in set(shown) - set(EXPECTED)} == {"聯繫會報/場次": 0, "表揚獎勵/人數": 0}


def test_the_command_prints_the_slide(db, capsys):
    unit = load_slide()
    call_command("status_report", "--unit", unit.code, "--year", "112", "--half", "1", "--format", "json")
    printed = json.loads(capsys.readouterr().out)
    assert {key: printed[key] for key in EXPECTED} == EXPECTED
    assert len(printed) == 65


def test_what_does_not_count_stands_beside(db):
    unit = load_slide()
    figures = compute(unit.pk, PERIOD)
    reasons = not_counted(unit.pk, PERIOD)
    assert sum(reason.minutes for reason in reasons) == figures.idle_minutes > 0
    assert sum(reason.records for reason in reasons) == figures.idle_records
    assert sum(reason.people_served for reason in reasons) == figures.idle_people_served
    total = ServiceRecord.objects.filter(unit=unit).ending_in(PERIOD.starts_on, PERIOD.ends_on)
    assert figures.cells["時數/合計"] + figures.idle_minutes == sum(total.values_list("minutes", flat=True))
    scope = scope_of(staff_of(unit))
    rows = records_not_counted(unit_id=unit.pk, period=PERIOD, scope=scope)
    assert rows.count() == figures.idle_records


def test_every_figure_is_a_door_to_exactly_its_rows(db):
    unit = load_slide()
    figures, scope = compute(unit.pk, PERIOD), scope_of(staff_of(unit))
    for cell in CELLS:
        behind = rows_behind(cell, unit_id=unit.pk, period=PERIOD, scope=scope)
        value = figures.cells[cell.key]
        if behind.kind is Kind.NOTHING:
            assert cell.manual
        elif cell.unit == "minutes":
            assert sum(row.minutes for row in behind.rows) == value, cell.key
        elif cell.key == "接受服務人次":
            assert sum(row.people_served for row in behind.rows) == value
        else:
            assert behind.rows.count() == value, cell.key
    # and to nobody else's
    stranger = scope_of(staff_of(a_unit("EDU")))
    assert not rows_behind(BY_KEY["計"], unit_id=unit.pk, period=PERIOD, scope=stranger).rows.exists()


@pytest.mark.parametrize("others", [0, 40])
def test_four_queries_whatever_the_number_of_units(db, others):
    unit = load_slide()
    for _ in range(others):
        a_volunteer(unit=a_unit("EDU"))
    with CaptureQueriesContext(connection) as queries:
        compute(unit.pk, PERIOD)
    assert len(queries) == 4
    with CaptureQueriesContext(connection) as queries:
        city = compute_city(PERIOD)
    assert len(queries) == 4
    assert city.cells["計"] == 45 + others


def test_a_unit_with_nothing_has_a_report_of_zeros_and_one_team(db):
    figures = compute(a_unit("EDU").pk, PERIOD)
    assert {key for key, value in figures.cells.items() if value} == {"隊數"}
    assert figures.cells["隊數"] == 1


def test_codes_and_the_words_of_the_rules_agree():
    for member in Education:
        level = EDUCATION[str(member.label)]
        assert member.value in EDUCATION_CODES[level]
    assert dict(OCCUPATION_CODES) == {str(member.label): member.value for member in Occupation}
    assert set(OCCUPATION_CODES) == set(OCCUPATIONS)
    assert set(ROW_OF_KIND) == set(TrainingKind.values)
    assert set(ROW_OF_KIND.values()) == set(TRAINING_ROWS)


@pytest.mark.parametrize(
    "day", [date(2023, 6, 30), date(2023, 2, 28), date(2024, 2, 28), date(2024, 2, 29), date(2023, 12, 31)]
)
def test_the_latest_start_agrees_with_completed_years(day):
    for years in (1, 3, 5, 10, 12, 18, 30, 50, 55, 65, 100):
        last = latest_start(day, years)
        assert completed_years(last, day) >= years
        assert completed_years(last + timedelta(days=1), day) < years


def oracle(unit, period, everybody):
    """The population's cells, asked of the rules one person at a time."""
    cells = dict.fromkeys((cell.key for cell in CELLS), 0)
    for person, stays, courses, book, cover in everybody:
        stay = next((stay[1:] for stay in stays if stay[0] == unit and in_population(*stay[1:], period.ends_on)), None)
        if stay is None:
            continue
        leaf = "男" if person.sex == "M" else "女"
        cells["計"] += 1
        cells[leaf] += 1
        cells[f"年齡/{age_band(age_on(person.born_on, period.ends_on)).key}/{leaf}"] += 1
        cells[f"年資/{years_band(completed_years(stay[0], period.ends_on)).key}"] += 1
        cells[f"教育程度/{EDUCATION[str(Education(person.education).label)]}/{leaf}"] += 1
        cells[f"身分別/{Occupation(person.occupation).label}/{leaf}"] += 1
        cells[f"原住民/{leaf}"] += person.is_indigenous
        cells[f"領有紀錄冊/{leaf}"] += bool(book and book <= period.ends_on)
        cells[f"志工保險/{leaf}"] += bool(cover and cover[0] <= period.ends_on <= cover[1])
        for kind, on, minutes in courses:
            if period.contains(on):
                row = next(row for row, kinds in TRAINING_ROWS.items() if kind in kinds)
                for part in (row, "合計"):
                    cells[f"訓練/{part}/人次"] += 1
                    cells[f"訓練/{part}/時數"] += minutes
    return cells


def edge_days(rng, period):
    """Birthdays and joining days on and around every border, 02-29 among them."""
    end = period.ends_on
    return rng.choice(
        [
            date(end.year - rng.choice([1, 3, 5, 10, 12, 18, 30, 50, 55, 65]), end.month, 28)
            + timedelta(rng.randint(0, 3)),
            date(rng.choice([1948, 1956, 1968, 1972, 1992, 2004, 2008, 2012, 2020]), 2, 29),
            end - timedelta(rng.randint(0, 30_000)),
        ]
    )


@pytest.mark.parametrize("seed", range(4))
def test_invented_towns_agree_with_the_rules(db, seed):
    rng = random.Random(seed)
    period = HalfYear(rng.choice([112, 113]), rng.choice([1, 2]))
    units = [a_unit("EDU"), a_unit("SW"), a_unit("HEA")]
    everybody = []
    for _ in range(60):
        person = a_volunteer(
            sex=rng.choice("MF"),
            born_on=edge_days(rng, period),
            education=rng.choice(Education.values),
            occupation=rng.choice(Occupation.values),
            is_indigenous=rng.random() < 0.2,
        )
        stays, courses = [], []
        for unit in rng.sample(units, rng.randint(1, 2)):
            joined = edge_days(rng, period)
            left = rng.choice(
                [None, None, period.ends_on, period.ends_on + timedelta(1), period.ends_on - timedelta(1)]
            )
            left = left if left and left >= joined else None
            a_membership(person, unit, joined_on=joined, left_on=left)
            stays.append((unit, joined, left))
        for on in {period.starts_on, period.ends_on, period.starts_on - timedelta(1), period.ends_on + timedelta(1)}:
            if rng.random() < 0.5:
                kind = rng.choice(TrainingKind.values)
                minutes = rng.randint(1, 900)
                category = "EDU" if kind == "special" else None
                a_completion(person, kind, on, minutes=minutes, category_id=category)
                courses.append((kind, on, minutes))
        book = rng.choice([None, period.ends_on, period.ends_on + timedelta(1)])
        if book:
            a_book(person, issued_on=book)
        cover = rng.choice(
            [None, (period.ends_on, period.ends_on + timedelta(9)), (period.starts_on, period.ends_on - timedelta(1))]
        )
        if cover:
            # twice insured is one person
            for _ in range(rng.randint(1, 2)):
                a_cover(
                    person, units[0], starts_on=cover[0], ends_on=cover[1], contract=a_contract_numbered(units[0], rng)
                )
        everybody.append((person, stays, courses, book, cover))
    a_team(units[0])
    many = compute_many(period)
    for unit in units:
        wanted, got = oracle(unit, period, everybody), compute(unit.pk, period).cells
        assert {k: v for k, v in got.items() if k != "隊數"} == {k: v for k, v in wanted.items() if k != "隊數"}
        assert many[unit.pk].cells == got
        assert all(found.ok for found in check(got) if found.severity == "error")


def a_contract_numbered(unit, rng):
    return a_contract(unit, policy_number=f"{rng.random()}")


def test_void_books_and_revoked_courses_are_not_counted(db):
    unit = a_unit("EDU")
    person = a_volunteer(unit=unit)
    a_book(person, issued_on=date(2023, 1, 1), state="void", voided_on=date(2023, 2, 1))
    a_completion(person, "basic", date(2023, 3, 4), revoked_at=NOON)
    cells = compute(unit.pk, PERIOD).cells
    assert (cells["領有紀錄冊/女"], cells["訓練/合計/人次"]) == (0, 0)
