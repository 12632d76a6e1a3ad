"""Browsers for the people of a journey, and the little town they live in."""

from __future__ import annotations

from contextlib import suppress

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import expect

from tests.plugins.browser import watch

from .person import Person

# A busy machine is no defect of the page.
expect.set_options(timeout=15_000)


@pytest.fixture
def somebody(request, browser, browser_context_args, live_server, axe, faults):
    """``somebody()`` opens another browser; a console error in any of them fails the test."""
    contexts, seen, request.node.people = [], set(), []  # ``seen``: the kinds of pages judged already

    def open_browser(**options) -> Person:
        context = browser.new_context(**{**browser_context_args, **options})
        watch(context, faults)
        context.set_default_timeout(15_000)
        contexts.append(context)
        person = Person(context.new_page(), live_server.url, axe, seen)
        request.node.people.append(person)
        return person

    yield open_browser
    for context in contexts:
        context.close()
    if faults:
        pytest.fail("in the browser:\n" + "\n".join(faults))


@pytest.fixture
def mails_on_a_page(settings):
    """Mails land in files, shown at /dev/mails/, as where one tries the portal."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.MAIL_FOLDER
    settings.MAIL_FOLDER.mkdir(parents=True, exist_ok=True)
    yield
    for file in settings.MAIL_FOLDER.glob("*.log"):
        file.unlink()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """What the people of a failed journey saw last is kept as pictures."""
    report = yield
    if report.when == "call" and report.failed:
        for number, person in enumerate(getattr(item, "people", ())):
            path = item.config.cache.mkdir("journeys") / f"{item.originalname}-{number}.png"
            # A picture that cannot be taken must not hide why the journey failed.
            with suppress(PlaywrightError):
                person.page.screenshot(path=path, timeout=5_000)
            report.sections.append(("last seen", f"{person.page.url}\n{path}"))
    return report
