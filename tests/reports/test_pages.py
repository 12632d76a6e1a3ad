"""The pages of a report, without a browser: who sees what, what is written, in which words it is refused."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reports.enums import State, UnlockState
from reports.models import StatusReport, Unlock
from reports.services import accept, adjust_cell, ask_unlock, submit, unlock_unasked
from tests.factories.units import city_officer, officer_of, staff_of
from tests.factories.volunteers import a_volunteer
from tests.plugins.signing import sign_in
from units.models import OperatingUnit
from volunteer_portal.rules.calendar import HalfYear
from volunteer_portal.rules.status_report import CELLS

from .makers import EARLY, LATER, a_draft, a_sent_report, a_unit_with_people
from .slide import load_slide

pytestmark = pytest.mark.django_db
PERIOD = HalfYear(112, 1)
ADDRESS = (112, 1)


@pytest.fixture
def client():
    return Client()


@pytest.fixture
def slide(client):
    """The slide's unit, with its staff signed in."""
    unit = load_slide()
    unit.staff = staff_of(unit, name="郭沛恩")
    sign_in(client, unit.staff)
    return unit


def hidden(response):
    """What a form carries without showing it."""
    text = response.content.decode()
    return dict(re.findall(r'<input type="hidden" name="(draft_version|seen)" value="([^"]*)"', text))


def url(name, *rest):
    return reverse(name, args=[*ADDRESS, *rest])


def post(client, do, **typed):
    page = client.get(url("report_detail"))
    data = {**hidden(page), "c60": "0", "c61": "0", "remark": "", "do": do, **typed}
    return client.post(url("report_detail"), data)


def test_the_report_opens_computed_and_looking_writes_nothing(client, slide):
    response = client.get(url("report_detail"))
    text = response.content.decode()
    assert response.status_code == 200
    for figure in ("1,261.7", "9,685", "264", "112/01/01–112/06/30", "要您填的 2 格"):
        assert figure in text
    assert not StatusReport.objects.exists()


def test_every_figure_is_a_link_to_its_rows(client, slide):
    text = client.get(url("report_detail")).content.decode()
    for cell in CELLS:
        assert (url("report_cell", cell.number) in text) is not cell.manual
    for cell in CELLS:
        response = client.get(url("report_cell", cell.number))
        assert response.status_code == (404 if cell.manual else 200), cell
    assert client.get(url("report_cell", 66)).status_code == 404
    people = client.get(url("report_cell", 2))
    assert "計：45 人" in people.content.decode()
    without = client.get(url("report_cell", 65), {"without": "1"}).content.decode()
    assert "43 人沒有保險" in without


def test_what_does_not_count_is_listed_with_its_reasons(client, slide):
    text = client.get(url("report_not_counted")).content.decode()
    assert "未列入概況表" in text
    assert "為什麼不採計" in text


def test_fill_in_check_and_send(client, slide):
    response = post(client, "send", c60="1", c61="4")
    assert response.url == url("report_submit")
    report = StatusReport.objects.get()
    assert {key: report.cells.get(key=key).value for key in ("聯繫會報/場次", "表揚獎勵/人數")} == {
        "聯繫會報/場次": 1,
        "表揚獎勵/人數": 4,
    }
    page = client.get(response.url)
    assert "提交112 年上半年概況表？" in page.content.decode().replace('</span><span class="nb">', "")
    response = client.post(url("report_submit"), hidden(page), follow=True)
    assert "成功！資料已提交成功！" in response.content.decode()
    assert "申請解鎖" in response.content.decode()
    assert StatusReport.objects.get().state == State.SUBMITTED
    # sent twice from the browser's history: the same page again, one version
    again = client.post(url("report_submit"), hidden(page), follow=True)
    assert again.status_code == 200
    assert StatusReport.objects.get().submissions.count() == 1


def test_full_width_digits_and_commas_are_read(client, slide):
    post(client, "save", c60="１", c61="1,004")
    report = StatusReport.objects.get()
    assert [report.cells.get(key=key).value for key in ("聯繫會報/場次", "表揚獎勵/人數")] == [1, 1004]


