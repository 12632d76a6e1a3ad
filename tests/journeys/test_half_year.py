"""The half-year report: from five files to a sent form, its unlock, and the second version."""

from __future__ import annotations

import json
import re
import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from reports.models import StatusReport
from tests.factories.units import a_unit, city_officer, officer_of, staff_of
from tests.reports.slide import load_slide
from units.enums import Role
from volunteer_portal.accounts.second_factor import set_up
from volunteer_portal.rules.status_report import CELLS

pytestmark = pytest.mark.django_db(transaction=True)
SLIDE = Path(__file__).resolve().parent.parent / "data" / "slide-112h1"
ORDER = ("volunteers.xlsx", "training.ods", "recordbooks.csv", "insurance-cp950.csv", "hours.xls")
EXPECTED = json.loads((SLIDE / "expected.json").read_text(encoding="utf-8"))
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
REPORT = "/unit/reports/112-1/"
NAMES = {cell.key: cell.name for cell in CELLS}


def with_app(user):
    """Give the account an authenticator app."""
    set_up(user=user, secret=SECRET)
    return user


def shown_on(person) -> dict[str, str]:
    """Every figure of the report's page, by the name that its link speaks."""
    links = person.page.locator("#report-work .figures a[aria-label]")
    spoken = links.evaluate_all("all => all.map(a => [a.getAttribute('aria-label'), a.innerText])")
    return {label.split("：", 1)[0]: text for label, text in spoken}


def as_shown(cell, value) -> str:
    """How the form writes a figure: hours with a decimal, people grouped by thousands."""
    return f"{value:,.1f}" if cell.unit == "minutes" else f"{value:,}"


def imports(person, name: str) -> None:
    """One file: upload, look at each row's fate, commit."""
    person.clicks(person.page.get_by_role("navigation", name="主選單").get_by_role("link", name="匯入資料"))
    person.arrives("先看每一列會怎樣")
    person.drops("檔案", SLIDE / name).presses_button("檢查檔案")
    person.arrives(re.compile(r"[\d,]+ 列都可匯入"))
    person.sees("逐列的結果", "確認前不會寫入任何資料")
    person.clicks(person.page.get_by_role("button", name=re.compile(r"^匯入 [\d,]+ 列$")))
    person.arrives(re.compile(r"已匯入 [\d,]+ 列"))


def fills_and_sends(person) -> None:
    person.types("聯繫會報參與場次", "1").types("表揚獎勵人數", "4").presses_button("提交並鎖定")
    person.arrives("提交112 年上半年概況表？").presses_button("提交並鎖定")
    expect(person.page.get_by_role("status").first).to_contain_text("已提交成功")


def asks_to_unlock(person, reason: str) -> None:
    person.clicks("申請解鎖")
    dialog = person.page.get_by_role("dialog", name="申請解鎖")
    person.types(dialog.get_by_label("要更正什麼、為什麼"), reason).presses_button("送出申請", within=dialog)
    person.sees("申請解鎖，等候承辦人處理", reason)


