"""The test database: on the embedded server unless DATABASE_URL is set, and whole again after every test.

Migrating takes longer than many a test, so it is done once for one state of the migrations, into a pristine database;
each of pytest's processes copies that. Tests with real transactions cannot be rolled back, and logs that nobody may
empty cannot be flushed: such a test's database is dropped afterwards and copied anew, reference data included.
"""

from __future__ import annotations

import hashlib
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections
from django.test import TransactionTestCase

from volunteer_portal.embedded.addresses import embedded_services

ROOT = Path(__file__).resolve().parent.parent.parent
# What the migrations are and read: a change in any of these makes a new pristine database.
DECIDES = [
    "requirements.lock",
    "*/migrations/*.py",
    "volunteer_portal/*/migrations/*.py",
    "volunteer_portal/rules/*.py",
]
LOCK = 5_206_914  # any number of our own, for PostgreSQL's advisory lock


@pytest.fixture(scope="session")
def services():
    """The embedded servers; they stop with the last of pytest's processes."""
    embedded = embedded_services()
    if embedded is None:
        yield None
        return
    with embedded:
        yield embedded


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix, services):
    """Before anyone connects, the server is there."""


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker, django_db_modify_db_settings):
    """A database of this process, copied from the pristine one."""
    if request.config.getvalue("create_db"):
        raise pytest.UsageError(
            "the test database is made anew whenever a migration changes; --create-db is not needed"
        )
    copies = Copies()
    setup, teardown = TransactionTestCase._fixture_setup, TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_setup = classmethod(lambda _cls: None)
    TransactionTestCase._fixture_teardown = lambda _self: copies.copy()
    with django_db_blocker.unblock():
        copies.make()
        copies.copy()
    yield
    TransactionTestCase._fixture_setup, TransactionTestCase._fixture_teardown = setup, teardown
    with django_db_blocker.unblock():
        copies.remove()


class Copies:
    """The pristine database of this state of the migrations, and this process's copy of it."""

    def __init__(self):
        self.original = connection.settings_dict["NAME"]
        self.name = connection.creation._get_test_db_name()
        digest = hashlib.sha256()
        for path in sorted(path for pattern in DECIDES for path in ROOT.glob(pattern)):
            digest.update(f"{path}\0".encode() + path.read_bytes())
        self.pristine = f"pristine_{digest.hexdigest()[:16]}"

    def make(self):
        """Migrate into a new database and call it pristine only when that is done; others wait."""
        with outside() as session:
            session.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            if self._exists(session, self.pristine):
                return
            for (old,) in session.execute("SELECT datname FROM pg_database WHERE datname LIKE 'pristine_%'").fetchall():
                drop(session, old)
            draft = f"{self.pristine}_draft"
            session.execute(f'CREATE DATABASE "{draft}"')
            self._use(draft)
            call_command("migrate", verbosity=0, interactive=False)
            connections.close_all()
            session.execute(f'ALTER DATABASE "{draft}" RENAME TO "{self.pristine}"')

    def copy(self):
        connections.close_all()
        with outside() as session:
            drop(session, self.name)
            session.execute(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.pristine}" STRATEGY file_copy')
        self._use(self.name)

    def remove(self):
        connections.close_all()
        with outside() as session:
            drop(session, self.name)
        self._use(self.original)

    def _use(self, name):
        settings.DATABASES["default"]["NAME"] = connection.settings_dict["NAME"] = name

    def _exists(self, session, name):
        return session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone() is not None


def drop(session, name):
    """Drop a database and whoever is still in it; the server's own vacuum may not be ended by force, only waited for."""
    try:
        session.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    except psycopg.errors.InsufficientPrivilege:
        session.execute(f'DROP DATABASE IF EXISTS "{name}"')


@contextmanager
def outside():
    """A session beside the test databases."""
    there = connection.settings_dict
    with psycopg.connect(
        host=there["HOST"],
        port=there["PORT"] or None,
        user=there["USER"],
        password=there["PASSWORD"],
        dbname="postgres",
        autocommit=True,
    ) as session:
        yield session