@pytest.mark.parametrize("typed", ["", "abc", "-1", "1.5", "9" * 13])
def test_what_is_no_number_is_refused_beside_the_field_and_nothing_is_written(client, slide, typed):
    response = post(client, "save", c60=typed)
    assert response.status_code == 422
    assert "有 1 個地方要改" in response.content.decode()
    assert not StatusReport.objects.exists()


def test_adjusting_a_card_keeps_the_computed_values(client, slide):
    page = client.get(url("report_detail"), {"edit": "education"})
    text = page.content.decode()
    assert 'name="c27"' not in text  # only the card's own cells are fields
    assert 'name="c24"' in text
    response = client.post(
        url("report_detail"),
        {**hidden(page), "c60": "0", "c61": "0", "edit": "education", "c24": "20", "do": "done:education"},
    )
    assert response.url == url("report_detail") + "#card-education"
    text = client.get(response.url).content.decode()
    assert "自動 21 → 填 20" in text
    response = post(client, "restore:24")
    assert "自動 21" not in client.get(response.url).content.decode()


def test_hours_shown_in_a_field_and_sent_back_are_no_adjustment(client, slide):
    page = client.get(url("report_detail"), {"edit": ["served", "training"]})
    typed = dict(re.findall(r'name="(c\d+)" value="([^"]*)"', page.content.decode()))
    assert typed["c49"] == "1261.70"
    client.post(url("report_detail"), {**hidden(page), **typed, "edit": ["served", "training"], "do": "done:served"})
    assert (
        not StatusReport.objects.get().cells.exclude(adjusted=None).exclude(key__in=["聯繫會報/場次", "表揚獎勵/人數"])
    )


def test_a_report_that_does_not_add_up_is_saved_but_not_sent(client, slide):
    page = client.get(url("report_detail"), {"edit": "education"})
    data = {**hidden(page), "c60": "0", "c61": "0", "edit": "education", "c24": "20", "do": "send"}
    response = client.post(url("report_detail"), data, follow=True)
    assert "還不能提交：1 項不符" in response.content.decode()
    # and not through the last page either
    page = client.get(url("report_submit"))
    response = client.post(url("report_submit"), hidden(page))
    assert response.status_code == 422
    assert StatusReport.objects.get().state == State.DRAFT


def test_a_page_drawn_before_a_colleagues_change_is_told(client, slide):
    post(client, "save", c60="1")
    stale = hidden(client.get(url("report_detail")))
    colleague = Client()
    sign_in(colleague, staff_of(slide, name="許禾安"))
    page = colleague.get(url("report_detail"))
    colleague.post(url("report_detail"), {**hidden(page), "c60": "2", "c61": "0", "do": "save"})
    response = client.post(url("report_detail"), {**stale, "c60": "3", "c61": "0", "do": "save"})
    assert response.status_code == 409
    text = response.content.decode()
    assert "許禾安已於" in text
    assert "現在是 2" in text
    assert re.search(r'name="c60" value="3"', text)
    assert StatusReport.objects.get().cells.get(key="聯繫會報/場次").value == 2
    again = client.post(url("report_detail"), {**hidden(response), "c60": "3", "c61": "0", "do": "save"})
    assert again.status_code == 302
    assert StatusReport.objects.get().cells.get(key="聯繫會報/場次").value == 3


def test_data_that_moved_under_the_page_is_shown_before_sending(client, slide):
    page = client.get(url("report_detail"))
    a_volunteer(unit=slide, joined_on=PERIOD.ends_on)
    data = {**hidden(page), "c60": "1", "c61": "4", "do": "send"}
    response = client.post(url("report_detail"), data, follow=True)
    assert "您開啟頁面之後資料有變動" in response.content.decode()
    assert StatusReport.objects.get().cells.get(key="計").value == 46


