"""The commands that acceptance calls: what they print, and how they end (contract 2)."""

from __future__ import annotations

import io
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.factories.hours import a_record
from tests.factories.numbers import national_id
from tests.factories.recordbook import a_book
from tests.factories.training import trained
from tests.factories.units import a_unit
from tests.factories.volunteers import a_volunteer
from units.enums import Role
from units.models import OperatingUnit
from volunteer_portal.accounts.models import User
from volunteer_portal.audit.models import AccessLog

pytestmark = pytest.mark.django_db
NUMBER = national_id(4321)


def printed(*arguments, **options):
    out = io.StringIO()
    call_command(*arguments, stdout=out, **options)
    return json.loads(out.getvalue())


@pytest.fixture
def unit():
    return a_unit("EDU", code="SCHOOL-1", name="開心國小")


@pytest.fixture
def person(unit):
    volunteer = a_volunteer("王小明", unit=unit, number=NUMBER)
    trained(volunteer, "EDU", on=date(2020, 3, 11))
    return volunteer


def test_explain_hours_names_each_record_and_adds_up(person, unit):
    a_record(person, unit, date(2020, 3, 10), minutes=60)
    a_record(person, unit, date(2020, 3, 11), minutes=90)
    told = printed("explain_hours", "--volunteer", NUMBER, "--json")
    assert (told["minutes"], told["counted_minutes"]) == (150, 90)
    before, after = told["records"]
    assert before | {"sentence": "", "next_step": ""} == {
        "unit": "SCHOOL-1",
        "category": "教育類",
        "from": "2020-03-10",
        "to": "2020-03-10",
        "minutes": 60,
        "counts": False,
        "verdict": "too_early",
        "sentence": "",
        "next_step": "",
    }
    assert "109/03/11" in before["sentence"]
    assert (after["counts"], after["verdict"]) == (True, "counted")


@pytest.mark.parametrize(
    ("number", "words"), [("A123456788", "檢查碼"), (national_id(99), "沒有這個證號"), ("x", "證號")]
)
def test_a_number_that_nobody_has_is_refused_in_a_sentence(person, number, words):
    with pytest.raises(CommandError, match=words):
        printed("explain_hours", "--volunteer", number, "--json")


def test_a_look_from_the_command_line_is_written_down(person):
    printed("explain_hours", "--volunteer", NUMBER.lower(), "--json")
    assert AccessLog.objects.get().volunteer_id == person.pk


def test_honor_card_counts_three_years_to_the_day_and_hours_to_the_month_before(person, unit):
    for month in range(1, 13):
        for day in (5, 6, 7):
            a_record(person, unit, date(2022, month, day), minutes=510)
    told = printed("honor_card_eligibility", "--volunteer", NUMBER, "--on", "2023-03-10", "--json")
    assert told == {
        "eligible": True,
        "from": "2020-03-11",
        "hours_to": "2023-02-28",
        "years_to": "2023-03-10",
        "counted_minutes": 18_360,
        "full_years": 3,
        "missing": ["photo", "book"],
    }
    a_book(person)
    early = printed("honor_card_eligibility", "--volunteer", NUMBER, "--on", "2023-03-09", "--json")
    assert (early["eligible"], early["full_years"]) == (False, 2)


def test_honor_card_of_somebody_untrained(unit):
    a_volunteer(unit=unit, number=NUMBER)
    told = printed("honor_card_eligibility", "--volunteer", NUMBER, "--on", "2023-03-10", "--json")
    assert (told["eligible"], told["from"], told["counted_minutes"]) == (False, None, 0)
    assert told["missing"] == ["photo", "book", "basic_certificate", "special_certificate"]


def test_audit_verdicts_finds_what_was_tampered_with(person, unit):
    record = a_record(person, unit, date(2021, 3, 11), minutes=90)
    assert printed("audit_verdicts", "--json")["differences"] == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE hours_servicerecord SET verdict = 'too_early' WHERE id = %s", [record.pk])
    out = io.StringIO()
    with pytest.raises(SystemExit) as ending:
        call_command("audit_verdicts", "--json", stdout=out, stderr=io.StringIO())
    assert ending.value.code == 1
    assert json.loads(out.getvalue())["differences"] == 1


def test_create_unit_makes_a_unit_and_its_staff():
    call_command(
        "create_unit",
        "U-9",
        "晴岸協會",
        category="社福類",
        staff="Kuo@Example.org",
        password="一把好記的鑰匙-2026",
        stdout=io.StringIO(),
    )
    unit = OperatingUnit.objects.get(code="U-9")
    user = User.objects.get(email="kuo@example.org")
    assert (unit.category_id, unit.teams.count()) == ("SW", 0)
    assert user.appointments.get().role == Role.UNIT_STAFF


@pytest.mark.parametrize(
    "options",
    [
        {"category": "航太類"},
        {"category": "教育類", "staff": "a@example.org", "password": "123"},
        {"category": "教育類", "staff": "not an address", "password": "一把好記的鑰匙-2026"},
    ],
)
def test_create_unit_refuses_and_leaves_nothing(options, settings):
    settings.DEMO_ALLOWED = False
    with pytest.raises(CommandError):
        call_command("create_unit", "U-9", "晴岸協會", stdout=io.StringIO(), **options)
    assert not OperatingUnit.objects.filter(code="U-9").exists()


def test_create_unit_refuses_a_code_twice(unit):
    with pytest.raises(CommandError, match="SCHOOL-1"):
        call_command("create_unit", "SCHOOL-1", "別的單位", category="教育類", stdout=io.StringIO())
