"""The browser that the tests use sees what a person would, styles included, and hears every error."""

from playwright.sync_api import expect


def test_a_page_comes_styled_and_accessible(page, live_server, axe):
    page.goto(f"{live_server.url}/accounts/login/")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert page.evaluate("document.styleSheets.length") > 0
    assert "Noto" in page.evaluate("getComputedStyle(document.body).fontFamily")
    axe(page)


def test_an_error_in_the_console_is_a_fault(page, live_server, faults):
    page.goto(f"{live_server.url}/healthz")
    with page.expect_console_message():
        page.evaluate("console.error('broken')")
    assert any("broken" in fault for fault in faults)
    faults.clear()


def test_a_missing_static_file_is_a_fault(page, live_server, faults):
    page.goto(f"{live_server.url}/healthz")
    with page.expect_console_message():
        page.evaluate("fetch('/static/none.css').catch(() => {})")
    assert faults
    faults.clear()
