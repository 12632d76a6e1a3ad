"""What the portal decides where allauth asks: no self-registration, its lockout, its addresses in mails."""

from __future__ import annotations

import base64
import time
from datetime import datetime, timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from volunteer_portal.sealing import Sealed, seal, unseal

from . import lockout
from .finding import find_account

TOTP_PURPOSE = b"mfa.totp"
RECENT_SECONDS = 300


class AccountAdapter(DefaultAccountAdapter):
    """Signing in and resetting passwords."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("帳號或密碼不對。請檢查大小寫與輸入法，或按「忘記密碼」重設。"),
        "username_password_mismatch": _("帳號或密碼不對。請檢查大小寫與輸入法，或按「忘記密碼」重設。"),
        "incorrect_password": _("密碼不對，請再輸入一次。"),
        "too_many_login_attempts": _("錯誤次數過多，請 15 分鐘後再試。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002 - allauth's call
        """Accounts come by invitation (SYS-7)."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Take a number for this account and source; say until when the account is closed to it."""
        now = timezone.now()
        self._attempt = lockout.take(account=self._account_of(credentials), source=self.get_client_ip(request), now=now)
        if self._attempt.until is not None:
            raise ValidationError(locked_sentence(self._attempt.until), code="locked")

    def authenticate(self, request: HttpRequest, **credentials: Any) -> AbstractBaseUser | None:
        """Evaluate the try; the right password forgets earlier failures from this source."""
        user = super().authenticate(request, **credentials)
        if user is not None:
            lockout.forget(self._attempt.key)
        return user

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002 - allauth's call
        """Count the failure; the fifth one says at once what it did."""
        now = timezone.now()
        lockout.failed(self._attempt, now=now)
        if self._attempt.number >= settings.LOCKOUT_FAILURES:
            until = now + timedelta(seconds=settings.LOCKOUT_SECONDS)
            raise ValidationError(locked_sentence(until), code="locked")

    def reauthenticate(self, user: AbstractBaseUser, password: str) -> bool:
        """The same check for somebody who is signed in."""
        found = self.authenticate(self.request, email=user.email, password=password)
        return found is not None and found.pk == user.pk

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Before changing how one signs in, unless one has just signed in."""
        records = get_authentication_records(self.request, self.request.user)
        if records and time.time() - records[-1]["at"] < RECENT_SECONDS:
            return False
        return super().is_reauthentication_required(app=app, **kwargs)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The address of the portal itself, whatever host the request named."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.PORTAL_URL + path.replace("UID-KEY", key)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Mails name the portal's own address."""
        super().send_mail(template_prefix, email, {**context, "portal_url": settings.PORTAL_URL})

    def send_notification_mail(
        self,
        template_prefix: str,
        user: AbstractBaseUser,
        context: dict[str, Any] | None = None,
        email: str | None = None,
    ) -> None:
        """To the account's address of today."""
        super().send_notification_mail(template_prefix, user, context, email or user.email)

    def _delete_login_attempts_cached_email(self, request: HttpRequest, **credentials: Any) -> None:
        lockout.forget(lockout.key_of(self._account_of(credentials), self.get_client_ip(request)))

    @staticmethod
    def _account_of(credentials: dict[str, Any]) -> str:
        """The account that is meant, so that its address and its staff number share one counter."""
        login = credentials.get("email") or credentials.get("username") or ""
        found = find_account(login)
        return f"account {found.pk}" if found else f"name {login.strip().lower()}"


def locked_sentence(until: datetime) -> str:
    """When the next try is possible, and what else can be done."""
    return str(_("連續 5 次輸入錯誤，這個帳號暫停登入到 {clock}。現在就要用的話，請按「忘記密碼」重設。")).format(
        clock=f"{timezone.localtime(until):%H:%M}"
    )


class SecondFactorAdapter(DefaultMFAAdapter):
    """Secrets of authenticator apps are sealed; who needs a second factor cannot switch it off."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("驗證碼不對。請輸入驗證器 App 上目前的 6 位數，或一組還沒用過的備用碼。"),
        "cannot_delete_authenticator": _("您的職務必須使用兩步驟驗證，不能停用。換手機時請先在新手機完成設定。"),
    }

    def encrypt(self, text: str) -> str:
        """Seal with the current data key."""
        sealed = seal(text, bound_to=TOTP_PURPOSE)
        return f"{sealed.key_id}:{base64.b64encode(sealed.cipher).decode()}"

    def decrypt(self, encrypted_text: str) -> str:
        """Open with the key that sealed it."""
        key_id, _colon, cipher = encrypted_text.partition(":")
        return unseal(Sealed(base64.b64decode(cipher), key_id), bound_to=TOTP_PURPOSE)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Officers and administrators keep theirs."""
        own = authenticator.user_id == self.request.user.pk
        return not (own and self.request.scope.needs_second_factor)
