"""``client.force_login`` signs in as the person would: whoever needs a second factor has shown it.

Tests about the second factor itself say ``sign_in(client, user, second_factor=False)``.
"""

from __future__ import annotations

import time

from django.test import Client

_plain_force_login = Client.force_login


def sign_in(client: Client, user, *, second_factor: bool = True) -> Client:
    """Open a session for the person, by password alone or with the second factor."""
    _plain_force_login(client, user)
    session = client.session
    records = [{"method": "password", "at": time.time()}]
    if second_factor:
        records.append({"method": "mfa", "at": time.time(), "type": "totp"})
    session["account_authentication_methods"] = records
    session["account_authentication_methods_user"] = str(user.pk)
    session.save()
    client.cookies["sessionid"] = session.session_key
    return client


def _force_login(self, user, backend=None):
    sign_in(self, user)


Client.force_login = _force_login
