"""One town for all the questions of a module; nothing that is asked leaves anything behind."""

from __future__ import annotations

import pytest
import time_machine
from django.db import transaction

from . import asking
from . import town as the_town


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), time_machine.travel(the_town.NOW, tick=True), transaction.atomic():
        yield the_town.build()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def clients(town):
    return asking.clients_of(town)


@pytest.fixture(scope="session")
def thorough(request):
    """With ``--long`` every cell is asked with every method; else GET and POST of all, the others of one of each kind."""
    return request.config.getoption("--long")