def test_zeros_say_which_data_is_missing(client):
    unit = a_unit_with_people(people=0)
    sign_in(client, staff_of(unit))
    text = client.get(url("report_detail")).content.decode()
    assert "請確認志工基本資料、服務時數、志工保險是否登錄完整" in text


def test_an_empty_cell_names_what_is_missing_and_leads_to_it(client, slide):
    text = client.get(url("report_cell", 65)).content.decode()
    assert "43 人沒有志工保險" in text
    assert f"{url('report_cell', 65)}?without=1" in text
    assert f"{reverse('import_start')}?kind=insurance" in text
    nobody = client.get(url("report_cell", 5)).content.decode()
    assert "45 位志工裡沒有一位屬於" in nobody
    assert url("report_cell", 2) in nobody


@pytest.mark.parametrize("file_format", ["ods", "xlsx", "pdf"])
def test_files(client, slide, file_format):
    response = client.get(url("report_download", file_format))
    assert response.status_code == 200
    assert response["Content-Disposition"].startswith("attachment")
    assert client.get(url("report_download", "exe")).status_code == 404


@pytest.mark.parametrize("address", [(112, 3), (112, 0), (1, 1), (999, 1), (150, 2)])
def test_no_such_half_year(client, slide, address):
    assert client.get(reverse("report_detail", args=address)).status_code == 404


def test_the_list_leads_to_each_half_year(client, slide):
    text = client.get(reverse("unit_reports")).content.decode()
    assert url("report_detail") in text
    assert client.get(reverse("unit_reports"), {"open_year": "112", "open_half": "1"}).url == url("report_detail")
    for bad in ({"open_year": "x", "open_half": "1"}, {"open_year": "998", "open_half": "2"}):
        assert client.get(reverse("unit_reports"), bad).url == reverse("unit_reports")
    assert client.get(reverse("unit_reports"), {"year": "112", "state": "none"}).status_code == 200
    assert client.get(reverse("unit_reports"), {"year": "x", "state": "x", "page": "x"}).status_code == 200


# --- officers ---------------------------------------------------------------------------------------------------


def test_strangers_find_nothing(client):
    report = a_sent_report()
    for somebody in (staff_of(a_unit_with_people()), officer_of("HEA")):
        sign_in(client, somebody)
        for name in ("city_report", "city_report_versions", "city_report_not_counted"):
            assert client.get(reverse(name, args=[report.pk])).status_code == 404
        assert client.post(reverse("city_reopen", args=[report.pk]), {"reason": "x"}).status_code == 404
    report.refresh_from_db()
    assert report.state == State.SUBMITTED


def test_a_draft_is_nobodys_but_the_units(client):
    report = a_draft()
    sign_in(client, officer_of("EDU"))
    assert client.get(reverse("city_report", args=[report.pk])).status_code == 404


def test_the_city_reads_a_schools_report_and_is_told_who_decides(client):
    report = a_sent_report()
    unlock = ask_unlock(report=report, by=report.updated_by, now=LATER, reason="漏匯入")
    sign_in(client, city_officer())
    for name, args in (("city_report", [report.pk]), ("city_unlock", [unlock.pk])):
        seen = client.get(reverse(name, args=args))
        assert seen.status_code == 200
        assert "教育類的概況表由該類別的目的事業主管機關審核與解鎖" in seen.content.decode()
    assert client.get(reverse("city_reopen", args=[report.pk])).status_code == 403
    for name, args, data in (
        ("city_reopen", [report.pk], {"reason": "請改"}),
        ("city_unlock", [unlock.pk], {"do": "grant"}),
        ("city_unlock", [unlock.pk], {"do": "decline", "reason": "不"}),
    ):
        response = client.post(reverse(name, args=args), data)
        assert response.status_code == 403
        assert "目的事業主管機關審核與解鎖" in response.content.decode()
    client.post(reverse("city_accept"), {"row": [f"{report.pk}:1"]})
    report.refresh_from_db()
    assert report.state == State.SUBMITTED


