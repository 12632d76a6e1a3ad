"""From what a person types as a name to the one account that is meant."""

from __future__ import annotations

from .models import User


def find_account(login: str) -> User | None:
    """The account with this address or staff number: one query, whichever it is, and whether or not it exists."""
    login = login.strip()
    if "@" in login:
        return User.objects.filter(email=login.lower()).first()
    return User.objects.filter(staff_number__iexact=login).first() if login else None
