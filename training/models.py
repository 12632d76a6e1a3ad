"""Completed trainings (結業), of volunteers and of staff who are not volunteers."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.models import OperatingUnit, ServiceCategory
from volunteer_portal.audit.tracking import audited
from volunteers.models import Volunteer

from .enums import Evidence, TrainingKind
from .querysets import CompletionQuerySet


@audited(exclude=["certificate_file"])
class Completion(models.Model):
    """One course completed by one person. Basic training has no category; special training always has one."""

    volunteer = models.ForeignKey(
        Volunteer, null=True, blank=True, on_delete=models.PROTECT, related_name="completions"
    )
    staff = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="completions"
    )
    kind = models.CharField(_("訓練類別"), max_length=12, choices=TrainingKind.choices)
    category = models.ForeignKey(
        ServiceCategory, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("服務類別")
    )
    course_name = models.CharField(_("課程名稱"), max_length=100, blank=True)
    started_on = models.DateField(_("訓練起日"), null=True, blank=True)
    ended_on = models.DateField(_("訓練迄日"), null=True, blank=True)
    minutes = models.PositiveIntegerField(_("訓練分鐘數"))
    organiser = models.CharField(_("辦理單位"), max_length=100, blank=True)
    certificate_number = models.CharField(_("證書字號"), max_length=60, blank=True)
    certificate_file = models.FileField(_("證書檔案"), upload_to="certificates/%Y/", blank=True)
    completed_on = models.DateField(_("完訓日期"))
    evidence = models.CharField(
        _("證明"), max_length=12, choices=Evidence.choices, default=Evidence.CERTIFICATE
    )
    recorded_unit = models.ForeignKey(OperatingUnit, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(_("撤銷時間"), null=True, blank=True)
    revoked_reason = models.CharField(_("撤銷原因"), max_length=200, blank=True)

    objects = CompletionQuerySet.as_manager()

    class Meta:
        verbose_name = _("教育訓練")
        verbose_name_plural = _("教育訓練")
        ordering: ClassVar = ["completed_on", "pk"]
        indexes: ClassVar = [models.Index(fields=["volunteer", "completed_on"], name="completions_of_person")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["volunteer", "kind", "category", "completed_on"],
                condition=Q(revoked_at__isnull=True, volunteer__isnull=False),
                nulls_distinct=False,
                name="one_completion_a_day",
            ),
            models.CheckConstraint(
                condition=Q(volunteer__isnull=False, staff__isnull=True)
                | Q(volunteer__isnull=True, staff__isnull=False, kind__in=["supervisor", "in_service"]),
                name="completion_of_one_person",
            ),
            models.CheckConstraint(
                condition=~Q(kind="special") | Q(category__isnull=False), name="special_training_has_category"
            ),
            models.CheckConstraint(
                condition=~Q(kind="basic") | Q(category__isnull=True), name="basic_training_has_no_category"
            ),
            models.CheckConstraint(condition=Q(minutes__gt=0), name="training_takes_time"),
            models.CheckConstraint(
                condition=Q(started_on__isnull=True) | Q(ended_on__isnull=True) | Q(started_on__lte=F("ended_on")),
                name="course_starts_before_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.completed_on}"
