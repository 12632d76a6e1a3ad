"""One record by the plain form: added, refused, corrected, removed — by keyboard alone."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from hours.models import ServiceRecord
from hours.services.judging import rejudge
from tests.factories.hours import a_record
from tests.factories.training import trained
from tests.factories.units import a_unit, staff_of
from tests.factories.volunteers import a_volunteer

pytestmark = pytest.mark.django_db(transaction=True)


FIELDS = ("volunteer", "served_from", "served_to", "hours", "minutes", "reason")


@pytest.fixture
def unit():
    return a_unit("SW", name="晴岸社區照顧協會")


@pytest.fixture
def people(unit):
    people = [a_volunteer(name, unit=unit) for name in ("林子洵", "施予晴")]
    trained(people[1], "SW", on=date(2020, 1, 4))
    rejudge(volunteer_ids=[people[1].pk])
    return people


@pytest.fixture
def staff(somebody, unit):
    return somebody().signs_in(staff_of(unit, name="方若谷"))


def fields_of(page):
    return {name: page.locator(f"[name={name}]:not([type=hidden])") for name in FIELDS}


def test_add_one_by_keyboard_and_mend_what_was_refused(staff, people):
    page, field = staff.page, fields_of(staff.page)
    staff.goes("/unit/hours/new/").arrives("登錄一筆服務時數")
    staff.tabs_to(field["volunteer"])
    for _ in people:
        if "施予晴" not in field["volunteer"].locator("option:checked").inner_text():
            staff.keys("ArrowDown")
    expect(field["volunteer"].locator("option:checked")).to_contain_text("施予晴")
    for name, text in (("served_from", "115/05/28"), ("served_to", "115/06/02"), ("hours", "3")):
        staff.tabs_to(field[name])
        page.keyboard.type(text)
    staff.keys("Enter")

    # Refused: the summary has the focus and says the same words as the field.
    summary = page.get_by_role("alert").first
    expect(summary).to_be_focused()
    staff.judges()
    expect(page).to_have_title(re.compile("^錯誤：登錄時數"))
    sentence = summary.locator("li").first.inner_text()
    assert "月" in sentence
    assert page.get_by_text(sentence.split("：", 1)[-1]).count() == 2
    assert not ServiceRecord.objects.exists()
    staff.tabs_to(summary.get_by_role("link").first).keys("Enter")
    expect(page.locator(":focus")).to_have_attribute("name", re.compile("served_"))
    expect(field["hours"]).to_have_value("3")

    staff.tabs_to(field["served_to"]).keys("Control+a")
    page.keyboard.type("115/05/30")
    staff.keys("Enter")
    staff.arrives(re.compile(r"施予晴的 3\.0 小時(計入|採計)"))
    assert ServiceRecord.objects.get().minutes == 180


def test_correct_and_remove_one_by_keyboard(staff, unit, people):
    page, field = staff.page, fields_of(staff.page)
    record = a_record(people[1], unit, date(2026, 5, 28), minutes=180)
    staff.goes(f"/hours/{record.pk}/").arrives(re.compile(r"施予晴的 3\.0 小時(計入|採計)"))
    staff.tabs_to(page.get_by_role("link", name="更正", exact=True)).keys("Enter")
    staff.arrives("更正施予晴的時數").tabs_to(field["hours"]).keys("Control+a")
    page.keyboard.type("4")
    staff.keys("Enter")
    expect(page.get_by_role("alert").first).to_be_focused()
    staff.judges()
    staff.tabs_to(field["reason"])
    page.keyboard.type("簽到簿核對後更正")
    staff.keys("Enter").arrives(re.compile(r"施予晴的 4\.0 小時(計入|採計)")).sees("簽到簿核對後更正")
    record.refresh_from_db()
    assert record.minutes == 240

    staff.tabs_to(page.get_by_role("link", name="刪除", exact=True)).keys("Enter").arrives(re.compile("刪除"))
    staff.tabs_to(field["reason"])
    page.keyboard.type("重複登錄")
    staff.keys("Enter")
    expect(page).to_have_url(re.compile("/unit/hours/$"))
    assert not ServiceRecord.objects.exists()


def test_an_hour_that_does_not_count_says_so_at_once(staff, people):
    staff.goes(f"/unit/hours/new/?volunteer={people[0].ref}").arrives("登錄一筆服務時數")
    staff.types("服務日期起", "1150528").types("小時", "3").presses_button("儲存")
    staff.arrives(re.compile(r"林子洵的 3\.0 小時不採?計")).sees("基礎訓練")
    expect(staff.page.get_by_role("status").first).to_contain_text("已登錄林子洵的時數")
