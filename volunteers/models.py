"""People who serve. A person exists once, whatever the number of units (A1)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from units.models import DateRange, OperatingUnit, Team
from volunteer_portal.audit.tracking import audited

from .enums import Education, IdKind, Occupation, Sex
from .querysets import ConsentQuerySet, MembershipQuerySet, VolunteerQuerySet


class Grams(Func):
    """One- and two-character pieces of a text: finds two Chinese characters anywhere in a name by index."""

    function = "grams"


@audited(exclude=["id_cipher", "id_index", "photo"])
class Volunteer(models.Model):
    """志工. The identity number is sealed; ``id_index`` finds it and carries "one person per number"."""

    ref = models.UUIDField(_("編號"), default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="volunteer"
    )
    name = models.CharField(_("姓名"), max_length=50)
    roman_name = models.CharField(_("羅馬拼音姓名"), max_length=50, blank=True)
    name_folded = models.CharField(max_length=60, editable=False)
    id_kind = models.CharField(_("證號類別"), max_length=10, choices=IdKind.choices, default=IdKind.NATIONAL)
    id_cipher = models.BinaryField(editable=False)
    id_key = models.CharField(max_length=20, editable=False)
    id_index = models.BinaryField(editable=False, max_length=32, unique=True)
    id_masked = models.CharField(_("身分證字號"), max_length=20, editable=False)
    sex = models.CharField(_("性別"), max_length=1, choices=Sex.choices)
    born_on = models.DateField(_("出生年月日"))
    is_indigenous = models.BooleanField(_("是否具原住民身分"), default=False)
    education = models.CharField(_("教育程度"), max_length=12, choices=Education.choices)
    occupation = models.CharField(_("身分別"), max_length=15, choices=Occupation.choices)
    phone = models.CharField(_("聯絡電話"), max_length=30, blank=True)
    mobile = models.CharField(_("行動電話"), max_length=30, blank=True)
    email = models.EmailField(_("電子郵件"), blank=True)
    postcode = models.CharField(_("郵遞區號"), max_length=6, blank=True)
    county = models.CharField(_("縣市"), max_length=10, blank=True)
    district = models.CharField(_("行政區"), max_length=10, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    emergency_name = models.CharField(_("緊急聯絡人"), max_length=50, blank=True)
    emergency_phone = models.CharField(_("緊急聯絡人電話"), max_length=30, blank=True)
    skills = models.CharField(_("專長"), max_length=200, blank=True)
    licences = models.CharField(_("證照"), max_length=200, blank=True)
    photo = models.ImageField(_("大頭照"), upload_to="photos/", blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = VolunteerQuerySet.as_manager()

    class Meta:
        verbose_name = _("志工")
        verbose_name_plural = _("志工")
        indexes: ClassVar = [
            GinIndex(Grams("name_folded"), name="volunteer_name_grams"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(sex__in=Sex.values), name="sex_known"),
            models.CheckConstraint(condition=Q(education__in=Education.values), name="education_known"),
            models.CheckConstraint(condition=Q(occupation__in=Occupation.values), name="occupation_known"),
            models.CheckConstraint(condition=~Q(name=""), name="volunteer_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


@audited()
class Membership(models.Model):
    """A person belongs to a unit from 加入日期 to 離隊日期, both included."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="memberships")
    unit = models.ForeignKey(OperatingUnit, on_delete=models.PROTECT, related_name="memberships")
    team = models.ForeignKey(Team, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships")
    joined_on = models.DateField(_("加入日期"))
    left_on = models.DateField(_("離隊日期"), null=True, blank=True)
    left_reason = models.CharField(_("離隊原因"), max_length=100, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("入隊紀錄")
        verbose_name_plural = _("入隊紀錄")
        ordering: ClassVar = ["-joined_on"]
        indexes: ClassVar = [models.Index(fields=["unit", "joined_on"], name="members_of_unit")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["volunteer", "unit", "joined_on"], name="join_once_a_day"),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(left_on__gte=F("joined_on")), name="leave_after_joining"
            ),
            ExclusionConstraint(
                name="member_once_at_a_time",
                expressions=[
                    (F("volunteer"), RangeOperators.EQUAL),
                    (F("unit"), RangeOperators.EQUAL),
                    (DateRange("joined_on", "left_on"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} @ {self.unit_id}"


@audited()
class Consent(models.Model):
    """The person, or a guardian, agreed to the notice of a version (PDP-4, PDP-19, PDP-20)."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="consents")
    version = models.CharField(_("告知書版本"), max_length=20)
    given_on = models.DateField(_("同意日期"))
    by_guardian = models.BooleanField(_("法定代理人同意"), default=False)
    on_paper = models.BooleanField(_("紙本"), default=True)
    unit = models.ForeignKey(OperatingUnit, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("個資同意")
        verbose_name_plural = _("個資同意")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["volunteer", "version"], name="consent_once_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.version}"
