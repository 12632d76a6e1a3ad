"""Each step that a thing took: who, when, from which state to which, and the note given. Append-only."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from volunteer_portal.audit.tracking import append_only, no_truncate


class Transition(models.Model):
    """One step of one object through its workflow."""

    subject = models.CharField(_("對象"), max_length=60, help_text="app_label.model")
    object_id = models.BigIntegerField(_("編號"))
    step = models.CharField(_("動作"), max_length=30)
    from_state = models.CharField(_("原狀態"), max_length=20)
    to_state = models.CharField(_("新狀態"), max_length=20)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("時間"))
    note = models.TextField(_("說明"), blank=True)

    class Meta:
        verbose_name = _("狀態變更")
        verbose_name_plural = _("狀態變更")
        ordering: ClassVar = ["at", "pk"]
        indexes: ClassVar = [models.Index(fields=["subject", "object_id", "at"], name="steps_of_object")]
        triggers: ClassVar = [append_only("steps_stay"), no_truncate("steps_not_emptied")]

    def __str__(self) -> str:
        return f"{self.subject} {self.object_id}: {self.from_state} → {self.to_state}"
