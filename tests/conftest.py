"""What every test may ask for, and what no test may do."""

from __future__ import annotations

import logging
import shutil

import pytest
from django.conf import settings
from django.core.cache import cache

pytest_plugins = ["tests.plugins.database", "tests.plugins.browser", "tests.plugins.worker", "tests.plugins.signing"]


def pytest_addoption(parser):
    parser.addoption("--long", action="store_true", help="run the long sizes, too")


def pytest_configure(config):
    config.addinivalue_line("markers", "logs_errors: an error in the log is what this test is about")


def pytest_collection_modifyitems(config, items):
    """Leave the long sizes out unless asked for, and mark what drives a browser."""
    for item in items:
        if {"page", "context", "browser"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("browser")
    if config.getoption("--long"):
        return
    short = [item for item in items if not item.get_closest_marker("long")]
    if len(short) != len(items):
        config.hook.pytest_deselected(items=[item for item in items if item.get_closest_marker("long")])
        items[:] = short


@pytest.fixture(scope="session", autouse=True)
def _media():
    """Uploads of this run go to a folder of their own, gone afterwards."""
    settings.MEDIA_ROOT.mkdir(parents=True, exist_ok=True)
    yield
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


@pytest.fixture(autouse=True)
def _no_logged_error(request, caplog):
    """An error in the log is a failure, even if the page looked right."""
    yield
    if request.node.get_closest_marker("logs_errors"):
        return
    errors = [record for record in caplog.get_records("call") if record.levelno >= logging.ERROR]
    if errors:
        pytest.fail("logged errors:\n" + "\n".join(f"{each.name}: {each.getMessage()}" for each in errors))


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Counters of one test (sign-in attempts, look-ups) do not reach the next."""
    yield
    cache.clear()
