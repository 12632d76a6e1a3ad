"""Kinds of training, and what a completion rests on."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class TrainingKind(models.TextChoices):
    """訓練類別 (TERM-10…12). Codes are those of ``volunteer_portal.rules.training.TrainingKind``."""

    BASIC = "basic", _("基礎訓練")
    SPECIAL = "special", _("特殊訓練")
    GROWTH = "growth", _("成長訓練")
    LEADERSHIP = "leadership", _("領導訓練")
    SUPERVISOR = "supervisor", _("督導訓練")
    IN_SERVICE = "in_service", _("在職訓練")


class Evidence(models.TextChoices):
    """What proves a completion: a certificate, or a record book held where the certificate is lost (RB-20)."""

    CERTIFICATE = "certificate", _("結業證書")
    RECOGNISED = "recognised", _("以紀錄冊認定")
