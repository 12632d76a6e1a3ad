"""The second factor: who has one, whether this session was opened with it, and codes that work once."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .forms import WithoutPlaceholders
from .models import User

RECORDS = "account_authentication_methods"
RECORDS_OF = "account_authentication_methods_user"


def has_second_factor(user: User) -> bool:
    """An authenticator app is set up."""
    return Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists()


def signed_in_with_it(request: HttpRequest) -> bool:
    """This session was opened, or confirmed since, with the second factor."""
    if request.session.get(RECORDS_OF) != str(request.user.pk):
        return False
    return any(record.get("method") == "mfa" for record in request.session.get(RECORDS) or ())


def set_up(*, user: User, secret: str) -> None:
    """Give the account an authenticator app with a known secret (demo accounts, tests)."""
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, secret)


def remember_activation(
    sender: Any,  # noqa: ARG001 - Django's signal
    *,
    request: HttpRequest,
    user: User,
    authenticator: Authenticator,
    **_: Any,
) -> None:
    """Setting the app up proves that one has it: the session counts as opened with it."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, "mfa", type=authenticator.type, id=authenticator.pk)


class OnceOnly(WithoutPlaceholders):
    """A code is good for one use, however far the clocks may be apart."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("驗證碼")
        self.fields["code"].widget.attrs.update({"inputmode": "text", "autocapitalize": "none", "maxlength": 20})

    def clean_code(self) -> str:
        """Refuse the code of a former use as a wrong one."""
        code = super().clean_code()
        seconds = settings.MFA_TOTP_PERIOD * (2 * settings.MFA_TOTP_TOLERANCE + 2)
        if not cache.add(f"code-used:{self.user.pk}:{normalize_user_code(code)}", 1, seconds):
            raise get_adapter().validation_error("incorrect_code")
        return code


class SignInCodeForm(OnceOnly, AuthenticateForm):
    """The second step of signing in."""


class ConfirmCodeForm(OnceOnly, ReauthenticateForm):
    """The second factor, asked of somebody who is signed in."""


class SetUpCodeForm(OnceOnly, ActivateTOTPForm):
    """The first code of a new authenticator app."""
