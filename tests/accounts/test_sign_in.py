"""Signing in: by address or staff number, locked after five failures, ended by time, by leaving and by others."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.factories.units import PASSWORD, a_unit, a_user, an_appointment
from units.enums import Role

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


@pytest.fixture
def staff():
    user = a_user("王承辦", email="wang@example.org", staff_number="SW-0012")
    an_appointment(user, Role.UNIT_STAFF, unit=a_unit())
    return user


def try_sign_in(client, login="wang@example.org", password=PASSWORD, **extra):
    return client.post(LOGIN, {"login": login, "password": password}, **extra)


def is_in(client):
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["wang@example.org", "WANG@Example.org", " wang@example.org ", "SW-0012", "sw-0012"])
def test_address_and_staff_number_both_sign_in(client, staff, login):
    response = try_sign_in(client, login)
    assert response.status_code == 302
    assert response.url == "/home/"
    assert is_in(client)


def test_a_new_session_id_at_sign_in(client, staff):
    client.get(LOGIN)
    client.session["planted"] = 1
    client.session.save()
    before = client.session.session_key
    try_sign_in(client)
    assert client.session.session_key != before


def test_nothing_tells_an_existing_account_from_an_absent_one(client, staff):
    wrong = try_sign_in(client, "wang@example.org", "not the password")
    absent = try_sign_in(client, "nobody@example.org", "not the password")
    assert wrong.status_code == absent.status_code == 200
    clean = [r.content.replace(b"wang@", b"nobody@") for r in (wrong, absent)]
    for token in (wrong, absent):
        clean = [c.replace(token.context["csrf_token"].encode(), b"") for c in clean]
    assert _without_tokens(clean[0]) == _without_tokens(clean[1])


def _without_tokens(body):
    return re.sub(rb'value="[A-Za-z0-9]{64}"|card-[0-9a-f]{8}|more-[0-9a-f]{8}', b"", body)


def test_one_hash_for_every_try(client, staff, monkeypatch):
    """Time must not tell who has an account: the password is hashed once, whatever was typed."""
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(MD5PasswordHasher, "encode", lambda self, *a: hashed.append(1) or encode(self, *a))
    counts = []
    for login in ("wang@example.org", "SW-0012", "nobody@example.org", "XX-1"):
        hashed.clear()
        try_sign_in(client, login, "not the password")
        counts.append(len(hashed))
    assert counts == [1, 1, 1, 1]


def test_five_failures_close_the_account_for_fifteen_minutes_and_say_until_when(client, staff):
    with time_machine.travel("2026-11-24 09:00 +0800", tick=False) as clock:
        for _ in range(4):
            assert "帳號或密碼不對" in try_sign_in(client, password="wrong").content.decode()
        fifth = try_sign_in(client, password="wrong").content.decode()
        assert "暫停登入到 09:15" in fifth
        assert "暫停登入到 09:15" in try_sign_in(client).content.decode()  # the right password, too
        assert not is_in(client)
        clock.shift(timedelta(minutes=14, seconds=59))
        try_sign_in(client)
        assert not is_in(client)
        clock.shift(timedelta(seconds=2))
        try_sign_in(client)
        assert is_in(client)


def test_tries_while_closed_do_not_lengthen_it(client, staff):
    with time_machine.travel("2026-11-24 09:00 +0800", tick=False) as clock:
        for _ in range(5):
            try_sign_in(client, password="wrong")
        clock.shift(timedelta(minutes=10))
        try_sign_in(client, password="wrong")
        clock.shift(timedelta(minutes=5, seconds=1))
        try_sign_in(client)
        assert is_in(client)


def test_slow_guessing_is_closed_for_the_whole_time(client, staff):
    with time_machine.travel("2026-11-24 09:00 +0800", tick=False) as clock:
        for _ in range(5):
            try_sign_in(client, password="wrong")
            clock.shift(timedelta(minutes=10))
        assert "暫停登入到 09:55" in try_sign_in(client).content.decode()


def test_the_lock_is_per_account_and_source(client, staff):
    for _ in range(6):
        try_sign_in(client, password="wrong", REMOTE_ADDR="203.0.113.9")
    try_sign_in(client, REMOTE_ADDR="198.51.100.4")
    assert is_in(client)


def test_a_forged_forwarding_header_does_not_change_the_source(client, staff):
    for n in range(5):
        try_sign_in(client, password="wrong", HTTP_X_FORWARDED_FOR=f"10.0.0.{n}")
    try_sign_in(client, HTTP_X_FORWARDED_FOR="10.9.9.9")
    assert not is_in(client)


def test_address_and_staff_number_share_the_counter(client, staff):
    for login in ("wang@example.org", "SW-0012") * 2:
        try_sign_in(client, login, "wrong")
    try_sign_in(client, "SW-0012", "wrong")
    try_sign_in(client)
    assert not is_in(client)


def test_an_absent_account_is_closed_alike(client):
    for _ in range(4):
        try_sign_in(client, "nobody@example.org", "wrong")
    assert "暫停登入到" in try_sign_in(client, "nobody@example.org", "wrong").content.decode()


def test_spraying_from_one_source_is_stopped(client):
    answers = [try_sign_in(client, f"p{n}@example.org", "Summer2026!").status_code for n in range(35)]
    assert answers.count(429) >= 5
    assert set(answers) <= {200, 429}


def test_signing_up_is_not_offered(client):
    assert client.get("/accounts/signup/").status_code == 404
    assert "不開放自行註冊" in client.get(LOGIN).content.decode()


def test_next_leads_only_inside(client, staff):
    response = client.post(LOGIN, {"login": staff.email, "password": PASSWORD, "next": "https://evil.example/"})
    assert response.url == "/home/"


def test_a_deactivated_account_is_refused_at_the_next_request(client, staff):
    try_sign_in(client)
    staff.is_active = False
    staff.save()
    assert client.get("/home/").url.startswith(LOGIN)
    assert try_sign_in(client).url == reverse("account_inactive")


def test_leaving_ends_the_session_for_good(client, staff):
    try_sign_in(client)
    old = client.cookies["sessionid"].value
    client.post("/accounts/logout/")
    client.cookies["sessionid"] = old
    assert client.get("/home/").url.startswith(LOGIN)


def test_leaving_needs_a_post(client, staff):
    try_sign_in(client)
    client.get("/accounts/logout/")
    assert is_in(client)


def test_staff_sessions_end_after_fifteen_idle_minutes(client, staff):
    with time_machine.travel("2026-11-24 09:00 +0800", tick=False) as clock:
        client.force_login(staff)
        client.get("/accounts/2fa/")
        clock.shift(timedelta(minutes=14))
        assert client.get("/accounts/2fa/").status_code == 200
        clock.shift(timedelta(minutes=14))
        assert client.get("/accounts/2fa/").status_code == 200
        clock.shift(timedelta(minutes=15, seconds=1))
        response = client.get("/accounts/2fa/?a=b", follow=True)
        assert response.redirect_chain == [(f"{LOGIN}?next=%2Faccounts%2F2fa%2F%3Fa%3Db", 302)]
        assert "15 分鐘沒有操作" in response.content.decode()


def test_sessions_end_after_twelve_hours_however_busy(client, staff):
    with time_machine.travel("2026-11-24 08:00 +0800", tick=False) as clock:
        client.force_login(staff)
        client.get("/accounts/2fa/")
        for _ in range(71):
            clock.shift(timedelta(minutes=10))
            assert client.get("/accounts/2fa/").status_code == 200
        clock.shift(timedelta(minutes=10, seconds=1))
        assert client.get("/accounts/2fa/").status_code == 302


def test_changing_the_password_ends_the_other_sessions(client, staff):
    other = Client()
    other.force_login(staff)
    client.force_login(staff)
    new = "correct horse battery"
    response = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert response.status_code == 302
    assert client.get("/accounts/2fa/").status_code == 200
    assert other.get("/accounts/2fa/").status_code == 302


@pytest.mark.parametrize(
    ("password", "word"),
    [("short1!", "至少"), ("1234567890", "常"), ("wang@example", "相近"), ("qwertyuiop", "常")],
)
def test_weak_passwords_are_refused_with_the_reason(client, staff, password, word):
    client.force_login(staff)
    response = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": password, "password2": password}
    )
    assert word in str(response.context["form"].errors["password1"])


def test_the_national_rule_can_be_switched_on_for_staff(client, staff, settings):
    settings.STAFF_PASSWORD_MIXED = True
    client.force_login(staff)
    plain = "correct horse battery"
    response = client.post(
        "/accounts/password/change/", {"oldpassword": PASSWORD, "password1": plain, "password2": plain}
    )
    assert "至少要有三種" in str(response.context["form"].errors["password1"])


def test_the_session_list_ends_the_others(client, staff):
    other = Client()
    try_sign_in(other, HTTP_USER_AGENT="Elsewhere/1")
    try_sign_in(client, HTTP_USER_AGENT="Here/1")
    page = client.get("/accounts/sessions/").content.decode()
    assert "Elsewhere/1" in page
    assert "2 個裝置登入中" in page
    client.post("/accounts/sessions/")
    assert other.get("/home/").url.startswith(LOGIN)
    assert client.get("/accounts/sessions/").status_code == 200


def test_the_limits_are_those_promised():
    assert (settings.LOCKOUT_FAILURES, settings.LOCKOUT_SECONDS) == (5, 900)
    assert (settings.STAFF_IDLE_SECONDS, settings.SESSION_COOKIE_AGE) == (900, 43_200)
    assert settings.PASSWORD_RESET_TIMEOUT <= 1800
    assert timezone.get_default_timezone_name() == "Asia/Taipei"
