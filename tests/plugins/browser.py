"""Chromium for tests. A console error, a script error or an answer 5xx fails the test that caused it."""

from __future__ import annotations

import os
import re
import shutil

import pytest
from axe_playwright_python.sync_playwright import Axe

# Background traffic of the browser itself is switched off: it goes nowhere here and would fill the log.
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Chromium reports a refused form or a page out of reach as an error; whether that is right, the test says.
ANSWERED = re.compile(r"Failed to load resource: the server responded with a status of 4(00|03|04|05|09|10|13|22|29)")


def chromium():
    """Debian's browser, or that of PORTAL_CHROMIUM; None leaves it to Playwright's own."""
    return os.environ.get("PORTAL_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    # Playwright's loop runs in this thread from now on; Django would refuse every query beside it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    return {**browser_type_launch_args, "executable_path": chromium(), "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    return {
        **browser_context_args,
        "locale": "zh-TW",
        "timezone_id": "Asia/Taipei",
        "viewport": {"width": 1280, "height": 800},
    }


@pytest.fixture
def faults():
    """What went wrong in any page of this test; a test that expects something removes it."""
    return []


@pytest.fixture
def context(context, faults):
    """Every page of the context is watched, pop-ups and second users included if they ask ``watch``."""
    watch(context, faults)
    context.set_default_timeout(15_000)
    return context


@pytest.fixture
def page(page, faults, live_server):
    """A page on the running portal; ``page.goto(live_server.url)``."""
    yield page
    if faults:
        pytest.fail("in the browser:\n" + "\n".join(faults))


def watch(context, faults):
    """Write down console errors, script errors and answers 5xx of a context."""

    def heard(message):
        text, where = message.text, message.location.get("url", "")
        if message.type == "error" and ("/static/" in where or not ANSWERED.match(text)):
            faults.append(f"console: {text} ({where})")

    def answered(response):
        if response.status >= 500:
            faults.append(f"{response.status} {response.url}")

    context.on("console", heard)
    context.on("weberror", lambda error: faults.append(f"script: {error.error}"))
    context.on("response", answered)


@pytest.fixture(scope="session")
def axe():
    """``axe(page)`` fails with every violation and the elements that have it; call it after asserting what is shown."""
    tool = Axe()

    def check(page, *, without=()):
        options = {"runOnly": {"type": "tag", "values": AXE_TAGS}}
        options["rules"] = {rule: {"enabled": False} for rule in without}
        found = tool.run(page, options=options).response["violations"]
        lines = [
            f"{each['id']}: {each['help']}\n    " + "\n    ".join(node["html"][:200] for node in each["nodes"][:5])
            for each in found
        ]
        assert not lines, f"axe at {page.url}:\n" + "\n".join(lines)

    return check
