"""The wizard: upload, what each row will do, commit, undo; large files as jobs; who may do what."""

from __future__ import annotations

import re
from datetime import date
from unittest import mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hours.models import ServiceRecord
from tests.factories.training import a_completion
from tests.factories.units import a_unit, city_officer, staff_of
from tests.factories.volunteers import a_volunteer
from tests.intake.files import ROWS, SLIDE, a_file
from tests.reports.makers import a_sent_report
from volunteer_portal.audit.models import AccessLog
from volunteer_portal.intake import tasks as _declared  # noqa: F401 - as a worker finds them
from volunteer_portal.intake.models import Import, ImportRow
from volunteer_portal.jobs.models import Job
from volunteer_portal.jobs.tasks import run
from volunteer_portal.rules.calendar import HalfYear
from volunteer_portal.tabular.reading import read_sheet
from volunteers.models import Membership, Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return a_unit("SW", name="南風志工隊")


@pytest.fixture
def staff(unit, client):
    user = staff_of(unit, name="邵以寧")
    client.force_login(user)
    return user


def upload(client, content: bytes, name: str = "名冊.csv", kind: str = "", area: str = "import"):
    file = SimpleUploadedFile(name, content)
    return client.post(reverse(f"{area}_start"), {"file": file, "kind": kind}, follow=True)


def press(client, what: str, row: Import, area: str = "import", **data):
    return client.post(reverse(f"{area}_{what}", args=[row.pk]), data, follow=True)


def worked_at_once():
    """Jobs are done where they are sent, as a worker would."""
    return mock.patch("volunteer_portal.jobs.services.send", lambda job: run(job_id=str(job.pk)))


def text_of(response) -> str:
    return re.sub(r"</?span[^>]*>", "", response.content.decode())


def test_upload_check_commit_undo(client, unit, staff):
    page = text_of(
        upload(client, a_file("volunteers", {}, {"身分證字號": "D200000006", "姓名": "李小華", "性別": "女"}))
    )
    assert "2 列都可匯入" in page
    assert not Volunteer.objects.exists()
    row = Import.objects.get()
    assert (row.kind, row.state, row.uploaded_by) == ("volunteers", "checked", staff)
    assert "已匯入 2 列" in text_of(press(client, "commit", row))
    assert Membership.objects.count() == 2
    assert "已復原" in text_of(press(client, "undo", row))
    assert not Volunteer.objects.exists()
    assert not unit.teams.exists()


def test_the_headline_is_the_answer_and_errors_are_grouped(client, unit, staff):
    rows = [{}, {"身分證字號": "A123456788"}, {"身分證字號": "A123456787"}]
    page = text_of(upload(client, a_file("volunteers", *rows)))
    assert "1 列可匯入，2 列需修正" in page
    assert "證號檢查碼不符" in page
    assert "匯入 1 列" in page
    for number in ("A123456789", "A123456788", "A123456787"):
        assert number not in page


def test_good_rows_go_in_and_the_refused_come_back_as_a_sheet(client, unit, staff):
    upload(client, a_file("volunteers", {}, {"身分證字號": "A123456788"}))
    row = Import.objects.get()
    press(client, "commit", row, good_rows="1")
    assert Volunteer.objects.count() == 1
    for ending in ("ods", "xlsx", "csv"):
        response = client.get(reverse("import_returned", args=[row.pk, ending]))
        sheet = read_sheet(response.content, f"r.{ending}")
        assert sheet.rows[0][-2:] == ("原列號", "原因")
        assert str(sheet.rows[1][-2]) in ("3", "3.0")
    assert AccessLog.objects.filter(kind="export", detail__import=row.pk).count() == 3


def test_commit_of_all_is_refused_while_rows_are_refused(client, unit, staff):
    upload(client, a_file("volunteers", {}, {"身分證字號": "A123456788"}))
    assert "還有需要修正的列" in text_of(press(client, "commit", Import.objects.get()))
    assert not Volunteer.objects.exists()


def test_a_corrected_return_can_be_uploaded_again(client, unit, staff):
    upload(client, a_file("volunteers", {}, {"身分證字號": "A123456788"}))
    response = client.get(reverse("import_returned", args=[Import.objects.get().pk, "csv"]))
    fixed = response.content.replace(b"A123456788", b"D100000004")
    assert "1 列都可匯入" in text_of(upload(client, fixed))


def test_the_kind_is_told_from_the_header(client, unit, staff):
    for kind in ("volunteers", "training", "recordbooks", "insurance", "hours"):
        upload(client, (SLIDE / f"{kind}.csv").read_bytes(), f"{kind}.csv")
        assert Import.objects.order_by("pk").last().kind == kind


