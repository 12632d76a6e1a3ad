"""The database the tests stand on."""

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.utils import timezone


def ask(question):
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()


@pytest.mark.django_db
def test_speaks_utf8_in_a_locale_of_its_own():
    assert ask("SELECT current_setting('server_encoding')") == ("UTF8",)
    assert ask("SELECT lower('ÀÉ臺'), upper('ß') = 'ß' OR upper('ß') = 'SS'") == ("àé臺", True)


@pytest.mark.django_db
def test_the_application_is_no_superuser():
    assert ask("SELECT rolsuper, rolcreaterole FROM pg_roles WHERE rolname = current_user") == (False, False)


@pytest.mark.parametrize("turn", [1, 2, 3])
@pytest.mark.django_db(transaction=True)
def test_is_whole_again_after_a_test_with_real_transactions(turn):
    assert not Session.objects.exists()
    assert ask("SELECT count(*) > 10 FROM django_migrations") == (True,)
    Session.objects.create(session_key=f"{turn}", session_data="", expire_date=timezone.now())
