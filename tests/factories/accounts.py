"""Accounts, and signing in with them."""

from __future__ import annotations

from volunteer_portal.accounts.models import User

from .numbers import serial

PASSWORD = "three blue lanterns"


def an_account(*, password: str = PASSWORD, **fields) -> User:
    """Somebody who can sign in with ``PASSWORD``."""
    number = serial()
    return User.objects.create_user(
        **{"email": f"person{number}@example.org", "name": f"同仁{number}", **fields}, password=password
    )
