"""Units that use volunteers, the authorities of their categories, and who is appointed to act for them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.utils.translation import gettext_lazy as _

from volunteer_portal.audit.tracking import audited

from .enums import CITY_ROLES, UNIT_ROLES, Role, Sector
from .querysets import AppointmentQuerySet, InvitationQuerySet, TeamQuerySet, UnitQuerySet


class DateRange(Func):
    """``daterange(from, to, '[)')``: a half-open period of days, open-ended where ``to`` is empty."""

    function = "DATERANGE"
    output_field = DateRangeField()


@audited()
class CompetentAuthority(models.Model):
    """目的事業主管機關: the bureau in charge of one or more categories (VSA 4)."""

    code = models.CharField(_("代碼"), max_length=10, unique=True)
    name = models.CharField(_("名稱"), max_length=50)

    class Meta:
        verbose_name = _("目的事業主管機關")
        verbose_name_plural = _("目的事業主管機關")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name


@audited()
class ServiceCategory(models.Model):
    """類別 (CAT-4, CAT-6). ``special_training_required`` is HRS-3's flag."""

    code = models.CharField(_("代碼"), max_length=3, primary_key=True)
    name = models.CharField(_("類別"), max_length=20, unique=True)
    aliases = ArrayField(models.CharField(max_length=20), verbose_name=_("別名"), default=list, blank=True)
    authority = models.ForeignKey(CompetentAuthority, on_delete=models.PROTECT, related_name="categories")
    special_training_required = models.BooleanField(_("須完成特殊訓練"), default=True)
    position = models.PositiveSmallIntegerField(_("順序"), default=0)

    class Meta:
        verbose_name = _("服務類別")
        verbose_name_plural = _("服務類別")
        ordering: ClassVar = ["position"]

    def __str__(self) -> str:
        return self.name


@audited()
class TrainingRequirement(models.Model):
    """How many minutes a training must have from a day on, with its source. No category: basic training."""

    category = models.ForeignKey(
        ServiceCategory, null=True, blank=True, on_delete=models.PROTECT, related_name="requirements"
    )
    minutes = models.PositiveIntegerField(_("至少分鐘數"))
    effective_from = models.DateField(_("生效日"))
    source = models.CharField(_("依據"), max_length=200)

    class Meta:
        verbose_name = _("訓練時數規定")
        verbose_name_plural = _("訓練時數規定")
        ordering: ClassVar = ["category", "effective_from"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["category", "effective_from"], nulls_distinct=False, name="one_requirement_per_day"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category or _('基礎訓練')} {self.effective_from}"


class District(models.Model):
    """行政區 with its postal code (§17.4)."""

    code = models.CharField(_("郵遞區號"), max_length=3, primary_key=True)
    name = models.CharField(_("行政區"), max_length=5, unique=True)

    class Meta:
        verbose_name = _("行政區")
        verbose_name_plural = _("行政區")
        ordering: ClassVar = ["code"]

    def __str__(self) -> str:
        return self.name


@audited()
class OperatingUnit(models.Model):
    """志願服務運用單位 (VSA 3). ``category`` is today's; the history stands in ``UnitCategory``."""

    code = models.CharField(_("單位代碼"), max_length=40, unique=True)
    name = models.CharField(_("名稱"), max_length=100)
    category = models.ForeignKey(ServiceCategory, on_delete=models.PROTECT, related_name="units")
    sector = models.CharField(_("公私部門"), max_length=10, choices=Sector.choices, default=Sector.PRIVATE)
    district = models.ForeignKey(District, null=True, blank=True, on_delete=models.PROTECT, related_name="units")
    address = models.CharField(_("地址"), max_length=200, blank=True)
    phone = models.CharField(_("電話"), max_length=40, blank=True)
    exempt_from_prior_filing = models.BooleanField(_("免事前備案"), default=False)
    opened_on = models.DateField(_("成立日"), null=True, blank=True)
    closed_on = models.DateField(_("結束日"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("運用單位")
        verbose_name_plural = _("運用單位")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


@audited()
class UnitCategory(models.Model):
    """The category of a unit in a period: a record of hours takes the category of its day."""

    unit = models.ForeignKey(OperatingUnit, on_delete=models.PROTECT, related_name="category_periods")
    category = models.ForeignKey(ServiceCategory, on_delete=models.PROTECT, related_name="+")
    starts_on = models.DateField(_("起日"), null=True)
    ends_before = models.DateField(_("止於此日之前"), null=True)

    class Meta:
        verbose_name = _("單位類別期間")
        verbose_name_plural = _("單位類別期間")
        constraints: ClassVar = [
            ExclusionConstraint(
                name="one_category_a_day",
                expressions=[
                    (F("unit"), RangeOperators.EQUAL),
                    (DateRange("starts_on", "ends_before"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.category_id}"


@audited()
class Team(models.Model):
    """志工隊／小隊 of a unit (TERM-5, TERM-13)."""

    unit = models.ForeignKey(OperatingUnit, on_delete=models.PROTECT, related_name="teams")
    name = models.CharField(_("隊名"), max_length=60)
    opened_on = models.DateField(_("成立日"), null=True, blank=True)
    closed_on = models.DateField(_("解散日"), null=True, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("志工隊")
        verbose_name_plural = _("志工隊")
        ordering: ClassVar = ["unit", "name"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "name"], name="one_team_per_name")]

    def __str__(self) -> str:
        return self.name


@audited()
class Appointment(models.Model):
    """A person acts in a role from a day on, until before a day. Several at once add up."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments")
    role = models.CharField(_("職務"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey(
        OperatingUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    authority = models.ForeignKey(
        CompetentAuthority, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments"
    )
    starts_on = models.DateField(_("起日"))
    ends_before = models.DateField(_("止於此日之前"), null=True, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("職務指派")
        verbose_name_plural = _("職務指派")
        ordering: ClassVar = ["-starts_on"]
        constraints: ClassVar = [
            models.CheckConstraint(
                name="role_has_its_place",
                condition=(
                    Q(role__in=[str(r) for r in sorted(UNIT_ROLES)], unit__isnull=False, authority__isnull=True)
                    | Q(role=Role.AUTHORITY, unit__isnull=True, authority__isnull=False)
                    | Q(
                        role__in=[*[str(r) for r in sorted(CITY_ROLES)], str(Role.ADMINISTRATOR)],
                        unit__isnull=True,
                        authority__isnull=True,
                    )
                ),
            ),
            models.CheckConstraint(
                name="appointment_ends_after_start",
                condition=Q(ends_before__isnull=True) | Q(ends_before__gte=F("starts_on")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role}"


@audited(exclude=["token_hash"])
class Invitation(models.Model):
    """An invitation to take up a role: sent by mail, used once, good until it expires."""

    email = models.EmailField(_("電子郵件"))
    name = models.CharField(_("姓名"), max_length=50)
    role = models.CharField(_("職務"), max_length=20, choices=Role.choices)
    unit = models.ForeignKey(OperatingUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations")
    authority = models.ForeignKey(
        CompetentAuthority, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    token_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField(_("邀請時間"))
    expires_at = models.DateTimeField(_("有效至"))
    accepted_at = models.DateTimeField(_("接受時間"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("撤回時間"), null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("邀請")
        verbose_name_plural = _("邀請")
        ordering: ClassVar = ["-invited_at"]

    def __str__(self) -> str:
        return f"{self.name} {self.role}"