def test_from_five_files_to_a_sent_report(somebody, tmp_path):
    unit = a_unit("SW", name="晴岸社區照顧協會")
    staff = somebody().signs_in(staff_of(unit, name="方若谷"))
    staff.arrives("1 件事等您").sees("還沒有志工，先匯入名冊")
    for name in ORDER:
        with staff.count.within(clicks=4, keystrokes=0):
            imports(staff, name)

    # A first look: everything is filled in, and says so before anybody types.
    staff.goes(REPORT).arrives("112 年上半年推展志願服務概況表")
    figures = shown_on(staff)
    wanted = {cell.name: as_shown(cell, EXPECTED[cell.key]) for cell in CELLS if cell.key in EXPECTED}
    assert len(wanted) == 63
    assert {name: figures.get(name) for name in wanted} == wanted
    assert (figures[NAMES["計"]], figures[NAMES["時數/合計"]]) == ("45", "1,261.7")
    staff.sees("要您填的 2 格", "檢核")

    staff.goes("/unit/").arrives(re.compile("."))
    with staff.count.within(clicks=4, keystrokes=6):
        staff.clicks(staff.page.get_by_role("navigation", name="主選單").get_by_role("link", name="報表"))
        staff.arrives(re.compile("概況表")).clicks("112 年上半年").arrives("112 年上半年推展志願服務概況表")
        fills_and_sends(staff)

    # Locked: nothing to type into, and what a hand-made request sends is refused.
    staff.arrives("112 年上半年推展志願服務概況表").sees("提交並鎖定（第 1 次）")
    expect(staff.page.locator("#report-work input:not([type=hidden])")).to_have_count(0)
    before = StatusReport.objects.get(unit=unit)
    answer = staff.sends(REPORT, do="save", c60="9", c61="9", draft_version=str(before.draft_version), seen="")
    assert answer.status in (403, 409), answer.status
    after = StatusReport.objects.get(unit=unit)
    assert (after.state, after.draft_version) == (before.state, before.draft_version)
    assert after.cells.get(key="聯繫會報/場次").value == 1

    with staff.count.within(clicks=1, keystrokes=0):
        ods = tmp_path / "report.ods"
        staff.saves("下載 ODS").save_as(ods)
    rows = [cell for row in CalamineWorkbook.from_path(str(ods)).get_sheet_by_index(0).to_python() for cell in row]
    assert 1261.7 in rows
    assert zipfile.ZipFile(ods).read("mimetype") == b"application/vnd.oasis.opendocument.spreadsheet"
    xlsx, pdf = tmp_path / "report.xlsx", tmp_path / "report.pdf"
    staff.clicks("其他格式")
    staff.saves(staff.page.get_by_role("link", name="Excel")).save_as(xlsx)
    cells = [cell.value for row in openpyxl.load_workbook(xlsx).active.iter_rows() for cell in row]
    assert 1261.7 in cells
    assert 45 in cells
    if not staff.page.get_by_role("link", name="PDF").is_visible():
        staff.clicks("其他格式")
    staff.saves(staff.page.get_by_role("link", name="PDF")).save_as(pdf)
    text = subprocess.run(["pdftotext", "-layout", pdf, "-"], capture_output=True, text=True, check=True).stdout
    assert "晴岸社區照顧協會" in text
    assert re.search(r"1,?261\.7", text)

    with staff.count.within(clicks=3):
        asks_to_unlock(staff, "漏登 6 月 30 日的時數")
    expect(staff.page.get_by_role("button", name="申請解鎖")).to_have_count(0)


