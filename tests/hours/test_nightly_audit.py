"""The nightly audit: what it finds is logged and shown to the promotion centre; it mends nothing."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from hours.models import ServiceRecord
from hours.services.judging import last_audit
from hours.tasks import audit_verdicts
from tests.factories.hours import a_record
from tests.scenarios import a_town

pytestmark = pytest.mark.django_db


def test_a_clean_night_is_said_on_the_city_home(client):
    town = a_town()
    a_record(town.pupil, town.school, served_from=date(2023, 5, 2))
    assert last_audit() is None
    audit_verdicts()
    assert last_audit()["differences"] == 0
    client.force_login(town.city)
    assert "每一筆都與規定相符" in client.get(reverse("city_home")).content.decode()


@pytest.mark.logs_errors
def test_a_verdict_changed_behind_our_back_is_found_and_not_mended(client):
    town = a_town()
    record = a_record(town.pupil, town.school, served_from=date(2023, 5, 2))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE hours_servicerecord SET verdict = 'book_misused' WHERE id = %s", [record.pk])
    audit_verdicts()
    assert last_audit()["differences"] == 1
    assert ServiceRecord.objects.get(pk=record.pk).verdict == "book_misused"
    client.force_login(town.city)
    assert "1 筆與規定不同" in client.get(reverse("city_home")).content.decode()
