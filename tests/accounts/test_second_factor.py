"""The second factor: officers and administrators need it before anything else; a code works once; codes for a lost phone."""

from __future__ import annotations

import hashlib
import hmac
import re
import struct
import time
from base64 import b32decode
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from django.core.cache import cache

from tests.factories.units import PASSWORD, a_unit, administrator, city_officer, officer_of, staff_of
from tests.plugins.signing import sign_in
from units.services import reset_second_factor
from volunteer_portal.accounts.second_factor import set_up
from volunteer_portal.pages.clock import today

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
SET_UP, SHOW = "/accounts/2fa/totp/activate/", "/accounts/2fa/reauthenticate/"


def code(secret=SECRET, *, steps=0):
    counter = int(time.time()) // 30 + steps
    digest = hmac.new(b32decode(secret), struct.pack(">Q", counter), hashlib.sha1).digest()
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"


def by_password(client, user):
    return client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("make", [lambda: officer_of("EDU"), city_officer, administrator])
def test_whoever_needs_one_sets_it_up_before_anything_else(client, make):
    officer = make()
    by_password(client, officer)
    for address in ("/home/", "/city/units/", "/me/settings/", "/admin/", "/notices/"):
        assert client.get(address).url.startswith(SET_UP)
    assert client.post("/city/units/new/", {"code": "X", "name": "X"}).url == SET_UP
    page = client.get(SET_UP)
    secret = re.search(r'id="secret">([A-Z2-7]+)<', page.content.decode())[1]
    done = client.post(SET_UP, {"code": code(secret)})
    assert done.url == "/accounts/2fa/recovery-codes/"
    assert client.get("/home/").url in ("/city/", "/city/units/")
    assert officer.authenticator_set.count() == 2


def test_staff_of_units_may_but_need_not(client):
    by_password(client, staff_of(a_unit()))
    assert client.get("/unit/settings/").status_code == 200
    assert client.get(SET_UP).status_code == 200


def test_signing_in_takes_both_steps(client):
    officer = city_officer()
    set_up(user=officer, secret=SECRET)
    assert by_password(client, officer).url == "/accounts/2fa/authenticate/"
    assert client.get("/city/units/").url.startswith("/accounts/login/")
    assert "驗證碼不對" in client.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode()
    assert client.post("/accounts/2fa/authenticate/", {"code": code()}).url == "/home/"
    assert client.get("/city/units/").status_code == 200


def test_a_session_from_before_shows_it_once(client):
    """Appointed while signed in, or signed in before the app was set up."""
    officer = city_officer()
    sign_in(client, officer, second_factor=False)
    set_up(user=officer, secret=SECRET)
    assert client.get("/city/units/?q=a").url == f"{SHOW}?next=%2Fcity%2Funits%2F%3Fq%3Da"
    response = client.post(f"{SHOW}?next=/city/units/", {"code": code(), "next": "/city/units/"})
    assert response.url == "/city/units/"
    assert client.get("/city/units/").status_code == 200


def test_htmx_is_told_to_leave_the_page(client):
    officer = city_officer()
    sign_in(client, officer, second_factor=False)
    response = client.get("/city/units/", headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (204, SET_UP)


@pytest.mark.parametrize("steps", [-1, 0, 1])
def test_a_code_works_once_however_the_clocks_differ(client, steps):
    officer = city_officer()
    set_up(user=officer, secret=SECRET)
    with time_machine.travel("2026-11-24 09:00:10 +0800", tick=False) as clock:
        used = code(steps=steps)
        by_password(client, officer)
        assert client.post("/accounts/2fa/authenticate/", {"code": used}).url == "/home/"
        for _ in range(4):
            client.post("/accounts/logout/")
            by_password(client, officer)
            assert client.post("/accounts/2fa/authenticate/", {"code": used}).status_code == 200
            clock.shift(timedelta(seconds=20))


def test_guessing_codes_is_stopped(client):
    officer = city_officer()
    set_up(user=officer, secret=SECRET)
    by_password(client, officer)
    for number in range(5):
        client.post("/accounts/2fa/authenticate/", {"code": f"00000{number}"})
    assert "錯誤次數過多" in client.post("/accounts/2fa/authenticate/", {"code": code()}).content.decode()


@pytest.mark.django_db(transaction=True)
def test_recovery_codes_work_once_each(client):
    officer = city_officer()
    by_password(client, officer)
    secret = re.search(r'id="secret">([A-Z2-7]+)<', client.get(SET_UP).content.decode())[1]
    client.post(SET_UP, {"code": code(secret)})
    codes = re.findall(r"<li><code>(\w+)</code>", client.get("/accounts/2fa/recovery-codes/").content.decode())
    assert len(codes) == 10
    for allowed in (True, False):
        client.post("/accounts/logout/")
        cache.clear()  # not the memory of used codes, but that a code is gone from the account, is asked here
        by_password(client, officer)
        response = client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
        assert (response.status_code == 302) is allowed


def test_officers_cannot_switch_it_off(client):
    officer = city_officer()
    set_up(user=officer, secret=SECRET)
    client.force_login(officer)
    assert "不能停用" in client.get("/accounts/2fa/totp/deactivate/").content.decode()
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.filter(user=officer, type="totp").exists()


def test_the_secret_is_sealed_at_rest():
    officer = city_officer()
    set_up(user=officer, secret=SECRET)
    assert SECRET not in str(Authenticator.objects.get(user=officer).data)


def test_a_lost_telephone_is_forgotten_by_an_administrator(client):
    officer, chief = city_officer(), administrator()
    set_up(user=officer, secret=SECRET)
    reset_second_factor(user=officer, by=chief, today=today())
    assert by_password(client, officer).url == "/home/"
    assert client.get("/home/").url.startswith(SET_UP)


def test_resetting_the_password_keeps_the_second_factor(client, mailoutbox):
    officer = city_officer()
    set_up(user=officer, secret=SECRET)
    client.post("/accounts/password/reset/", {"email": officer.email})
    address = re.search(r"http://localhost:\d+(/accounts/password/reset/key/\S+)", mailoutbox[0].body)[1]
    page = client.get(address, follow=True)
    new = "another good long one"
    client.post(page.redirect_chain[-1][0], {"password1": new, "password2": new})
    response = client.post("/accounts/login/", {"login": officer.email, "password": new})
    assert response.url == "/accounts/2fa/authenticate/"
