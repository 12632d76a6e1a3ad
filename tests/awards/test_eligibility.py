"""The honor card: what counts, from when, and what is missing (HON-1 to HON-21)."""

from __future__ import annotations

from datetime import date

import pytest
from django.urls import reverse

from awards.services import eligibility_of
from tests.factories.awards import a_card
from tests.factories.hours import a_record, many_records
from tests.factories.recordbook import a_book
from tests.factories.training import a_completion, trained
from tests.factories.units import a_unit, a_user
from tests.factories.volunteers import a_membership, a_volunteer
from volunteer_portal.rules.honor_card import CutOff, CutOffs, Needed

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return a_unit("EDU")


@pytest.fixture
def person(unit):
    """Counted since 110-01-15, with 300 hours in 111."""
    volunteer = a_volunteer(unit=unit, user=a_user("施予晴"))
    trained(volunteer, on=date(2021, 1, 15))
    many_records([volunteer], unit, [date(2022, month, day) for month in range(1, 13) for day in (1, 8, 15)], 500)
    return volunteer


def test_C_1_three_years_end_on_the_day_before(person):
    answer = eligibility_of(volunteer=person, on=date(2024, 2, 10))
    assert (answer.eligible, answer.counted_minutes, answer.full_years) == (True, 18_000, 3)
    assert answer.hours_to == date(2024, 1, 31)


def test_C_2_half_an_hour_short(person):
    person.records.order_by("pk").first().delete()
    answer = eligibility_of(volunteer=person, on=date(2024, 2, 10))
    assert (answer.eligible, answer.minutes_short) == (False, 500)


def test_C_3_the_setting_decides_where_years_end(unit):
    volunteer = a_volunteer(unit=unit)
    trained(volunteer, on=date(2021, 2, 5))
    many_records([volunteer], unit, [date(2022, month, day) for month in range(1, 13) for day in (1, 8, 15)], 500)
    month_end = CutOffs(CutOff.PREVIOUS_MONTH_END, CutOff.PREVIOUS_MONTH_END)
    assert eligibility_of(volunteer=volunteer, on=date(2024, 2, 10)).eligible
    assert not eligibility_of(volunteer=volunteer, on=date(2024, 2, 10), cutoffs=month_end).eligible


def test_C_7_what_one_card_used_the_next_does_not(person, unit):
    a_card(person, starts_on=date(2024, 2, 10), expires_on=date(2027, 2, 10))
    a_record(person, unit, date(2024, 2, 10), minutes=60)
    a_record(person, unit, date(2024, 2, 11), minutes=90)
    answer = eligibility_of(volunteer=person, on=date(2027, 3, 1))
    assert (answer.window_from, answer.counted_minutes, answer.full_years) == (date(2024, 2, 11), 90, 3)


def test_hours_of_all_units_add_up_and_uncounted_ones_do_not(person, unit):
    clinic = a_unit("HEA")
    a_membership(person, clinic)
    a_completion(person, "special", date(2022, 6, 1), category_id="HEA", certificate_number="特-9")
    a_record(person, clinic, date(2022, 5, 30), minutes=60)
    a_record(person, clinic, date(2022, 6, 1), minutes=70)
    assert eligibility_of(volunteer=person, on=date(2024, 2, 10)).counted_minutes == 18_070


def test_C_8_what_is_missing_is_named(person):
    assert eligibility_of(volunteer=person, on=date(2024, 2, 10)).missing == (Needed.PHOTO, Needed.BOOK)
    a_book(person)
    person.photo = "x.jpg"
    person.save()
    person.completions.filter(kind="special").update(certificate_number="")
    assert eligibility_of(volunteer=person, on=date(2024, 2, 10)).missing == (Needed.SPECIAL_CERTIFICATE,)
    person.completions.filter(kind="special").update(evidence="recognised")
    assert eligibility_of(volunteer=person, on=date(2024, 2, 10)).missing == ()


def test_a_volunteers_home_tells_how_far_it_is(client, person):
    client.force_login(person.user)
    shown = client.get(reverse("my_home"))
    assert shown.context["answer"].counted_minutes == 18_000
    assert "300.0／300 小時" in shown.content.decode()


def test_a_volunteers_home_without_anything(client):
    client.force_login(a_volunteer(user=a_user()).user)
    assert "完成基礎與特殊訓練後" in client.get(reverse("my_home")).content.decode()