def test_the_same_file_is_recognised(client, unit, staff):
    content = a_file("volunteers")
    upload(client, content)
    press(client, "commit", Import.objects.get())
    page = text_of(upload(client, content))
    assert "同一個檔案已在" in page
    assert "沒有要匯入的" in page


def test_a_plan_older_than_the_data_is_shown_again_instead_of_written(client, unit, staff):
    person = a_volunteer("王小明", unit=unit, number="A123456789", sex="M", joined_on=date(2023, 1, 1))
    upload(client, a_file("hours"), "時數.csv")
    row = Import.objects.get()
    a_completion(person, "basic", date(2023, 4, 15))
    a_completion(person, "special", date(2023, 4, 15), category_id="SW")
    page = text_of(press(client, "commit", row))
    assert "檢查之後資料變動過" in page
    assert "1 列都需修正" in page
    assert not ServiceRecord.objects.exists()


def test_a_person_with_later_hours_keeps_the_import_from_being_undone(client, unit, staff):
    upload(client, a_file("volunteers"))
    people = Import.objects.get()
    press(client, "commit", people)
    upload(client, a_file("hours"), "時數.csv")
    press(client, "commit", Import.objects.get(kind="hours"))
    assert "不能復原" in text_of(press(client, "undo", people))
    assert Volunteer.objects.count() == 1
    press(client, "undo", Import.objects.get(kind="hours"))
    assert not ServiceRecord.objects.exists()
    assert "已復原" in text_of(press(client, "undo", people))
    assert not Volunteer.objects.exists()


@pytest.mark.parametrize("kind", ["training", "recordbooks", "insurance", "hours"])
def test_undo_of_each_kind(client, unit, staff, kind):
    a_volunteer("王小明", unit=unit, number="A123456789", sex="M", born_on=date(1971, 5, 1), joined_on=date(2023, 1, 1))
    upload(client, a_file(kind), kind=kind)
    row = Import.objects.get()
    press(client, "commit", row)
    row.refresh_from_db()
    assert row.state == "done"
    assert "已復原" in text_of(press(client, "undo", row))


def test_undo_of_an_update_restores_what_was_there(client, unit, staff):
    upload(client, a_file("volunteers"))
    press(client, "commit", Import.objects.get())
    upload(client, a_file("volunteers", {"聯絡電話": "06-3901000", "離隊日期": "113/06/30", "志工隊": "新隊"}))
    row = Import.objects.order_by("pk").last()
    press(client, "commit", row)
    assert Membership.objects.get().team.name == "新隊"
    press(client, "undo", row)
    stay = Membership.objects.get()
    assert (Volunteer.objects.get().phone, stay.left_on, stay.team.name) == ("06-2991111", None, "第一隊")


def test_rows_hold_no_clear_number(client, unit, staff):
    upload(client, a_file("volunteers", {}, {"身分證字號": "A123456788"}, {"地址": "A123456789"}))
    assert "A12345678" not in repr(list(ImportRow.objects.values()))
    assert "A12345678" not in repr(list(Import.objects.values()))


def test_the_original_is_kept_sealed_and_each_fetch_is_logged(client, unit, staff):
    content = a_file("volunteers")
    upload(client, content)
    row = Import.objects.get()
    with row.file.open("rb") as file:
        assert b"A123456789" not in file.read()
    assert client.get(reverse("import_original", args=[row.pk])).content == content
    assert AccessLog.objects.filter(kind="export", detail__file="original").count() == 1


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空.csv", b"", "是空的"),
        ("圖.xlsx", b"\x89PNG\r\n\x1a\n", "副檔名"),
        ("名冊.exe", b"MZ", "不接受"),
        ("無標題.csv", "甲,乙\n1,2\n".encode(), "找不到標題列"),
        ("缺欄.csv", "姓名,身分證字號\n王小明,A123456789\n".encode(), "看不出"),
        ("壞.xlsx", b"PK\x03\x04garbage", "損毀"),
        (
            "兩欄.csv",
            "姓名,姓名,身分證字號,訓練類別,訓練時數,完訓日期\n甲,乙,A123456789,基礎,6,112/01/01\n".encode(),
            "有兩欄",
        ),
    ],
)
def test_files_that_cannot_be_taken_are_refused_with_a_sentence(client, unit, staff, name, content, said):
    response = upload(client, content, name)
    assert response.status_code == 422
    assert said in text_of(response)
    assert not Import.objects.exists()


def test_no_file_is_said_at_the_field(client, unit, staff):
    response = client.post(reverse("import_start"), {"kind": ""})
    assert response.status_code == 422
    assert "請選擇檔案" in text_of(response)


HOSTILE = [
    "=1+1",
    "<script>alert(1)</script>",
    "'; DROP TABLE x;--",
    "\u202e\u200b",
    "𠮷" * 40,
    "%s%(a)s{0}",
    "A" * 3000,
]