def test_unlock_mend_send_again_and_compare(somebody):
    unit = load_slide(a_unit("SW", name="晴岸社區照顧協會"))
    staff = somebody().signs_in(staff_of(unit, name="方若谷"))
    staff.goes(REPORT)
    fills_and_sends(staff)
    asks_to_unlock(staff, "漏登 6 月 30 日的時數")

    # Not the education authority's affair: not on its worklist, not by address, not by request.
    report = StatusReport.objects.get(unit=unit)
    unlock = report.unlocks.get()
    education = somebody().signs_in(with_app(officer_of("EDU", name="葉采菱")), secret=SECRET)
    education.arrives(re.compile("."))
    expect(education.page.locator("main")).not_to_contain_text("申請解鎖")
    education.cannot_reach(f"/city/reports/{report.pk}/", f"/city/reports/unlocks/{unlock.pk}/")
    assert education.sends(f"/city/reports/unlocks/{unlock.pk}/", do="grant").status == 404

    officer = somebody().signs_in(with_app(city_officer(name="許禾安", role=Role.PROMOTION_CENTRE)), secret=SECRET)
    officer.sees("晴岸社區照顧協會申請解鎖112 年上半年概況表", "漏登 6 月 30 日的時數")
    with officer.count.within(clicks=2, keystrokes=0):
        officer.clicks(officer.page.get_by_role("link", name=re.compile("^處理")).first)
        officer.arrives("晴岸社區照顧協會申請解鎖").presses_button("解鎖")
        expect(officer.page.get_by_role("status").first).to_be_visible()
    assert officer.sends(f"/city/reports/unlocks/{unlock.pk}/", do="grant").status in (302, 409)

    # The unit mends a record; the report takes the new figure and goes out a second time.
    staff.goes("/unit/").sees("112 年上半年概況表已解鎖，待重新提交")
    person = unit.memberships.filter(left_on=None).order_by("pk").first().volunteer
    record = person.records.filter(verdict="counted", served_to__year=2023, served_to__month__lte=6).first()
    record = record or next(
        r
        for r in unit.records.filter(served_to__gte="2023-01-01", served_to__lte="2023-06-30")
        if r.verdict == "counted"
    )
    staff.goes(f"/unit/hours/{record.pk}/edit/").arrives(re.compile("更正"))
    staff.types("小時", str(record.minutes // 60 + 1)).types("更正的原因", "簽到簿核對後更正").presses_button("儲存")
    staff.arrives(re.compile("小時(計入|採計)"))
    staff.goes(REPORT).arrives("112 年上半年推展志願服務概況表").sees("已更新")
    staff.presses_button("自動帶入最新統計數字")
    assert shown_on(staff)[NAMES["時數/合計"]] == "1,262.7"
    staff.presses_button("提交並鎖定").arrives("提交112 年上半年概況表？").presses_button("提交並鎖定")
    staff.sees("提交並鎖定（第 2 次）")

    staff.clicks("看各次版本").arrives("提交過 2 次").sees("1,261.7", "1,262.7")
    officer.goes(f"/city/reports/{report.pk}/versions/").arrives("提交過 2 次").sees("1,261.7", "1,262.7")
    officer.goes(f"/city/reports/{report.pk}/").arrives("晴岸社區照顧協會，112 年上半年概況表")
    officer.goes("/city/reports/").arrives(re.compile(".")).sees("晴岸社區照顧協會", "第 2 次")
    officer.clicks(officer.page.locator("button[form=queue]")).presses_button("確認通過 1 份")
    expect(officer.page.get_by_role("status").first).to_be_visible()
    report.refresh_from_db()
    assert report.state == "accepted"


def test_a_schools_report_is_unlocked_by_the_education_authority_alone(somebody):
    school = load_slide(a_unit("EDU", name="南濱國民小學"))
    staff = somebody().signs_in(staff_of(school, name="沈知遙"))
    staff.goes(REPORT)
    fills_and_sends(staff)
    asks_to_unlock(staff, "人次填錯")
    report = StatusReport.objects.get(unit=school)
    unlock = report.unlocks.get()

    centre = somebody().signs_in(with_app(city_officer(name="許禾安", role=Role.PROMOTION_CENTRE)), secret=SECRET)
    centre.goes(f"/city/reports/{report.pk}/").arrives("南濱國民小學，112 年上半年概況表")
    expect(centre.page.get_by_role("button", name="解鎖", exact=True)).to_have_count(0)
    expect(centre.page.get_by_role("link", name="解鎖", exact=True)).to_have_count(0)
    assert centre.sends(f"/city/reports/unlocks/{unlock.pk}/", do="grant").status == 403

    education = somebody().signs_in(with_app(officer_of("EDU", name="葉采菱")), secret=SECRET)
    education.sees("南濱國民小學申請解鎖")
    with education.count.within(clicks=2, keystrokes=0):
        education.clicks(education.page.get_by_role("link", name=re.compile("^處理")).first)
        education.arrives("南濱國民小學申請解鎖").presses_button("解鎖")
        expect(education.page.get_by_role("status").first).to_be_visible()
    report.refresh_from_db()
    assert report.state == "reopened"
