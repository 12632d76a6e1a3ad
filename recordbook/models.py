"""服務紀錄冊: one live book per person, for life (RB-15)."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.models import OperatingUnit, ServiceCategory
from volunteer_portal.audit.tracking import audited
from volunteers.models import Volunteer

from .enums import BookState, IssueKind
from .querysets import AnnotationQuerySet, RecordBookQuerySet


@audited()
class RecordBook(models.Model):
    """A record book under one category (RB-16)."""

    volunteer = models.ForeignKey(Volunteer, on_delete=models.PROTECT, related_name="books")
    book_number = models.CharField(_("紀錄冊號"), max_length=40, unique=True)
    category = models.ForeignKey(
        ServiceCategory, on_delete=models.PROTECT, related_name="+", verbose_name=_("領冊類別")
    )
    issuer = models.CharField(_("發冊單位"), max_length=60, blank=True)
    issued_on = models.DateField(_("發冊日期"))
    issue_kind = models.CharField(_("申請別"), max_length=10, choices=IssueKind.choices, default=IssueKind.FIRST)
    state = models.CharField(_("狀態"), max_length=5, choices=BookState.choices, default=BookState.LIVE)
    voided_on = models.DateField(_("註銷日期"), null=True, blank=True)
    recorded_unit = models.ForeignKey(OperatingUnit, null=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    objects = RecordBookQuerySet.as_manager()

    class Meta:
        verbose_name = _("服務紀錄冊")
        verbose_name_plural = _("服務紀錄冊")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["volunteer"], condition=Q(state="live"), name="one_live_book_per_person"
            ),
            models.CheckConstraint(condition=Q(state__in=BookState.values), name="book_state_known"),
        ]

    def __str__(self) -> str:
        return self.book_number


@audited()
class Annotation(models.Model):
    """註記 of misuse (RB-8, HRS-12): service in the period, at the unit if one is named, is not counted."""

    book = models.ForeignKey(RecordBook, on_delete=models.PROTECT, related_name="annotations")
    unit = models.ForeignKey(OperatingUnit, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    from_day = models.DateField(_("起日"))
    to_day = models.DateField(_("迄日"))
    reason = models.CharField(_("事由"), max_length=200)
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField(_("註記時間"))

    objects = AnnotationQuerySet.as_manager()

    class Meta:
        verbose_name = _("違規註記")
        verbose_name_plural = _("違規註記")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(from_day__lte=F("to_day")), name="annotation_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.book_id} {self.from_day}–{self.to_day}"
