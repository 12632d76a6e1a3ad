"""What the database itself refuses, whoever writes past the services."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from tests.factories.hours import a_record
from tests.factories.numbers import national_id
from tests.factories.recordbook import a_book
from tests.factories.units import a_unit
from tests.factories.volunteers import a_membership, a_volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    unit = a_unit("EDU")
    return a_record(a_volunteer(unit=unit), unit, date(2023, 5, 2), minutes=300)


def sql(statement, *values):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def refused(constraint, statement, *values):
    with pytest.raises(IntegrityError, match=constraint):
        sql(statement, *values)


def test_a_verdict_that_nobody_knows(record):
    refused("verdict_known", "UPDATE hours_servicerecord SET verdict = 'perhaps' WHERE id = %s", record.pk)


def test_counted_minutes_cannot_be_written(record):
    with pytest.raises(DatabaseError):
        sql("UPDATE hours_servicerecord SET counted_minutes = 300 WHERE id = %s", record.pk)


def test_counted_minutes_follow_the_verdict(record):
    sql("UPDATE hours_servicerecord SET verdict = 'counted' WHERE id = %s", record.pk)
    record.refresh_from_db()
    assert record.counted_minutes == 300


def test_a_record_across_two_months(record):
    refused(
        "record_inside_one_month", "UPDATE hours_servicerecord SET served_to = '2023-06-01' WHERE id = %s", record.pk
    )


def test_a_record_that_ends_before_it_begins(record):
    refused("record_", "UPDATE hours_servicerecord SET served_to = '2023-05-01' WHERE id = %s", record.pk)


@pytest.mark.parametrize("minutes", [0, 1441])
def test_more_minutes_than_the_day_has_or_none(record, minutes):
    refused("record_fits_its_days", "UPDATE hours_servicerecord SET minutes = %s WHERE id = %s", minutes, record.pk)


def test_the_same_record_twice(record):
    refused(
        "record_once",
        """INSERT INTO hours_servicerecord (volunteer_id, unit_id, category_id, served_from, served_to, item_code,
             content_code, area_code, minutes, people_served, transport_fee, meal_fee, people_abroad, people_at_home,
             note, verdict, recorded_at, reason)
           SELECT volunteer_id, unit_id, category_id, served_from, served_to, item_code, content_code, area_code, 60,
             0, 0, 0, 0, 0, '', verdict, recorded_at, '' FROM hours_servicerecord WHERE id = %s""",
        record.pk,
    )


def test_a_second_live_book(record):
    a_book(record.volunteer)
    with pytest.raises(IntegrityError, match="one_live_book_per_person"), transaction.atomic():
        a_book(record.volunteer)


def test_a_second_book_after_the_first_was_voided(record):
    a_book(record.volunteer, state="void", voided_on=date(2024, 1, 1))
    assert a_book(record.volunteer).state == "live"


def test_two_people_of_one_number():
    number = national_id(77)
    a_volunteer(number=number)
    with pytest.raises(IntegrityError, match="id_index"), transaction.atomic():
        a_volunteer(number=number)


def test_two_memberships_of_one_unit_at_once(record):
    with pytest.raises(IntegrityError, match="member_once_at_a_time"), transaction.atomic():
        a_membership(record.volunteer, record.unit, joined_on=date(2015, 1, 1))


def test_every_write_leaves_its_trace_even_past_the_services(record):
    sql("UPDATE hours_servicerecord SET minutes = 61 WHERE id = %s", record.pk)
    assert list(record.events.order_by("pgh_id").values_list("minutes", flat=True)) == [300, 61]
    with pytest.raises(DatabaseError):
        sql("UPDATE hours_servicerecordevent SET minutes = 1")
    with pytest.raises(DatabaseError):
        sql("DELETE FROM hours_servicerecordevent")
