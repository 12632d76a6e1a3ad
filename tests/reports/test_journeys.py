"""In the browser: how many presses each task takes, that nothing is wrong for a screen reader, on a desk and a phone."""

from __future__ import annotations

import pytest
from django.urls import reverse

from reports.enums import State
from reports.models import StatusReport, Unlock
from reports.services import adjust_cell, ask_unlock, submit
from tests.factories.units import city_officer, officer_of, staff_of
from tests.plugins.signing import sign_in
from volunteer_portal.rules.calendar import HalfYear

from .makers import LATER, a_draft, a_sent_report, a_unit_with_people
from .slide import load_slide

pytestmark = pytest.mark.django_db(transaction=True)


class Presses:
    """Counts clicks and keys of one task."""

    def __init__(self, page):
        self.page, self.clicks, self.keys = page, 0, 0

    def click(self, selector):
        self.clicks += 1
        self.page.click(selector)

    def type(self, selector, text):
        self.keys += len(text)
        self.page.fill(selector, text)


@pytest.fixture
def enter(client, context, live_server):
    """Sign somebody in and open a page as they would see it."""

    def open_as(page, user, path):
        sign_in(client, user)
        value = client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        page.goto(f"{live_server.url}{path}")
        return Presses(page)

    return open_as


def test_fill_in_and_send_the_slides_report(page, enter):
    unit = load_slide()
    hand = enter(page, staff_of(unit), reverse("report_detail", args=[112, 1]))
    assert page.locator("#card-served tfoot").inner_text().split()[-1] == "1,261.7"
    hand.type("[name=c60]", "1")
    hand.type("[name=c61]", "4")
    hand.click("text=提交並鎖定")
    page.wait_for_url("**/submit/")
    hand.click("text=提交並鎖定")
    page.wait_for_url("**/112-1/")
    assert page.locator("text=成功！資料已提交成功！").is_visible()
    # one press more opens the page from the worklist
    assert hand.clicks + 1 <= 4
    assert hand.keys <= 6
    report = StatusReport.objects.get()
    assert (report.state, report.submissions.get().values["聯繫會報/場次"]) == (State.SUBMITTED, 1)
    with page.expect_download() as download:
        hand.click("text=下載 ODS")
    assert download.value.suggested_filename.endswith(".ods")


def test_adjust_a_cell_in_place_and_take_it_back(page, enter):
    unit = load_slide()
    enter(page, staff_of(unit), reverse("report_detail", args=[112, 1]))
    page.click("#card-education >> text=調整")
    page.fill("#card-education [name=c24]", "20")
    page.click("#card-education >> text=完成調整")
    page.wait_for_selector("text=自動 21 → 填 20")
    assert page.locator("#card-education input").count() == 0
    assert page.locator(".is-off").count() == 1
    assert page.locator("text=1 項不符").first.is_visible()
    page.click("text=還原")
    page.wait_for_selector("text=自動 21 → 填 20", state="detached")
    page.fill("[name=c60]", "1")
    page.get_by_role("button", name="暫時存檔").click()
    page.wait_for_selector("text=草稿已存。")
    assert StatusReport.objects.get().cells.get(key="聯繫會報/場次").value == 1


def test_a_figure_opens_its_people_and_comes_back(page, enter):
    unit = load_slide()
    enter(page, staff_of(unit), reverse("report_detail", args=[112, 1]))
    page.click("#card-age >> a[aria-label^='年齡18-29歲（女）']")
    assert page.locator("h1").inner_text() == "年齡18-29歲（女）：1 人"
    assert page.locator("tbody tr").count() == 1
    page.click("text=回概況表")
    page.wait_for_url("**/112-1/")


def test_ask_for_an_unlock_and_grant_it(page, enter, live_server):
    report = a_sent_report()
    hand = enter(page, report.updated_by, reverse("report_detail", args=[report.year, report.half]))
    hand.click(".foot-acts a:has-text('申請解鎖')")
    page.fill("dialog [name=reason]", "志工保險要補 2 人")
    hand.click("text=送出申請")
    page.wait_for_selector("text=等候承辦人處理")
    assert hand.clicks + 1 <= 3
    hand = enter(page, officer_of("EDU", name="高予棠"), reverse("city_reports"))
    hand.click(".asks >> text=解鎖")
    hand.click("dialog[open] >> button:has-text('解鎖')")
    page.wait_for_selector("text=已解鎖")
    assert hand.clicks <= 2
    assert Unlock.objects.get().state == "granted"


def test_twenty_reports_of_which_eighteen_are_clean(page, enter):
    for number in range(20):
        unit = a_unit_with_people("EDU", people=1)
        if number < 18:
            a_sent_report(unit)
            continue
        report = a_draft(unit)
        report = adjust_cell(report=report, key="領有紀錄冊/男", value=1, by=report.updated_by, now=LATER)
        submit(report=report, by=report.updated_by, now=LATER, draft_version=report.draft_version)
    hand = enter(page, officer_of("EDU"), reverse("city_reports"))
    assert page.locator("h1").inner_text() == "20 份概況表待審"
    hand.click(".foot-bar >> button:has-text('通過')")
    hand.click("button:has-text('確認通過 18 份')")
    page.wait_for_selector("text=已通過 18 份概況表")
    for _ in range(2):
        hand.click("tbody tr:first-child th a")
        hand.click("button:has-text('通過')")
        page.wait_for_url("**/city/reports/**")
    assert hand.clicks <= 6  # the names of the 18 are confirmed once
    assert set(StatusReport.objects.values_list("state", flat=True)) == {State.ACCEPTED}


def every_page(unit, report, unlock):
    period = [112, 1]
    sent = [report.year, report.half]
    return {
        "staff": [
            reverse("unit_reports"),
            reverse("report_detail", args=period),
            reverse("report_detail", args=period) + "?edit=education&edit=served",
            reverse("report_cell", args=[*period, 24]),
            reverse("report_cell", args=[*period, 49]),
            reverse("report_cell", args=[*period, 54]),
            reverse("report_not_counted", args=period),
            reverse("report_submit", args=[112, 2]),
            reverse("report_detail", args=sent),
            reverse("report_versions", args=sent),
        ],
        "officer": [
            reverse("city_reports"),
            reverse("city_reports") + "?tab=owed",
            reverse("city_report", args=[report.pk]),
            reverse("city_report_cell", args=[report.pk, 24]),
            reverse("city_report_versions", args=[report.pk]),
            reverse("city_reopen", args=[report.pk]),
            reverse("city_unlock", args=[unlock.pk]),
        ],
    }


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_pages_hold_for_everybody(page, enter, axe, live_server, width, theme):
    unit = load_slide()
    staff = staff_of(unit)
    a_draft(unit, by=staff, period=HalfYear(112, 2))
    report = a_sent_report(unit, by=staff)
    unlock = ask_unlock(report=report, by=staff, now=LATER, reason="漏匯入 8 人")
    page.set_viewport_size({"width": width, "height": 5000})  # the bar at the foot covers nothing
    page.emulate_media(color_scheme=theme)
    people = {"staff": staff, "officer": city_officer()}
    for who, paths in every_page(unit, report, unlock).items():
        enter(page, people[who], paths[0])
        for path in paths:
            page.goto(f"{live_server.url}{path}")
            assert page.locator("h1").count() == 1
            assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), path
            axe(page)
