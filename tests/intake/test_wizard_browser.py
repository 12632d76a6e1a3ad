"""The wizard as a person meets it: few clicks, nothing that a screen reader cannot follow."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from hours.models import ServiceRecord
from tests.factories.units import a_unit, staff_of
from tests.factories.volunteers import a_volunteer
from tests.intake.files import SLIDE, a_file
from tests.plugins.signing import sign_in

pytestmark = pytest.mark.django_db(transaction=True)
SHOTS = os.environ.get("PORTAL_SHOTS")


@pytest.fixture
def unit():
    return a_unit("SW", name="南風運動場館志工總隊")


@pytest.fixture
def office(page, live_server, client, unit):
    """The import page, signed in as the unit's staff."""
    sign_in(client, staff_of(unit, name="邵以寧"))
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}/unit/import/")
    return page


def shoot(page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def choose(page, name: str, content: bytes) -> None:
    page.set_input_files("input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="檢查檔案").click()


def test_five_files_of_the_slide_come_in_by_three_clicks_each(office, axe):
    axe(office)
    shoot(office, "start-empty")
    for kind in ("volunteers", "training", "recordbooks", "insurance", "hours"):
        choose(office, f"{kind}.csv", (SLIDE / f"{kind}.csv").read_bytes())
        expect(office.get_by_role("heading", level=1)).to_contain_text("可匯入")
        shoot(office, f"check-{kind}")
        office.get_by_role("button", name="匯入").last.click()
        expect(office.get_by_role("heading", level=1)).to_contain_text("已匯入")
        axe(office)
        shoot(office, f"done-{kind}")
        office.get_by_role("link", name="再匯入一個檔案").click()
    shoot(office, "start-later")
    axe(office)
    assert ServiceRecord.objects.count() == 193


@pytest.mark.parametrize("width", [1280, 390])
def test_errors_are_grouped_and_the_page_is_accessible(office, unit, axe, width):
    office.set_viewport_size({"width": width, "height": 900})
    rows = [
        {"身分證字號": "A123456788"},
        {"身分證字號": "A123456787"},
        {"服務日期起": "1120401", "服務日期訖": "1120501"},
        {"服務時數-小時": "很多"},
        {"服務日期起": "1090401", "服務日期訖": "1090430"},
        *({"服務日期起": f"1120{month}01", "服務日期訖": f"1120{month}28"} for month in range(3, 9)),
    ]
    a_volunteer("王小明", unit=unit, number="A123456789", sex="M")
    choose(office, "時數_112年上半年.csv", a_file("hours", *rows))
    expect(office.get_by_role("heading", level=1)).to_contain_text("需修正")
    shoot(office, f"errors-{width}")
    axe(office)


def test_a_refused_file_says_why_at_the_field(office, axe):
    choose(office, "空的.csv", b"")
    expect(office.locator("main")).to_contain_text("是空的")
    shoot(office, "refused")
    axe(office)
