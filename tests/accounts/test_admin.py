"""Django's admin: for administrators, behind everybody's sign-in, without secrets and without what services write."""

from __future__ import annotations

import pytest
from django.contrib import admin

from tests.factories.units import a_unit, a_user, administrator, city_officer, staff_of
from tests.plugins.signing import sign_in
from volunteer_portal.accounts.admin_site import PlainAdmin

pytestmark = pytest.mark.django_db
REFERENCE = {"CompetentAuthority", "ServiceCategory", "TrainingRequirement", "District", "ServiceCode"}


def test_it_has_no_sign_in_of_its_own(client):
    for address in ("/admin/", "/admin/login/", "/admin/units/operatingunit/"):
        response = client.get(address)
        assert response.status_code == 302
        assert response.url.startswith("/accounts/login/")
    assert client.post("/admin/login/", {"username": "x", "password": "y"}).url.startswith("/accounts/login/")


@pytest.mark.parametrize("make", [lambda: staff_of(a_unit()), city_officer, lambda: a_user(is_staff=True)])
def test_for_others_it_does_not_exist(client, make):
    client.force_login(make())
    for address in ("/admin/", "/admin/login/", "/admin/accounts/user/", "/admin/nothing/"):
        assert client.get(address).status_code == 404


def test_administrators_need_the_second_factor(client):
    sign_in(client, administrator(), second_factor=False)
    assert client.get("/admin/").url.startswith("/accounts/2fa/totp/activate/")


def test_administrators_see_what_is_registered_and_nothing_secret(client):
    client.force_login(administrator())
    unit = a_unit()
    page = client.get("/admin/").content.decode()
    assert "運用單位" in page
    assert client.get(f"/admin/units/operatingunit/{unit.pk}/change/").status_code == 200
    person = a_user()
    account = client.get(f"/admin/accounts/user/{person.pk}/change/").content.decode()
    assert person.email in account
    assert person.password not in account
    for name in ("mfa/authenticator", "volunteers/volunteer", "account/emailaddress", "auth/group"):
        assert client.get(f"/admin/{name}/").status_code == 404


def test_everything_registered_is_plain():
    registered = admin.site._registry
    assert registered
    assert all(isinstance(each, PlainAdmin) for each in registered.values())
    open_to_change = {model.__name__ for model, each in registered.items() if each.may_add or each.may_change}
    assert open_to_change == REFERENCE
    assert not [m.__name__ for m in registered if any(f.name in ("id_cipher", "id_index") for f in m._meta.fields)]


def test_reference_data_may_be_adjusted_and_nothing_may_be_deleted(client):
    client.force_login(administrator())
    assert client.get("/admin/units/district/add/").status_code == 200
    assert client.get("/admin/units/operatingunit/add/").status_code == 403
    assert client.get("/admin/units/district/700/delete/").status_code == 403
    unit = a_unit(name="原名")
    client.post(f"/admin/units/operatingunit/{unit.pk}/change/", {"name": "改名"})
    unit.refresh_from_db()
    assert unit.name == "原名"