@pytest.mark.parametrize("kind", ["volunteers", "training", "recordbooks", "insurance", "hours"])
def test_hostile_cells_are_never_a_server_error(client, unit, staff, kind):
    a_volunteer("王小明", unit=unit, number="A123456789", sex="M", born_on=date(1971, 5, 1), joined_on=date(2023, 1, 1))
    rows = [{column: value} for column in ROWS[kind] for value in HOSTILE]
    response = upload(client, a_file(kind, *rows), kind=kind)
    assert response.status_code == 200
    row = Import.objects.get()
    assert "<script>alert" not in text_of(response)
    assert press(client, "commit", row, good_rows="1").status_code == 200
    assert client.get(reverse("import_returned", args=[row.pk, "xlsx"])).status_code == 200


def test_the_rows_can_be_narrowed_and_paged(client, unit, staff):
    upload(client, (SLIDE / "hours.csv").read_bytes(), "hours.csv")
    row = Import.objects.get()
    address = reverse("import_detail", args=[row.pk])
    assert client.get(address, {"fate": "error", "page": "2"}).status_code == 200
    assert client.get(address, {"fate": "nonsense", "page": "x"}).status_code == 200


def test_templates_can_be_filled_in_and_read_back(client, unit, staff):
    for kind in ("volunteers", "training", "recordbooks", "insurance", "hours"):
        for ending in ("xlsx", "ods", "csv"):
            response = client.get(reverse("import_template", args=[kind, ending]))
            assert response.status_code == 200
    assert client.get(reverse("import_template", args=["nothing", "xlsx"])).status_code == 404


def test_another_unit_sees_neither_the_import_nor_its_files(client, unit, staff):
    upload(client, a_file("volunteers"))
    row = Import.objects.get()
    client.force_login(staff_of(a_unit("SW")))
    for name in ("import_detail", "import_original"):
        assert client.get(reverse(name, args=[row.pk])).status_code == 404
    assert client.get(reverse("import_returned", args=[row.pk, "csv"])).status_code == 404
    assert press(client, "commit", row).status_code == 404
    assert "名冊.csv" not in text_of(client.get(reverse("import_start")))


def test_honor_cards_are_the_citys(client, unit, staff):
    a_volunteer("王小明", unit=unit, number="A123456789", sex="M")
    assert client.get(reverse("city_import_start")).status_code == 404
    assert upload(client, a_file("honorcards"), kind="honorcards").status_code == 422
    client.force_login(city_officer())
    assert client.get(reverse("import_start")).status_code == 404
    page = text_of(upload(client, a_file("honorcards"), "卡.csv", area="city_import"))
    assert "1 列都可匯入" in page
    row = Import.objects.get()
    assert "已匯入 1 列" in text_of(press(client, "commit", row, area="city_import"))
    client.force_login(staff)
    assert client.get(reverse("city_import_detail", args=[row.pk])).status_code == 404


def test_a_committed_import_is_not_committed_twice(client, unit, staff):
    upload(client, a_file("volunteers"))
    row = Import.objects.get()
    press(client, "commit", row)
    assert "現在是" in text_of(press(client, "commit", row))
    assert Volunteer.objects.count() == 1


def test_the_detail_page_costs_the_same_at_1_and_50_rows(client, unit, staff, django_assert_max_num_queries):
    upload(client, a_file("volunteers"))
    small = Import.objects.get()
    upload(client, (SLIDE / "volunteers.csv").read_bytes(), "v.csv")
    large = Import.objects.order_by("pk").last()
    costs = []
    for row in (small, large):
        with django_assert_max_num_queries(25) as counted:
            client.get(reverse("import_detail", args=[row.pk]))
        costs.append(len(counted))
    assert costs[0] == costs[1]


@pytest.mark.django_db(transaction=True)
def test_over_500_rows_run_as_jobs(client, unit, staff):
    a_volunteer("王小明", unit=unit, number="A123456789", sex="M", joined_on=date(2010, 1, 1))
    rows = [
        {"服務日期起": f"{year}{month:02}{day:02}", "服務日期訖": f"{year}{month:02}{day:02}", "服務時數-小時": "2"}
        for year in (112, 113)
        for month in range(1, 13)
        for day in range(1, 29)
    ]
    with worked_at_once():
        upload(client, a_file("hours", *rows), "時數.csv")
        row = Import.objects.get()
        assert (row.state, row.rows, row.job.state) == ("checked", len(rows), "done")
        press(client, "commit", row)
    row.refresh_from_db()
    assert (row.state, row.job.state, row.created) == ("done", "done", len(rows))
    assert ServiceRecord.objects.count() == len(rows)


