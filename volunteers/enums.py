"""Kinds that describe a person, with the labels that the forms and files use."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Sex(models.TextChoices):
    MALE = "M", _("男")
    FEMALE = "F", _("女")


class IdKind(models.TextChoices):
    """證號類別 (RB-7, ID-1…8)."""

    NATIONAL = "national", _("身分證")
    RESIDENT = "resident", _("統一證號")
    PASSPORT = "passport", _("護照")


class Education(models.TextChoices):
    """教育程度, as the files write it (contract §3)."""

    ILLITERATE = "illiterate", _("不識字")
    SELF_TAUGHT = "self_taught", _("自修")
    PRIMARY = "primary", _("國小")
    JUNIOR_HIGH = "junior_high", _("國中")
    SENIOR_HIGH = "senior_high", _("高中職")
    COLLEGE = "college", _("專科")
    UNIVERSITY = "university", _("大學")
    MASTER = "master", _("碩士")
    DOCTOR = "doctor", _("博士")


class Occupation(models.TextChoices):
    """身分別 (RPT-27, RPT-28)."""

    PUBLIC_SERVING = "public_serving", _("公教現職")
    PUBLIC_RETIRED = "public_retired", _("公教退休")
    BUSINESS = "business", _("工商界")
    RETIRED = "retired", _("退休人員")
    HOMEMAKER = "homemaker", _("家庭管理")
    STUDENT = "student", _("學生")
    OTHER = "other", _("其它")


PUBLIC_OCCUPATIONS = frozenset({Occupation.PUBLIC_SERVING, Occupation.PUBLIC_RETIRED})
