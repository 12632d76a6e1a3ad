"""The test database: on the embedded server unless DATABASE_URL is set, and whole again after every test.

Tests with real transactions cannot be rolled back, and logs that nobody may empty cannot be flushed. So such a test's
database is dropped afterwards and copied anew from a pristine one, which also brings the reference data back.
"""

from __future__ import annotations

import psycopg
import pytest
from django.db import connection, connections
from django.test import TransactionTestCase

from volunteer_portal.embedded.addresses import embedded_services


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
def django_db_setup(django_db_setup, django_db_blocker):
    """Copies for tests with real transactions come and go with the database itself."""
    copies = Copies()
    setup, teardown = TransactionTestCase._fixture_setup, TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_setup = classmethod(lambda _cls: copies.make())
    TransactionTestCase._fixture_teardown = lambda _self: copies.restore()
    yield
    TransactionTestCase._fixture_setup, TransactionTestCase._fixture_teardown = setup, teardown
    with django_db_blocker.unblock():
        copies.remove()


class Copies:
    """A pristine copy of the test database, made when first needed."""

    def __init__(self):
        self.made = False

    @property
    def names(self):
        name = connection.settings_dict["NAME"]
        return name, f"{name}_pristine"

    def make(self):
        if self.made:
            return
        name, pristine = self.names
        with self._outside() as session:
            session.execute(f'DROP DATABASE IF EXISTS "{pristine}" WITH (FORCE)')
            session.execute(f'CREATE DATABASE "{pristine}" TEMPLATE "{name}" STRATEGY file_copy')
        self.made = True

    def restore(self):
        name, pristine = self.names
        with self._outside() as session:
            session.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
            session.execute(f'CREATE DATABASE "{name}" TEMPLATE "{pristine}" STRATEGY file_copy')

    def remove(self):
        if self.made:
            with self._outside() as session:
                session.execute(f'DROP DATABASE IF EXISTS "{self.names[1]}" WITH (FORCE)')

    def _outside(self):
        """A session beside the test database, with none of ours left inside it."""
        connections.close_all()
        settings = connection.settings_dict
        return psycopg.connect(
            host=settings["HOST"],
            port=settings["PORT"] or None,
            user=settings["USER"],
            password=settings["PASSWORD"],
            dbname="postgres",
            autocommit=True,
        )