@pytest.mark.django_db(transaction=True)
def test_progress_survives_a_reload_and_can_be_cancelled(client, unit, staff):
    with mock.patch("volunteer_portal.jobs.services.send"):
        people = [{"身分證字號": "A123456789"}] * 501
        page = text_of(upload(client, a_file("volunteers", *people)))
    row = Import.objects.get()
    assert "正在檢查 501 列" in page
    address = reverse("import_detail", args=[row.pk])
    assert "排隊中" in text_of(client.get(address))
    moving = client.get(address, {"progress": ""}, headers={"HX-Request": "true"})
    assert "hx-get" in text_of(moving)
    assert "沒有匯入" in text_of(press(client, "cancel", row))
    over = client.get(address, {"progress": ""}, headers={"HX-Request": "true"})
    assert over.headers["HX-Redirect"] == address
    row.refresh_from_db()
    assert row.state == "failed"


def test_a_returned_sheet_needs_refused_rows(client, unit, staff):
    upload(client, a_file("volunteers"))
    row = Import.objects.get()
    assert client.get(reverse("import_returned", args=[row.pk, "csv"])).status_code == 404


def a_member_with_hours(client, unit, **changes) -> Import:
    a_volunteer("王小明", unit=unit, number="A123456789", sex="M", joined_on=date(2010, 1, 1))
    upload(client, a_file("hours", changes), "時數.csv")
    row = Import.objects.get()
    press(client, "commit", row)
    return row


def test_undo_asks_first_and_says_how_much_goes(client, unit, staff):
    row = a_member_with_hours(client, unit)
    page = text_of(client.get(reverse("import_undo", args=[row.pk])))
    assert "要拿掉這 1 列服務時數嗎" in page
    assert "復原 1 列" in page
    assert ServiceRecord.objects.exists()


def test_hours_that_a_sent_report_rests_on_cannot_be_undone(client, unit, staff):
    row = a_member_with_hours(client, unit)
    day = ServiceRecord.objects.get().served_to
    a_sent_report(unit, period=HalfYear.containing(day))
    page = text_of(client.get(reverse("import_undo", args=[row.pk])))
    assert "這次匯入不能復原" in page
    assert "用了其中 1 筆" in page
    assert "復原 1 列" not in page
    assert "不能復原" in text_of(press(client, "undo", row))
    assert ServiceRecord.objects.exists()


def test_the_button_counts_what_is_written_and_goes_when_nothing_is(client, unit, staff):
    upload(client, a_file("volunteers"))
    press(client, "commit", Import.objects.get())
    newer = ({"行動電話": "0911222333"}, {"身分證字號": "D200000006", "姓名": "李小華", "性別": "女"})
    page = text_of(upload(client, a_file("volunteers", {}, newer[1])))
    assert "1 列可匯入，1 列相同略過" in page
    assert "匯入 1 列" in page
    page = text_of(upload(client, a_file("volunteers", newer[0])))
    assert "行動電話：" in page
    assert "→ 0911222333" in page
    upload(client, a_file("volunteers"))
    row = Import.objects.order_by("pk").last()
    assert "沒有要匯入" in text_of(press(client, "commit", row))
    assert "已放棄這個檔案" in text_of(press(client, "discard", row))


def test_hours_before_the_roster_are_told_the_order_and_can_be_put_aside(client, unit, staff):
    page = text_of(upload(client, a_file("hours"), "時數.csv"))
    assert "名冊還沒匯入，請先匯入志工名冊" in page
    row = Import.objects.get()
    assert "已放棄這個檔案" in text_of(press(client, "discard", row))
    row.refresh_from_db()
    assert row.state == "failed"


def test_a_file_of_another_kind_is_checked_as_what_it_is(client, unit, staff):
    page = text_of(upload(client, a_file("hours"), "時數.csv", kind="volunteers"))
    assert "這個檔案看起來是「服務時數」" in page
    assert Import.objects.get().kind == "hours"


def test_the_preview_of_hours_says_what_counts_and_the_end_what_comes_next(client, unit, staff):
    row = a_member_with_hours(client, unit)
    page = text_of(client.get(reverse("import_detail", args=[row.pk])))
    assert "不採計的時數" in page
    assert "新增的時數裡，採計 0 分" in page
    assert "概況表" in page
    assert "整批復原" in page


@pytest.mark.parametrize(("state", "said", "jobs"), [("failed", "再試一次", 2), ("done", "不必重試", 1)])
def test_work_that_ended_badly_can_be_asked_for_again(client, staff, state, said, jobs):
    job = Job.objects.create(kind="roster", requested_by=staff, state=state)
    if state == "failed":
        assert said in text_of(client.get(reverse("job_detail", args=[job.pk])))
    answer = text_of(client.post(reverse("job_retry", args=[job.pk]), follow=True))
    assert said in answer or state == "failed"
    assert Job.objects.count() == jobs
