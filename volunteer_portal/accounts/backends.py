"""How a password is checked: once, for one account, in the same time whether the account exists or not."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest

from .finding import find_account


class AccountBackend(AuthenticationBackend):
    """allauth tries a name as address and as user name; each try hashes, and time would tell who has an account."""

    def _authenticate(
        self,
        request: HttpRequest | None,  # noqa: ARG002 - allauth's call
        **credentials: Any,
    ) -> AbstractBaseUser | None:
        login = credentials.get("email") or credentials.get("username") or ""
        return self._check_password(find_account(login), credentials.get("password") or "")
