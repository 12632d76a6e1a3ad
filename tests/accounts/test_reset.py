"""Resetting a password by mail: alike for everybody, once, for thirty minutes, under the portal's own address."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from tests.factories.units import PASSWORD, a_user
from volunteer_portal.pages.mails import newest_mails

pytestmark = pytest.mark.django_db
ASK = "/accounts/password/reset/"
NEW = "another good long one"


@pytest.fixture
def person():
    return a_user("王承辦", email="wang@example.org")


def ask(client, email="wang@example.org", **extra):
    return client.post(ASK, {"email": email}, **extra)


def address_in(message):
    return re.search(r"(http://\S+/accounts/password/reset/key/\S+)", message.body)[1]


def use(client, address, password=NEW):
    path = "/" + address.split("/", 3)[3]
    page = client.get(path, follow=True)
    if not page.redirect_chain:
        return page
    return client.post(page.redirect_chain[-1][0], {"password1": password, "password2": password})


def test_the_mail_leads_to_a_new_password(client, person):
    assert ask(client).url == "/accounts/password/reset/done/"
    assert mail.outbox[0].subject == "重設臺南市志願服務網的密碼"
    assert use(client, address_in(mail.outbox[0])).status_code == 302
    assert client.post("/accounts/login/", {"login": person.email, "password": NEW}).url == "/home/"


def test_an_absent_account_is_answered_alike_and_mailed_too(client, person):
    existing, absent = ask(client), ask(client, "nobody@example.org")
    assert (existing.status_code, existing.url) == (absent.status_code, absent.url)
    assert [message.to for message in mail.outbox] == [["wang@example.org"], ["nobody@example.org"]]
    assert "沒有帳號" in mail.outbox[1].subject + mail.outbox[1].body
    assert "reset/key" not in mail.outbox[1].body


def test_the_link_works_once(client, person):
    ask(client)
    address = address_in(mail.outbox[0])
    use(client, address)
    assert "不能用了" in use(client, address, "yet another long one").content.decode()


def test_the_link_dies_after_thirty_minutes(client, person):
    with time_machine.travel("2026-11-24 09:00 +0800", tick=False) as clock:
        ask(client)
        clock.shift(timedelta(minutes=30, seconds=1))
        assert "不能用了" in use(client, address_in(mail.outbox[0])).content.decode()


def test_the_link_dies_when_the_address_changes(client, person):
    ask(client)
    person.email = "wang2@example.org"
    person.save()
    assert "不能用了" in use(client, address_in(mail.outbox[0])).content.decode()


@pytest.mark.logs_errors
def test_a_forged_host_does_not_reach_the_mail(client, person):
    ask(client, headers={"X-Forwarded-Host": "evil.example"})
    assert address_in(mail.outbox[0]).startswith("http://localhost:")
    assert ask(client, headers={"Host": "evil.example"}).status_code == 400


def test_a_former_address_no_longer_resets(client, person):
    EmailAddress.objects.create(user=person, email="old@example.org", primary=True, verified=True)
    ask(client, "old@example.org")
    assert "reset/key" not in mail.outbox[0].body
    ask(client)
    assert use(client, address_in(mail.outbox[1])).status_code == 302
    assert mail.outbox[-1].to == ["wang@example.org"]


def test_other_sessions_end(client, person):
    other = Client()
    other.force_login(person)
    ask(client)
    use(client, address_in(mail.outbox[0]))
    assert other.get("/me/settings/").status_code == 302


def test_the_old_password_no_longer_works_and_the_lock_is_gone(client, person):
    for _ in range(5):
        client.post("/accounts/login/", {"login": person.email, "password": "wrong"})
    ask(client)
    use(client, address_in(mail.outbox[0]))
    assert client.post("/accounts/login/", {"login": person.email, "password": PASSWORD}).status_code == 200
    assert client.post("/accounts/login/", {"login": person.email, "password": NEW}).url == "/home/"


def test_asking_often_is_stopped(client, person):
    answers = [ask(client).status_code for _ in range(8)]
    assert answers.count(302) == 5
    assert answers.count(429) == 3


def test_mails_of_a_trial_can_be_read_on_a_page(client, person, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = settings.MAIL_FOLDER = tmp_path
    ask(client)
    ask(client, "nobody@example.org")
    assert [each.to for each in newest_mails(tmp_path)] == ["nobody@example.org", "wang@example.org"]
    page = client.get("/dev/mails/").content.decode()
    assert "重設臺南市志願服務網的密碼" in page
    assert "/accounts/password/reset/key/" in page


def test_where_mails_are_sent_there_is_no_such_page(client, settings):
    settings.DEMO_ALLOWED = False
    assert client.get("/dev/mails/").status_code == 404
