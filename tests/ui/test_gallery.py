"""The gallery in a real browser: every component, two widths, two themes, by mouse and by keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.django_db(transaction=True)


def opened(page, live_server, *, width=1280, theme="light", size="s"):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=theme)
    page.context.add_cookies([{"name": "text_size", "value": size, "url": live_server.url}])
    page.goto(f"{live_server.url}/gallery/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("每個元件")
    return page


def sideways(page):
    return page.evaluate("document.documentElement.scrollWidth - innerWidth")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_every_state_is_accessible(page, live_server, axe, width, theme):
    opened(page, live_server, width=width, theme=theme)
    expect(page.locator(".tag-ok").first).to_be_visible()
    assert page.locator(".tag-ok").first.evaluate("e => getComputedStyle(e).borderStyle") == "solid"
    assert page.locator("svg.i use").first.evaluate("e => e.getBBox().width") > 0
    assert sideways(page) <= 0
    axe(page)


@pytest.mark.parametrize(("width", "size"), [(320, "s"), (390, "l"), (768, "l")])
def test_nothing_runs_off_the_side(page, live_server, width, size):
    opened(page, live_server, width=width, size=size)
    assert sideways(page) <= 0


def test_targets_are_big_enough(page, live_server):
    opened(page, live_server, width=390)
    small = page.evaluate(
        """() => [...document.querySelectorAll('.btn, .tab, .rail a:not([hidden]), input:not([type=hidden],[type=checkbox],[type=radio]), select, .check label')]
        .filter(e => e.checkVisibility() && !e.closest('dialog, [popover]')).map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height])
        .filter(([, height]) => height < 43.5)"""
    )
    assert small == []


def test_a_dialog_takes_the_focus_and_gives_it_back(page, live_server):
    opened(page, live_server)
    opener = page.get_by_role("link", name="解鎖", exact=True)
    opener.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="解鎖 115 年上半年概況表")).to_be_visible()
    expect(page.get_by_label("開放幾天")).to_be_focused()
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


def test_a_reason_opens_by_keyboard(page, live_server):
    opened(page, live_server)
    page.get_by_role("button", name="不採計 ，看原因").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("還沒有環保類特殊訓練")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("還沒有環保類特殊訓練")).to_be_hidden()


def test_size_and_theme_change_at_once_and_stay(page, live_server):
    opened(page, live_server)
    page.locator("[data-size-to=l]:visible").first.click()
    expect(page.locator("html")).to_have_attribute("data-size", "l")
    page.locator(".work-foot [data-theme-to=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.reload()
    expect(page.locator("html")).to_have_attribute("data-size", "l")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_date_is_said_back_and_tidied(page, live_server):
    opened(page, live_server)
    field = page.get_by_label("生日").first
    field.fill("1150131")
    expect(page.locator(".roc-said").first).to_have_text("民國115年1月31日 星期六")
    field.blur()
    expect(field).to_have_value("115/01/31")
    field.fill("115/02/30")
    expect(page.locator(".roc-said").first).to_have_text("沒有這一天")


def test_a_file_shows_its_name(page, live_server):
    opened(page, live_server)
    page.locator("input[type=file]").set_input_files(
        {"name": "名冊.csv", "mimeType": "text/csv", "buffer": b"a" * 3000}
    )
    expect(page.locator(".drop-note").first).to_have_text("名冊.csv（3 KB）")


def test_choosing_rows_is_counted(page, live_server):
    opened(page, live_server)
    page.get_by_label("全選").check()
    expect(page.locator("[data-picked=row]")).to_have_text("2")
    expect(page.locator("tr.is-picked")).to_have_count(2)


def test_leaving_with_unsaved_words_is_asked(page, live_server):
    opened(page, live_server)
    page.get_by_label("罕用字說明").fill("石部")
    asked = []
    page.on("dialog", lambda box: (asked.append(box.type), box.accept()))
    page.goto(f"{live_server.url}/gallery/?again")
    assert asked == ["beforeunload"]


def test_without_script_everything_is_there(browser, live_server):
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto(f"{live_server.url}/gallery/")
    page.locator(".work-foot [data-theme-to=dark]").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert page.url.endswith("/gallery/")
    page.get_by_role("button", name="下載", exact=True).click()
    expect(page.get_by_role("link", name="ODS 建議")).to_be_visible()
    context.close()
