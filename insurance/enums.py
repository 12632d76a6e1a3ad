"""Kinds of cover."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class CoverScope(models.TextChoices):
    """承保範圍 (INS-8): known ones are mapped, the text is kept."""

    ON_DUTY_WITH_TRAVEL = "on_duty", _("值勤期間(含交通)")
    ROUND_THE_CLOCK = "all_day", _("全日24小時")
    OTHER = "other", _("其他")
