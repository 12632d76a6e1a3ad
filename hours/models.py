"""One line of the record book: who served where, when, for how long, and whether it counts."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Func, Q, Value, When
from django.utils.translation import gettext_lazy as _

from units.models import OperatingUnit, ServiceCategory
from volunteer_portal.audit.tracking import audited
from volunteer_portal.rules.counting import Verdict
from volunteers.models import Volunteer

from .querysets import ServiceRecordQuerySet


class CodeKind(models.TextChoices):
    """Which column of the ministry's hours file a code belongs to (IMP-1)."""

    ITEM = "item", _("服務項目")
    CONTENT = "content", _("服務內容")
    AREA = "area", _("服務區域")


class ServiceCode(models.Model):
    """A known code of the ministry's lists, or one that a unit added. Unknown codes are kept on records as text."""

    kind = models.CharField(_("種類"), max_length=7, choices=CodeKind.choices)
    code = models.CharField(_("代碼"), max_length=20)
    label = models.CharField(_("名稱"), max_length=60)

    class Meta:
        verbose_name = _("服務代碼")
        verbose_name_plural = _("服務代碼")
        ordering: ClassVar = ["kind", "code"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["kind", "code"], name="code_once_a_kind")]

    def __str__(self) -> str:
        return self.code if self.label == self.code else f"{self.code} {self.label}"


@audited()
class ServiceRecord(models.Model):
    """A record of service from ``served_from`` to ``served_to`` (both days), inside one month.

    ``category`` is copied from the unit on that day. ``verdict`` is written by ``hours.services`` alone;
    ``counted_minutes`` follows from it in the database and cannot disagree.
    """

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="records", db_index=False)
    unit = models.ForeignKey(OperatingUnit, on_delete=models.PROTECT, related_name="records", db_index=False)
    category = models.ForeignKey(ServiceCategory, on_delete=models.PROTECT, related_name="+", db_index=False)
    served_from = models.DateField(_("服務日期起"))
    served_to = models.DateField(_("服務日期訖"))
    item_code = models.CharField(_("服務項目"), max_length=20, blank=True)
    content_code = models.CharField(_("服務內容"), max_length=20, blank=True)
    area_code = models.CharField(_("服務區域"), max_length=20, blank=True)
    minutes = models.PositiveIntegerField(_("服務分鐘數"))
    people_served = models.PositiveIntegerField(_("受服務人次"), default=0)
    transport_fee = models.PositiveIntegerField(_("交通費"), default=0)
    meal_fee = models.PositiveIntegerField(_("誤餐費"), default=0)
    people_abroad = models.PositiveIntegerField(_("國外參與服務人次"), default=0)
    people_at_home = models.PositiveIntegerField(_("國內參與服務人次"), default=0)
    note = models.CharField(_("備註"), max_length=200, blank=True)
    verdict = models.CharField(_("採計"), max_length=12, choices=[(v.value, v.label) for v in Verdict], editable=False)
    counted_minutes = models.GeneratedField(
        expression=Case(When(verdict=Verdict.COUNTED.value, then=F("minutes")), default=Value(0)),
        output_field=models.PositiveIntegerField(),
        db_persist=True,
    )
    source_id = models.BigIntegerField(_("匯入編號"), null=True, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    recorded_at = models.DateTimeField(_("登錄時間"))
    reason = models.CharField(_("更正原因"), max_length=200, blank=True)

    objects = ServiceRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("服務紀錄")
        verbose_name_plural = _("服務紀錄")
        ordering: ClassVar = ["-served_from", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["volunteer", "unit", "served_from", "served_to", "item_code", "content_code"],
                name="record_once",
            ),
            models.CheckConstraint(condition=Q(served_from__lte=F("served_to")), name="record_in_order"),
            models.CheckConstraint(
                condition=Q(
                    Func(F("served_from"), F("served_to"), function="same_month", output_field=models.BooleanField())
                ),
                name="record_inside_one_month",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gt=0)
                & Q(
                    minutes__lte=Func(
                        F("served_from"), F("served_to"), function="minutes_in_days", output_field=models.IntegerField()
                    )
                ),
                name="record_fits_its_days",
            ),
            models.CheckConstraint(condition=Q(verdict__in=[v.value for v in Verdict]), name="verdict_known"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["volunteer", "served_from"], name="records_of_person"),
            models.Index(
                fields=["unit", "served_to"],
                include=["counted_minutes", "minutes", "people_served", "volunteer"],
                name="records_of_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.volunteer_id} {self.served_from} {self.minutes}"

    @property
    def counts(self) -> bool:
        """Whether the record counts."""
        return self.verdict == Verdict.COUNTED.value

    @property
    def days(self) -> int:
        """How many days the record covers."""
        return (self.served_to - self.served_from).days + 1
