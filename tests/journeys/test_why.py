"""Beside each hour: counts or not, the dates and the rule, the next step — for staff, officer and volunteer alike."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from hours.services.judging import rejudge
from reports.services import draft_report, submit
from tests.factories.hours import NOON, a_record
from tests.factories.insurance import a_cover
from tests.factories.recordbook import a_book
from tests.factories.training import a_completion, trained
from tests.factories.units import a_unit, a_user, officer_of, staff_of
from tests.factories.volunteers import a_volunteer
from volunteer_portal.accounts.second_factor import set_up
from volunteer_portal.rules.calendar import HalfYear
from volunteer_portal.rules.status_report import CELLS

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PERIOD = HalfYear(115, 1)
NAMES = {cell.key: re.escape(cell.name) for cell in CELLS}


@pytest.fixture
def half_trained():
    """A school's volunteer with an account: basic training alone, 5 hours in May 2026 that do not count."""
    school = a_unit("EDU", name="南濱國民小學")
    account = a_user("施予晴")
    person = a_volunteer("施予晴", unit=school, user=account, joined_on=date(2025, 1, 1))
    a_completion(person, "basic", date(2025, 3, 4), minutes=360, certificate_number="基-7")
    colleague = a_volunteer("林子洵", unit=school)
    trained(colleague, "EDU")
    rejudge(volunteer_ids=[person.pk, colleague.pk])
    missed = a_record(person, school, date(2026, 5, 7))
    counted = a_record(colleague, school, date(2026, 5, 8), minutes=390)
    a_book(colleague)
    a_cover(colleague, school)
    return school, account, missed, counted


def reason_beside(person, row) -> str:
    """Open the reason of the hour in this row; one click."""
    with person.count.within(clicks=1, keystrokes=0):
        person.clicks(row.locator(".why-open"))
    told = row.locator(".why-pop")
    expect(told).to_be_visible()
    text = told.inner_text()
    person.judges()
    person.page.keyboard.press("Escape")
    return text


def test_staff_officer_and_volunteer_read_the_same_reason(somebody, half_trained):
    school, account, missed, _counted = half_trained
    clerk = staff_of(school, name="沈知遙")
    report = draft_report(unit=school, period=PERIOD, by=clerk, now=NOON)
    submit(report=report, by=clerk, now=NOON, draft_version=report.draft_version, remark="依實際情形填報")

    staff = somebody().signs_in(clerk)
    staff.goes("/unit/hours/?month=2026-05").arrives(re.compile(r"(計入|採計) 6\.5 小時"))
    told = reason_beside(staff, staff.page.get_by_role("row").filter(has_text="施予晴"))
    assert "特殊訓練" in told
    staff.clicks("看是哪些").arrives(re.compile(r"(計入|採計) 0\.0 小時"))
    staff.clicks(staff.page.get_by_role("row").filter(has_text="施予晴").get_by_role("link").first)
    staff.arrives(re.compile(r"施予晴的 5\.0 小時不採?計")).sees("為什麼", "特殊訓練", "基礎訓練", "114/03/04")
    sentence = staff.page.locator(".notice-warn p").first.inner_text()
    # The one step that would change it leads to where it is done, the person already chosen.
    staff.clicks(staff.page.locator(".notice-warn a"))
    staff.arrives(re.compile("訓練"))
    expect(staff.page.locator("main form")).to_contain_text("施予晴")

    volunteer = somebody().signs_in(account)
    volunteer.goes("/me/hours/").arrives(re.compile(r"0\.0 小時(計入|採計)"))
    volunteer.sees("為什麼不採計", "特殊訓練")
    assert sentence in reason_beside(volunteer, volunteer.page.locator(".entry").first)

    user = officer_of("EDU", name="葉采菱")
    set_up(user=user, secret=SECRET)
    officer = somebody().signs_in(user, secret=SECRET)
    officer.goes(f"/city/reports/{report.pk}/").arrives("南濱國民小學，115 年上半年概況表")
    officer.clicks("看不採計的時數與原因").arrives("5.0 小時不採計，未列入概況表").sees("未完成該類特殊訓練")
    officer.clicks(officer.page.get_by_role("row").filter(has_text="施予晴").get_by_role("link"))
    officer.arrives(re.compile(r"施予晴的 5\.0 小時不採?計")).sees(sentence)
    expect(officer.page.get_by_role("link", name="更正")).to_have_count(0)
    assert officer.sends(f"/unit/hours/{missed.pk}/edit/", served_from="115/05/07", hours="9", minutes="0").status in (
        403,
        404,
    )


def test_from_a_figure_to_the_rows_behind_it_and_back(somebody, half_trained):
    school, *_rest, counted = half_trained
    staff = somebody().signs_in(staff_of(school, name="沈知遙"))
    staff.goes("/unit/reports/115-1/").arrives("115 年上半年推展志願服務概況表")
    staff.clicks(staff.page.get_by_role("link", name=re.compile(f"^{NAMES['時數/合計']}：6.5，看明細")))
    staff.arrives(re.compile("6.5")).sees("林子洵", "115/05/08")
    staff.clicks(staff.page.get_by_role("link", name="115/05/08")).arrives(re.compile(r"林子洵的 6\.5 小時(計入|採計)"))
    assert staff.page.url.endswith(f"/hours/{counted.pk}/")
    staff.page.go_back()
    staff.clicks("回概況表").arrives("115 年上半年推展志願服務概況表")
    staff.clicks("看原因").arrives("5.0 小時不採計，未列入概況表").clicks("回概況表")
    staff.clicks(staff.page.get_by_role("link", name=re.compile(f"^{NAMES['計']}：2，看明細")))
    staff.sees("施予晴", "林子洵").judges()


def test_a_zero_names_what_is_missing_and_where_to_mend_it(somebody):
    unit = a_unit("SW", name="晴岸社區照顧協會")
    a_volunteer("周俊淑", unit=unit)
    staff = somebody().signs_in(staff_of(unit, name="方若谷"))
    staff.goes("/unit/reports/115-1/").arrives("115 年上半年推展志願服務概況表")
    staff.sees("志工保險是 0？", "服務時數是 0？")
    card = staff.page.locator("#card-others")
    staff.clicks(card.get_by_role("link", name="去補資料"))
    expect(staff.page).to_have_url(re.compile("/unit/(insurance|import)/"))
    staff.judges()