def test_clean_reports_are_ticked_and_accepted_at_one_stroke(client):
    reports = [a_sent_report(a_unit_with_people("EDU")) for _ in range(3)]
    sign_in(client, officer_of("EDU"))
    text = client.get(reverse("city_reports")).content.decode()
    rows = re.findall(r'name="row" value="(\d+:\d+)"[^>]*checked', text)
    assert len(rows) == 3
    names = [report.unit.name for report in reports]
    asked = client.post(reverse("city_accept"), {"row": rows}).content.decode()
    assert "通過這 3 份概況表？" in asked
    assert all(name in asked for name in names)
    assert set(StatusReport.objects.values_list("state", flat=True)) == {State.SUBMITTED}
    response = client.post(reverse("city_accept"), {"row": rows, "sure": "1"}, follow=True)
    assert "已通過 3 份概況表" in response.content.decode()
    assert set(StatusReport.objects.values_list("state", flat=True)) == {State.ACCEPTED}


def test_reports_that_moved_or_were_adjusted_are_not_ticked(client):
    unit = a_unit_with_people("EDU")
    report = a_draft(unit)
    staff = report.updated_by
    report = adjust_cell(report=report, key="領有紀錄冊/女", value=1, by=staff, now=LATER)
    submit(report=report, by=staff, now=LATER, draft_version=report.draft_version)
    sign_in(client, officer_of("EDU"))
    text = client.get(reverse("city_reports")).content.decode()
    assert f'value="{report.pk}:1"' not in text
    assert "沒有可直接通過的" in text
    review = client.get(reverse("city_report", args=[report.pk])).content.decode()
    assert "1 格與自動值不同" in review
    row = {"row": f"{report.pk}:1"}
    refused = client.post(reverse("city_accept"), {**row, "sure": "1"}, follow=True).content.decode()
    assert "請打開看過再審" in refused
    report.refresh_from_db()
    assert report.state == State.SUBMITTED
    client.post(reverse("city_accept"), {**row, "opened": "1"})
    sign_in(client, staff)
    assert "審核通過。" in client.get(reverse("report_detail", args=[report.year, report.half])).content.decode()
    report.refresh_from_db()
    assert report.state == State.ACCEPTED


def test_a_report_whose_unit_asks_to_unlock_it_is_not_accepted_unopened(client):
    report = a_sent_report(a_unit_with_people("EDU"))
    ask_unlock(report=report, by=report.updated_by, now=LATER, reason="漏匯入")
    sign_in(client, officer_of("EDU"))
    text = client.get(reverse("city_reports")).content.decode()
    assert "已申請解鎖" in text
    assert f'value="{report.pk}:1"' not in text
    client.post(reverse("city_accept"), {"row": f"{report.pk}:1", "sure": "1"})
    report.refresh_from_db()
    assert report.state == State.SUBMITTED


def test_unlock_in_the_browser_and_the_answer_to_the_unit(client):
    unit = a_unit_with_people("EDU")
    report = a_sent_report(unit)
    staff = report.updated_by
    sign_in(client, staff)
    address = [report.year, report.half]
    response = client.post(reverse("report_unlock_ask", args=address), {"reason": ""})
    assert response.status_code == 422
    response = client.post(reverse("report_unlock_ask", args=address), {"reason": "志工保險要補 2 人"}, follow=True)
    assert "等候承辦人處理" in response.content.decode()
    unlock = Unlock.objects.get()
    officer = Client()
    sign_in(officer, officer_of("EDU", name="高予棠"))
    assert "志工保險要補 2 人" in officer.get(reverse("city_reports")).content.decode()
    assert officer.get(reverse("city_unlock", args=[unlock.pk])).status_code == 200
    response = officer.post(reverse("city_unlock", args=[unlock.pk]), {"do": "decline", "reason": ""})
    assert response.status_code == 422
    officer.post(reverse("city_unlock", args=[unlock.pk]), {"do": "grant", "answer": "請在今天改好"})
    unlock.refresh_from_db()
    assert unlock.state == UnlockState.GRANTED
    text = client.get(reverse("report_detail", args=address)).content.decode()
    assert "高予棠已於" in text
    assert "請在今天改好" in text
    again = officer.post(reverse("city_unlock", args=[unlock.pk]), {"do": "grant"})
    assert again.status_code == 409
    assert "已由高予棠於" in again.content.decode()


