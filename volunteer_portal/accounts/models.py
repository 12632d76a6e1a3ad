"""Accounts: who signs in. What a person may do stands in appointments, not here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from volunteer_portal.audit.tracking import audited


class Accounts(BaseUserManager["User"]):
    """Creates accounts; an address is kept in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create an account that signs in with its address or staff number."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a system administrator."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


@audited(exclude=["password", "last_login"])
class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in."""

    email = models.EmailField(_("電子郵件"), unique=True)
    staff_number = models.CharField(_("職員編號"), max_length=30, unique=True, null=True, blank=True)
    name = models.CharField(_("姓名"), max_length=50)
    is_active = models.BooleanField(_("可登入"), default=True)
    is_staff = models.BooleanField(_("系統管理者"), default=False)
    date_joined = models.DateTimeField(_("建立時間"), default=timezone.now)

    objects = Accounts()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("帳號")
        verbose_name_plural = _("帳號")
        constraints: ClassVar = [models.UniqueConstraint(Lower("email"), name="one_account_per_address")]

    def __str__(self) -> str:
        return self.name or self.email
