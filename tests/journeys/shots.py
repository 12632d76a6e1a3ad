"""Pictures of every page, found by following links as each demo role. Called by ``script/shots``."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import deque
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import django
from django.urls import Resolver404, resolve
from playwright.sync_api import Browser, Page, sync_playwright

from tests.plugins.browser import ARGUMENTS, chromium

from .totp import code_now

PUBLIC = "visitor"
ROLES = (
    PUBLIC,
    "admin",
    "city",
    "centre",
    "edu-officer",
    "sw-001-staff",
    "edu-001-staff",
    "new-unit-staff",
    "volunteer-1",
)
START = {PUBLIC: ("/", "/accounts/login/", "/accounts/password/reset/", "/dev/mails/", "/gallery/", "/nowhere/")}
# Following these would end the session, change something, or leave the portal's own pages.
LEFT_OUT = ("/admin/", "/accounts/logout/", "/language/", "/preferences/")
SLIDE_VOLUNTEERS = Path(__file__).resolve().parent.parent / "data" / "slide-112h1" / "volunteers.xlsx"
WIDTHS, THEMES = (1280, 390), ("light", "dark")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="script/shots", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--readme", action="store_true", help="only the pictures that README shows")
    parser.add_argument("--role", action="append", choices=ROLES)
    parser.add_argument("--page", action="append", help="only pages of this name")
    parser.add_argument("--width", action="append", type=int)
    parser.add_argument("--theme", action="append", choices=THEMES)
    asked = parser.parse_args(arguments)
    asked.folder.mkdir(parents=True, exist_ok=True)
    django.setup()
    base = f"http://localhost:{os.environ.get('PORT') or 8000}"
    accounts = {each["staff_number"]: each for each in demo_accounts()}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        if asked.readme:
            take_for_readme(browser, base, accounts, asked.folder)
            return 0
        for role in asked.role or ROLES:
            context = browser.new_context(locale="zh-TW", timezone_id="Asia/Taipei")
            page = context.new_page()
            if role != PUBLIC:
                sign_in(page, base, accounts[role])
            pages = found(page, base, START.get(role, ("/home/", "/me/settings/")))
            for name, address in sorted(pages.items()):
                if not asked.page or name in asked.page:
                    take(page, address, asked.folder / f"{role}-{name}", asked.width or WIDTHS, asked.theme or THEMES)
            print(f"{role}: {len(pages)} pages", file=sys.stderr)  # noqa: T201 - talks to its terminal
            context.close()
    return 0


def demo_accounts() -> list[dict[str, str]]:
    file = Path(os.environ["PORTAL_DATA"]) / "demo_accounts.json"
    return json.loads(file.read_text(encoding="utf-8"))["accounts"]


def sign_in(page: Page, base: str, account: dict[str, str]) -> None:
    page.goto(f"{base}/accounts/login/")
    page.locator("[name=login]").fill(account["email"])
    page.locator("[name=password]").fill(account["password"])
    enter(page)
    # The code of this half-minute may have been used a moment ago; the next one is good already.
    for later in (0, 1) if account["totp_secret"] else ():
        if "/2fa/" in page.url:
            page.locator("[name=code]").fill(code_now(account["totp_secret"], later=later))
            enter(page)
    if "/accounts/" in page.url:
        raise SystemExit(f"{account['email']} is not signed in: {page.url}")


def enter(page: Page) -> None:
    with page.expect_navigation():
        page.keyboard.press("Enter")


def found(page: Page, base: str, start: tuple[str, ...]) -> dict[str, str]:
    """One address for each named page that can be reached by links."""
    names: dict[str, str] = {}
    waiting = deque(base + path for path in start)
    while waiting:
        address = waiting.popleft()
        name = name_of(address, base)
        if name is None or name in names:
            continue
        answer = page.request.get(address)
        if not answer.headers.get("content-type", "").startswith("text/html"):
            names[name] = ""
            continue
        name = name_of(answer.url, base) or name
        if names.get(name):
            continue
        page.goto(answer.url)
        names[name] = page.url
        links = page.eval_on_selector_all("main a[href], nav a[href], .pop a[href]", "all => all.map(a => a.href)")
        waiting.extend(urljoin(page.url, link).split("#")[0] for link in links)
    return {name: address for name, address in names.items() if address}


def name_of(address: str, base: str) -> str | None:
    path = urlsplit(address).path
    if not address.startswith(base) or path.startswith(LEFT_OUT):
        return None
    try:
        return resolve(path).url_name
    except Resolver404:
        return "not_found" if path == "/nowhere/" else None


def take(page: Page, address: str, stem: Path, widths, themes) -> None:
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800 if width > 600 else 844})
        for theme in themes:
            page.emulate_media(color_scheme=theme)
            page.goto(address)
            page.screenshot(path=f"{stem}-{width}-{theme}.png", full_page=True)


def take_for_readme(browser: Browser, base: str, accounts: dict[str, dict[str, str]], folder: Path) -> None:
    """What a visitor of the repository sees first: the worklist, the report, the preview of an import, one reason."""
    for role in ("sw-001-staff", "new-unit-staff"):
        context = browser.new_context(locale="zh-TW", viewport={"width": 1280, "height": 860}, color_scheme="light")
        page = context.new_page()
        sign_in(page, base, accounts[role])
        if role == "sw-001-staff":
            page.screenshot(path=folder / "home.png")
            page.goto(f"{base}/unit/reports/115-2/")
            page.screenshot(path=folder / "report.png")
            page.goto(f"{base}/unit/hours/?verdict=too_early")
            page.goto(page.locator("tbody a[href^='/hours/']").first.evaluate("link => link.href"))
            page.screenshot(path=folder / "why.png")
        else:
            page.goto(f"{base}/unit/import/")
            page.set_input_files("[name=file]", SLIDE_VOLUNTEERS)
            with page.expect_navigation():
                page.get_by_role("button", name="檢查檔案").click()
            page.screenshot(path=folder / "import.png")
        context.close()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
