"""Long work: one row a job, so that progress survives a reload and a killed worker leaves a clear end."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from volunteer_portal.access.table import VisibleQuerySet

from .access import JOBS


class JobState(models.TextChoices):
    """Where a job stands."""

    QUEUED = "queued", _("排隊中")
    RUNNING = "running", _("處理中")
    DONE = "done", _("完成")
    FAILED = "failed", _("失敗")
    CANCELLED = "cancelled", _("已取消")


class JobQuerySet(VisibleQuerySet["Job"]):
    access = JOBS


class Job(models.Model):
    """A piece of work for the worker. ``params`` holds keys and choices, never personal data."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("種類"), max_length=40)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="jobs", verbose_name=_("申請人")
    )
    unit_id = models.BigIntegerField(_("單位"), null=True)
    params = models.JSONField(_("參數"), default=dict)
    state = models.CharField(_("狀態"), max_length=10, choices=JobState.choices, default=JobState.QUEUED)
    done = models.PositiveIntegerField(_("已完成"), default=0)
    total = models.PositiveIntegerField(_("總數"), default=0)
    message = models.CharField(_("說明"), max_length=300, blank=True)
    file = models.FileField(_("檔案"), upload_to="jobs/%Y/%m/", blank=True)
    file_name = models.CharField(_("檔名"), max_length=200, blank=True)
    attempts = models.PositiveSmallIntegerField(_("次數"), default=0)
    created_at = models.DateTimeField(_("建立時間"), auto_now_add=True)
    started_at = models.DateTimeField(_("開始時間"), null=True)
    beat_at = models.DateTimeField(_("最後回報"), null=True)
    finished_at = models.DateTimeField(_("結束時間"), null=True)
    expires_at = models.DateTimeField(_("保留到"), null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("工作")
        verbose_name_plural = _("工作")
        ordering: ClassVar = ["-created_at"]
        indexes: ClassVar = [
            models.Index(fields=["state", "beat_at"], name="jobs_under_way"),
            models.Index(fields=["requested_by", "-created_at"], name="jobs_of_account"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=JobState.values), name="job_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"

    @property
    def is_over(self) -> bool:
        """Nothing more will happen to it."""
        return self.state in {JobState.DONE, JobState.FAILED, JobState.CANCELLED}

    @property
    def percent(self) -> int:
        """Progress from 0 to 100."""
        return min(100, self.done * 100 // self.total) if self.total else 0