def test_versions_are_kept_and_compared(client):
    report = a_sent_report()
    staff = report.updated_by
    unlock_unasked(report=report, by=officer_of("EDU"), now=LATER, reason="請核對")
    report = adjust_cell(report=report, key="志工保險/女", value=1, by=staff, now=LATER)
    submit(report=report, by=staff, now=LATER, draft_version=report.draft_version)
    sign_in(client, staff)
    address = [report.year, report.half]
    text = client.get(reverse("report_versions", args=address)).content.decode()
    assert "提交過 2 次" in text
    assert "志工保險（女）" in text
    assert client.get(reverse("report_versions", args=address), {"a": "7"}).status_code == 404
    assert client.get(reverse("report_download", args=[*address, "xlsx"]), {"version": "1"}).status_code == 200
    assert client.get(reverse("report_download", args=[*address, "xlsx"]), {"version": "9"}).status_code == 404
    officer = Client()
    sign_in(officer, officer_of("EDU"))
    assert "提交過 2 次" in officer.get(reverse("city_report_versions", args=[report.pk])).content.decode()
    assert "與第 1 版比：1 格不同" in officer.get(reverse("city_report", args=[report.pk])).content.decode()
    for file_format in ("ods", "xlsx", "pdf"):
        assert officer.get(reverse("city_report_download", args=[report.pk, file_format])).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        {},
        {"tab": "open"},
        {"tab": "accepted"},
        {"tab": "owed"},
        {"tab": "x", "period": "y", "category": "z", "page": "-1"},
        {"category": "all"},
        {"category": "EDU"},
        {"late": "late"},
        {"late": "moved"},
        {"unit": "單位"},
        {"period": "115-1"},
    ],
)
def test_every_filter_of_the_queue_answers(client, query):
    accept(report=a_sent_report(), by=officer_of("EDU"), now=LATER)
    a_sent_report()
    for officer in (officer_of("EDU"), city_officer()):
        sign_in(client, officer)
        assert client.get(reverse("city_reports"), query).status_code == 200


def test_who_owes_a_report_is_listed_with_whom_to_call(client):
    unit = a_unit_with_people("EDU", name="未交國小")
    OperatingUnit.objects.filter(pk=unit.pk).update(created_at=EARLY, phone="06-2991111")
    staff_of(unit, name="葉知夏")
    sign_in(client, officer_of("EDU"))
    text = client.get(reverse("city_reports"), {"tab": "owed", "period": "115-1", "unit": "未交"}).content.decode()
    for words in ("未交國小", "葉知夏", "06-2991111", "115/07/05", "天</small>"):
        assert words in text
    assert "0 份概況表審核通過" in client.get(reverse("city_reports"), {"tab": "accepted"}).content.decode()


def test_queries_do_not_grow_with_the_data(client, slide):
    client.get(url("report_detail"))
    with CaptureQueriesContext(connection) as few:
        client.get(url("report_detail"))
    for _ in range(20):
        a_volunteer(unit=slide, joined_on=PERIOD.starts_on)
    with CaptureQueriesContext(connection) as many:
        client.get(url("report_detail"))
    assert len(many) == len(few) <= 25
    officer = Client()
    a_sent_report()
    sign_in(officer, officer_of("EDU"))
    officer.get(reverse("city_reports"))
    with CaptureQueriesContext(connection) as few:
        officer.get(reverse("city_reports"))
    for _ in range(10):
        a_sent_report()
    with CaptureQueriesContext(connection) as many:
        officer.get(reverse("city_reports"))
    assert len(many) == len(few)
