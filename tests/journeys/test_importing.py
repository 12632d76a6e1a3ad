"""Importing: errors told by cause, good rows in, undone in two clicks, large files as jobs that survive everything."""

from __future__ import annotations

import os
import re
import signal
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect
from python_calamine import CalamineWorkbook

from hours.models import ServiceRecord
from tests.factories.numbers import national_id
from tests.factories.units import a_unit, staff_of
from tests.factories.volunteers import a_volunteer
from tests.intake.files import a_file
from volunteer_portal.jobs import services as jobs
from volunteer_portal.jobs.models import Job, JobState
from volunteers.models import Membership

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unit():
    return a_unit("SW", name="晴岸社區照顧協會")


@pytest.fixture
def staff(somebody, unit):
    return somebody().signs_in(staff_of(unit, name="方若谷"))


def many_people(count: int) -> bytes:
    """A roster of so many people, each number valid and different."""
    return a_file(
        "volunteers",
        *(
            {"姓名": f"王小明{n}", "身分證字號": national_id(1000 + n, "M", "E"), "聯絡電話": f"06-{2_000_000 + n}"}
            for n in range(count)
        ),
    )


def uploads(person, name: str, content: bytes) -> None:
    person.goes("/unit/import/").arrives("先看每一列會怎樣")
    person.page.get_by_label("檔案").set_input_files([{"name": name, "mimeType": "text/csv", "buffer": content}])
    person.presses_button("檢查檔案")


def test_errors_are_grouped_and_returned_good_rows_go_in_and_come_out_again(staff, unit, tmp_path):
    numbers = [national_id(70_001), national_id(70_002)]
    for name, number in zip(("施予晴", "林子洵"), numbers, strict=True):
        a_volunteer(name, unit=unit, number=number)
    rows = [
        {"姓名": "施予晴", "身分證字號": numbers[0], "天氣": "晴"},
        {"姓名": "林子洵", "身分證字號": numbers[1]},
        {"姓名": "林子洵", "身分證字號": numbers[1], "服務日期起": "1120528", "服務日期訖": "1120602"},
        {"姓名": "打錯的", "身分證字號": "A123456788"},
        {"姓名": "沒見過", "身分證字號": national_id(99_999)},
    ]
    content = a_file("hours", *rows)
    uploads(staff, "四月時數.csv", content)
    staff.arrives("2 列可匯入，3 列需修正").sees("依原因修正", "檢查碼", "跨月", "天氣")
    expect(staff.page.locator("main")).not_to_contain_text("A123456788")

    returned = tmp_path / "returned.ods"
    staff.saves(staff.page.get_by_role("link", name="下載需修正的列（ODS，附原因）")).save_as(returned)
    sheet = CalamineWorkbook.from_path(str(returned)).get_sheet_by_index(0).to_python()
    assert "原因" in str(sheet[0])
    assert len(sheet) == 4

    staff.clicks("匯入 2 列").arrives("已匯入 2 列，3 列退回")
    assert ServiceRecord.objects.filter(unit=unit).count() == 2

    uploads(staff, "四月時數-再一次.csv", content)
    staff.sees("同一個檔案已在", "匯入過", "相同，略過")
    staff.judges()

    staff.goes("/unit/import/").arrives("先看每一列會怎樣")
    with staff.count.within(clicks=3, keystrokes=0):
        staff.clicks("四月時數.csv").arrives("已匯入 2 列").clicks("整批復原")
        staff.arrives("要拿掉這 2 列服務時數嗎").presses_button("復原 2 列")
        staff.arrives("已復原，2 列都拿掉了")
    assert not ServiceRecord.objects.filter(unit=unit).exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("空的.csv", b"", "檔案"),
        ("照片.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(200), "檔案"),
        ("沒有標題.csv", "甲,乙\n1,2\n".encode(), "姓名"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_the_field(staff, name, content, said):
    uploads(staff, name, content)
    alert = staff.page.get_by_role("alert").first
    expect(alert).to_contain_text(said)
    expect(alert).to_be_focused()
    staff.judges()


def test_a_large_file_runs_as_a_job_that_survives_a_reload_and_can_be_cancelled(worker, staff, unit):
    os.killpg(worker.process.pid, signal.SIGSTOP)  # the worker is busy elsewhere
    uploads(staff, "名冊六百人.csv", many_people(600))
    staff.arrives("正在檢查 600 列").sees("排隊中", "可以離開這一頁")
    staff.goes(staff.page.url).arrives("正在檢查 600 列").presses_button("取消")
    staff.arrives("沒有匯入").sees("已取消，沒有寫入任何資料")
    os.killpg(worker.process.pid, signal.SIGCONT)

    uploads(staff, "名冊六百人.csv", many_people(600))
    # The page finds out by itself that the work is over.
    expect(staff.page.get_by_role("heading", level=1)).to_contain_text("600 列都可匯入", timeout=40_000)
    staff.judges()
    staff.clicks("匯入 600 列")
    expect(staff.page.get_by_role("heading", level=1)).to_contain_text("已匯入 600 列", timeout=60_000)
    assert Membership.objects.filter(unit=unit).count() == 600


def test_a_worker_killed_midway_leaves_a_job_that_ends_well(worker, staff, unit):
    uploads(staff, "名冊三千人.csv", many_people(3_000))
    job = Job.objects.latest("created_at")
    worker.until(lambda: Job.objects.get(pk=job.pk).state != JobState.QUEUED, "the job was not taken")
    worker.kill()
    job.refresh_from_db()
    assert job.state == JobState.RUNNING, "the worker was faster than the kill"
    staff.goes(staff.page.url).arrives("正在檢查 3,000 列")

    # Beat sweeps each minute: the job is found without a pulse and handed to the next worker.
    later = timezone.now() + timedelta(minutes=2)
    worker.start()
    assert jobs.sweep(now=later)["requeued"] == 1
    expect(staff.page.get_by_role("heading", level=1)).to_contain_text("3,000 列都可匯入", timeout=60_000)
    job.refresh_from_db()
    assert (job.state, job.attempts) == (JobState.DONE, 2)
    assert re.search(r"/unit/import/\d+/$", staff.page.url)
    assert not Membership.objects.filter(unit=unit).exists()
