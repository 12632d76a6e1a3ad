"""Staff of one unit and the people of another: out of reach, save by full number, birth date and reason."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.factories.hours import a_record
from tests.factories.insurance import a_cover
from tests.factories.recordbook import a_book
from tests.factories.training import a_completion
from tests.factories.units import a_unit, staff_of
from tests.factories.volunteers import a_volunteer
from tests.reports.makers import a_sent_report
from volunteer_portal.audit.models import AccessLog

pytestmark = pytest.mark.django_db(transaction=True)
NUMBER = "A223456781"


@pytest.fixture
def two_units():
    school, clinic = a_unit("EDU", name="南濱國民小學"), a_unit("HEA", name="安平衛生所")
    person = a_volunteer("林子洵", unit=clinic, number=NUMBER, sex="F", born_on=date(1960, 5, 4))
    return school, clinic, person


def test_nothing_of_the_other_unit_is_within_reach(somebody, two_units):
    school, clinic, person = two_units
    record = a_record(person, clinic, date(2026, 5, 7))
    completion = a_completion(person)
    a_book(person)
    cover = a_cover(person, clinic)
    report = a_sent_report(clinic)
    staff = somebody().signs_in(staff_of(school, name="沈知遙"))
    staff.goes("/unit/volunteers/").arrives(re.compile("."))
    expect(staff.page.locator("main")).not_to_contain_text("林子洵")
    staff.cannot_reach(
        *(f"/unit/volunteers/{person.ref}/{page}" for page in ("", "edit/", "leave/", "team/", "photo/", "reveal/")),
        f"/volunteers/{person.ref}/photo.jpg",
        f"/hours/{record.pk}/",
        f"/unit/hours/{record.pk}/edit/",
        f"/unit/hours/{record.pk}/remove/",
        f"/unit/trainings/{completion.pk}/edit/",
        f"/unit/insurance/{cover.pk}/end/",
        f"/city/reports/{report.pk}/",
        f"/city/volunteers/{person.ref}/",
        "/unit/reports/115-1/versions/",
    )
    for path in (f"/unit/hours/{record.pk}/edit/", f"/unit/hours/{record.pk}/remove/"):
        assert staff.sends(path, served_from="115/05/07", hours="9", minutes="0", reason="越界").status == 404
    record.refresh_from_db()
    assert record.minutes == 300
    # The search finds nobody of the other unit, not even by the whole name.
    staff.types(staff.page.get_by_role("searchbox"), "林子洵").keys("Enter")
    expect(staff.page).to_have_url(re.compile(r"/unit/volunteers/\?q="))
    expect(staff.page.get_by_role("link", name="林子洵")).to_have_count(0)


def asks(staff, number: str, born_on: str) -> None:
    staff.goes("/unit/volunteers/look-up/").arrives("以完整證號查詢志工")
    staff.types(staff.page.locator("[name=number]"), number)
    staff.types(staff.page.locator("[name=born_on]"), born_on)
    staff.chooses("查詢目的", "新進志工入隊").presses_button("查詢")


def test_a_look_up_shows_the_minimum_and_is_written_down(somebody, two_units):
    school, _clinic, person = two_units
    clerk = staff_of(school, name="沈知遙")
    staff = somebody().signs_in(clerk)

    answers = []
    for number, born_on in ((NUMBER, "049/05/05"), ("D201234560", "049/05/04")):
        asks(staff, number, born_on)
        staff.arrives("以完整證號查詢志工")
        answers.append(staff.page.get_by_role("status").or_(staff.page.locator(".notice")).first.inner_text())
    assert answers[0] == answers[1]
    expect(staff.page.locator("main")).not_to_contain_text("安平衛生所")

    with staff.count.within(clicks=4, keystrokes=30):
        asks(staff, NUMBER, "049/05/04")
        staff.arrives("查到一位志工")
    staff.sees("A22****781", "1 個")
    for hidden in ("林子洵", NUMBER, "安平衛生所", "049/05/04"):
        expect(staff.page.locator("main")).not_to_contain_text(hidden)
    assert AccessLog.objects.filter(user_id=clerk.pk, kind="look_up").count() == 3

    staff.types("加入日期", "115/06/01").presses_button("加入本單位")
    staff.arrives(re.compile("林子洵"))
    assert person.memberships.filter(unit=school, joined_on=date(2026, 6, 1)).exists()


def test_the_whole_number_is_shown_once_with_a_reason(somebody, two_units):
    _school, clinic, person = two_units
    clerk = staff_of(clinic, name="許禾安")
    staff = somebody().signs_in(clerk)
    staff.goes(f"/unit/volunteers/{person.ref}/").arrives(re.compile("林子洵"))
    expect(staff.page.locator("main")).not_to_contain_text(NUMBER)
    staff.goes(f"/unit/volunteers/{person.ref}/reveal/").arrives("為什麼需要完整證號？")
    staff.presses_button("顯示證號")
    expect(staff.page.get_by_role("alert").first).to_be_visible()
    staff.judges()
    staff.chooses("顯示的目的", "辦理保險").presses_button("顯示證號").arrives("林子洵的完整證號").sees(NUMBER)
    staff.goes(f"/unit/volunteers/{person.ref}/")
    expect(staff.page.locator("main")).not_to_contain_text(NUMBER)
    assert AccessLog.objects.filter(user_id=clerk.pk, volunteer_id=person.pk, kind="reveal").count() == 1
