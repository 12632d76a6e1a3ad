"""Forms of signing in. allauth's, in our words and without placeholders: a label stays when one types."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
)
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from .finding import find_account


class WithoutPlaceholders:
    """Takes away what vanishes as soon as it is needed, and help that stands elsewhere on the page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""


class SignInForm(WithoutPlaceholders, LoginForm):
    """Address or staff number, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        login = self.fields["login"]
        login.label = _("電子郵件或職員編號")
        login.widget.attrs.update(
            {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false", "maxlength": 254}
        )
        self.fields["password"].label = _("密碼")


class AskResetForm(WithoutPlaceholders, ResetPasswordForm):
    """Whose password is to be reset. An absent account is mailed, too: neither page nor time tells the difference."""

    def clean_email(self) -> str:
        """The one account with this address today; copies of former addresses that allauth keeps do not count."""
        found = find_account(self.cleaned_data["email"])
        self.users = [found] if found is not None and found.is_active else []
        return self.cleaned_data["email"].lower()

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Send the mail; allauth's own for absent accounts offers to sign up, which nobody can here."""
        if self.users:
            return super().save(request, **kwargs)
        address = self.cleaned_data["email"]
        get_adapter().send_mail("account/email/unknown_account", address, {"email": address, "request": request})
        return address


class ResetForm(WithoutPlaceholders, ResetPasswordKeyForm):
    """The new password behind the address in the mail."""


class ChangeForm(WithoutPlaceholders, ChangePasswordForm):
    """Old and new password."""


class SetForm(WithoutPlaceholders, SetPasswordForm):
    """A first password."""


class ConfirmPasswordForm(WithoutPlaceholders, ReauthenticateForm):
    """The password once more."""
