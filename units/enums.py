"""Kinds and roles of the units app."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """What an appointment lets a person do."""

    UNIT_STAFF = "unit_staff", _("運用單位承辦人")
    UNIT_HEAD = "unit_head", _("運用單位主管")
    AUTHORITY = "authority", _("目的事業主管機關承辦人")
    CITY = "city", _("市府社會局承辦人")
    PROMOTION_CENTRE = "promotion_centre", _("志願服務推廣中心承辦人")
    ADMINISTRATOR = "administrator", _("系統管理者")


UNIT_ROLES = frozenset({Role.UNIT_STAFF, Role.UNIT_HEAD})
CITY_ROLES = frozenset({Role.CITY, Role.PROMOTION_CENTRE})


class Sector(models.TextChoices):
    """Public units went fully online in 114, private ones in 115 (TIME-8, TIME-9)."""

    PUBLIC = "public", _("公部門")
    PRIVATE = "private", _("私部門")
