"""Who looked at whom, and why. What was changed stands in the history tables beside each model."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .tracking import append_only, no_truncate


class LookKind(models.TextChoices):
    """What was done with somebody's personal data."""

    VIEW = "view", _("檢視個人資料")
    LOOK_UP = "look_up", _("以身分證字號查詢")
    REVEAL = "reveal", _("顯示完整身分證字號")
    EXPORT = "export", _("匯出")
    DENIED = "denied", _("拒絕")


class AccessLog(models.Model):
    """One look at personal data. Holds keys and reasons, never the data itself. Append-only."""

    at = models.DateTimeField(_("時間"), auto_now_add=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("帳號"), null=True, on_delete=models.PROTECT, related_name="looks"
    )
    kind = models.CharField(_("種類"), max_length=10, choices=LookKind.choices)
    volunteer_id = models.BigIntegerField(_("志工"), null=True)
    unit_id = models.BigIntegerField(_("單位"), null=True)
    purpose = models.CharField(_("目的"), max_length=200, blank=True)
    detail = models.JSONField(_("細節"), default=dict)
    address = models.GenericIPAddressField(_("來源"), null=True)

    class Meta:
        verbose_name = _("查閱紀錄")
        verbose_name_plural = _("查閱紀錄")
        indexes: ClassVar = [
            models.Index(fields=["user", "kind", "at"], name="look_by_user"),
            models.Index(fields=["volunteer_id", "at"], name="look_by_volunteer"),
        ]
        triggers: ClassVar = [append_only("looks_stay"), no_truncate("looks_not_emptied")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M}"
