"""A volunteer sees what is theirs, and nothing of anybody else."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from hours.services.judging import rejudge
from tests.factories.hours import a_record
from tests.factories.insurance import a_cover
from tests.factories.recordbook import a_book
from tests.factories.training import trained
from tests.factories.units import a_unit, a_user
from tests.factories.volunteers import a_volunteer

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("width", [1280, 390])
def test_own_hours_trainings_book_and_insurance(somebody, width):
    school = a_unit("EDU", name="南濱國民小學")
    account = a_user("施予晴")
    person = a_volunteer("施予晴", unit=school, user=account)
    other = a_volunteer("林子洵", unit=school)
    trained(person, "EDU")
    rejudge(volunteer_ids=[person.pk])
    for day in range(1, 8):
        a_record(person, school, date(2026, 5, day), minutes=330)
    theirs = a_record(other, school, date(2026, 5, 9))
    a_book(person, book_number="南市教字第123456號")
    a_cover(person, school)

    volunteer = somebody(viewport={"width": width, "height": 844}).signs_in(account)
    volunteer.arrives("施予晴，謝謝").sees("38.5", "南濱國民小學")
    volunteer.goes("/me/hours/").arrives(re.compile(r"38\.5 小時(計入|採計)")).sees("115/05/07")
    volunteer.goes("/me/records/").arrives(re.compile("訓練、紀錄冊與保險"))
    volunteer.sees("南市教字第123456號", "新光產險", "基-1", "特-1")
    volunteer.goes("/me/settings/").arrives(re.compile("."))

    volunteer.cannot_reach(
        f"/unit/volunteers/{other.ref}/",
        f"/unit/volunteers/{person.ref}/",
        f"/city/volunteers/{other.ref}/",
        f"/hours/{theirs.pk}/",
        f"/volunteers/{other.ref}/photo.jpg",
        "/unit/",
        "/unit/volunteers/",
        "/unit/reports/115-1/",
        "/city/",
        "/city/people/",
    )
    volunteer.goes(f"/unit/volunteers/{other.ref}/")
    assert volunteer.last_status == 404
    volunteer.judges()
    expect(volunteer.page.locator("main")).not_to_contain_text("林子洵")
