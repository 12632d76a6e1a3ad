"""Two at once: an invitation is taken up by one of them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from units import services
from units.models import Appointment
from volunteer_portal.access.errors import NotAllowed, Overtaken
from volunteer_portal.accounts.models import User

from .test_services import NEW, NOW, invite_one, token_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_an_invitation_is_taken_up_once():
    for number in range(10):
        token, ready = token_of(invite_one(f"p{number}@example.org")), Barrier(4)

        def take_up(_, token=token, ready=ready):
            try:
                ready.wait()
                services.accept_invitation(token=token, now=NOW, password=NEW)
            except (Overtaken, NotAllowed):
                return 0
            else:
                return 1
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            assert sum(pool.map(take_up, range(4))) == 1
        person = User.objects.get(email=f"p{number}@example.org")
        assert Appointment.objects.filter(user=person).count() == 1
