"""What people are told, and the reminders already made: each step once, whatever happens to the clock."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from volunteer_portal.audit.tracking import append_only


class Reminder(models.Model):
    """A step of a deadline that was announced. ``step`` is in days before the due day; below zero: after it."""

    code = models.CharField(_("期限"), max_length=40)
    period = models.CharField(_("期間"), max_length=20)
    unit_id = models.BigIntegerField(_("單位"))
    step = models.SmallIntegerField(_("天數"))
    made_at = models.DateTimeField(_("時間"))

    class Meta:
        verbose_name = _("提醒")
        verbose_name_plural = _("提醒")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["code", "period", "unit_id", "step"], name="each_step_once"),
        ]
        triggers: ClassVar = [append_only("reminders_stay")]

    def __str__(self) -> str:
        return f"{self.code} {self.period} {self.unit_id} {self.step:+d}"


class Notice(models.Model):
    """A message to one account, shown in the portal and sent by mail.

    ``obsolete_if`` names what must still be owed when the mail leaves: ``code|period|unit``.
    """

    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notices")
    reminder = models.ForeignKey(Reminder, null=True, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(_("種類"), max_length=40)
    title = models.CharField(_("標題"), max_length=120)
    body = models.TextField(_("內容"), blank=True)
    link = models.CharField(_("連結"), max_length=300, blank=True)
    obsolete_if = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(_("時間"))
    read_at = models.DateTimeField(_("已讀"), null=True)
    mail_due = models.BooleanField(_("待寄信"), default=True)
    mailed_at = models.DateTimeField(_("已寄信"), null=True)
    dropped_at = models.DateTimeField(_("已無需寄送"), null=True)

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        ordering: ClassVar = ["-made_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["to", "reminder"], name="one_notice_per_reminder"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["to", "read_at"], name="unread_notices"),
            models.Index(fields=["mail_due"], condition=models.Q(mail_due=True), name="mail_to_send"),
        ]

    def __str__(self) -> str:
        return self.title
