"""志願服務榮譽卡 (VSA 20): the cards that people hold."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from volunteer_portal.audit.tracking import audited
from volunteers.models import Volunteer

from .querysets import HonorCardQuerySet


@audited()
class HonorCard(models.Model):
    """A card from its effective day (the base date, HON-10) to the day it runs out."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="honor_cards")
    card_number = models.CharField(_("卡號"), max_length=40, unique=True)
    starts_on = models.DateField(_("生效日"))
    expires_on = models.DateField(_("到期日"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = HonorCardQuerySet.as_manager()

    class Meta:
        verbose_name = _("榮譽卡")
        verbose_name_plural = _("榮譽卡")
        ordering: ClassVar = ["-expires_on"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(starts_on__lt=F("expires_on")), name="card_in_order"),
        ]

    def __str__(self) -> str:
        return self.card_number
