"""A right withdrawn is gone at the next request, from sessions that are open, too (G6)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories.units import a_unit, administrator, an_appointment, city_officer, officer_of, staff_of
from tests.factories.volunteers import a_volunteer
from units.enums import Role
from units.services import deactivate, end_appointment
from volunteer_portal.pages.unit import SESSION_KEY

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit():
    return a_unit(name="開心國小")


def test_an_ended_appointment_ends_at_the_next_request(client, unit):
    staff, member = staff_of(unit), a_volunteer(unit=unit)
    address = f"/unit/volunteers/{member.ref}/"
    client.force_login(staff)
    assert client.get(address).status_code == 200
    end_appointment(appointment=staff.appointments.get(), by=None, today=timezone.localdate())
    assert client.get(address).status_code == 404
    assert client.get("/unit/settings/").status_code == 404
    assert client.post("/unit/settings/", {"phone": "1"}).status_code == 404


@pytest.mark.parametrize("make", [lambda: officer_of("EDU"), city_officer, administrator])
def test_officers_too(client, unit, make):
    officer = make()
    administrator()  # the last one would have to stay
    client.force_login(officer)
    assert client.get("/city/units/").status_code == 200
    end_appointment(appointment=officer.appointments.get(), by=None, today=timezone.localdate())
    assert client.get("/city/units/").status_code == 404


def test_an_appointment_that_runs_out_does_so_by_itself(client, unit):
    staff = staff_of(unit)
    staff.appointments.update(ends_before=timezone.localdate() + timedelta(days=1))
    client.force_login(staff)
    assert client.get("/unit/settings/").status_code == 200
    staff.appointments.update(starts_on=timezone.localdate() - timedelta(days=9), ends_before=timezone.localdate())
    assert client.get("/unit/settings/").status_code == 404


def test_one_that_begins_tomorrow_does_not_hold_today(client, unit):
    staff = staff_of(unit)
    staff.appointments.update(starts_on=timezone.localdate() + timedelta(days=1))
    client.force_login(staff)
    assert client.get("/unit/settings/").status_code == 404


def test_a_deactivated_account_is_out_everywhere_at_once(unit):
    staff, chief = staff_of(unit), administrator()
    clients = [Client(), Client()]
    for each in clients:
        each.force_login(staff)
        assert each.get("/unit/settings/").status_code == 200
    deactivate(user=staff, by=chief, today=timezone.localdate())
    for each in clients:
        assert each.get("/unit/settings/").url.startswith("/accounts/login/")


def test_a_unit_left_is_a_unit_lost_even_if_the_session_chose_it(client, unit):
    staff, other = staff_of(unit), a_unit(name="市立圖書館")
    second = an_appointment(staff, Role.UNIT_STAFF, unit=other)
    client.force_login(staff)
    client.post("/unit/switch/", {"unit": other.pk})
    assert "市立圖書館" in client.get("/unit/settings/").content.decode()
    end_appointment(appointment=second, by=None, today=timezone.localdate())
    page = client.get("/unit/settings/").content.decode()
    assert client.session[SESSION_KEY] == other.pk
    assert "市立圖書館" not in page
    assert "開心國小" in page


def test_somebody_elses_unit_cannot_be_chosen(client, unit):
    client.force_login(staff_of(unit))
    other = a_unit()
    for value in (other.pk, "0", "-1", "x", "", "9" * 40):
        assert client.post("/unit/switch/", {"unit": value}).status_code == 404
    assert SESSION_KEY not in client.session


def test_a_hundred_withdrawn_rights_are_a_hundred_refusals(client, unit):
    staff = staff_of(unit)
    client.force_login(staff)
    appointment = staff.appointments.get()
    refused = 0
    for _ in range(100):
        appointment.ends_before = None
        appointment.save()
        assert client.get("/home/").url == "/unit/"
        appointment.ends_before = appointment.starts_on
        appointment.save()
        refused += client.get("/unit/settings/").status_code == 404
    assert refused == 100
