"""What was uploaded, what became of each row, and who did it. The original file is kept."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from volunteer_portal.audit.tracking import audited

from .querysets import ImportQuerySet

#: Under this name ``ImportRow.shown`` says what an update changes, beside the columns.
CHANGES = "更新內容"


class ImportState(models.TextChoices):
    """Where an import stands."""

    READING = "reading", _("讀取中")
    CHECKED = "checked", _("待確認")
    COMMITTING = "committing", _("寫入中")
    DONE = "done", _("已匯入")
    UNDONE = "undone", _("已復原")
    FAILED = "failed", _("未匯入")


class RowFate(models.TextChoices):
    """What a row does when the import is committed."""

    CREATE = "create", _("新增")
    UPDATE = "update", _("更新")
    SAME = "same", _("相同，略過")
    ERROR = "error", _("需修正")


@audited(exclude=["file"])
class Import(models.Model):
    """One file on its way in. ``unit_id`` is empty only for kinds that the city alone imports."""

    kind = models.CharField(_("種類"), max_length=20)
    unit_id = models.BigIntegerField(_("單位"), null=True)
    file = models.FileField(_("原始檔"), upload_to="imports/%Y/%m/")
    file_name = models.CharField(_("檔名"), max_length=200)
    sha256 = models.CharField(_("雜湊"), max_length=64)
    sheet_name = models.CharField(_("工作表"), max_length=100, blank=True)
    encoding = models.CharField(_("編碼"), max_length=20, blank=True)
    header_row = models.PositiveIntegerField(_("標題列"), default=1)
    state = models.CharField(_("狀態"), max_length=12, choices=ImportState.choices, default=ImportState.READING)
    rows = models.PositiveIntegerField(_("列數"), default=0)
    created = models.PositiveIntegerField(_("新增"), default=0)
    updated = models.PositiveIntegerField(_("更新"), default=0)
    unchanged = models.PositiveIntegerField(_("相同"), default=0)
    refused = models.PositiveIntegerField(_("需修正"), default=0)
    warnings = models.JSONField(_("整份檔案的提醒"), default=list)
    job = models.ForeignKey("jobs.Job", null=True, on_delete=models.SET_NULL, related_name="imports")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("上傳時間"), auto_now_add=True)
    committed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    committed_at = models.DateTimeField(_("匯入時間"), null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    undone_at = models.DateTimeField(_("復原時間"), null=True)
    message = models.CharField(_("說明"), max_length=300, blank=True)
    plan_digest = models.CharField(max_length=64, blank=True, editable=False)
    good_rows = models.BooleanField(_("只匯入沒有問題的列"), default=False)

    objects = ImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("匯入")
        verbose_name_plural = _("匯入")
        ordering: ClassVar = ["-uploaded_at"]
        indexes: ClassVar = [models.Index(fields=["unit_id", "-uploaded_at"], name="imports_of_unit")]
        constraints: ClassVar = [
            models.CheckConstraint(condition=models.Q(state__in=ImportState.values), name="import_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.file_name}"


class ImportRow(models.Model):
    """What the check decided for one row. Shows people and problems by row number; holds no clear identity number.

    ``shown`` is what the preview prints (masked), ``problems`` and ``warnings`` are lists of
    ``{"column", "code", "message"}``. ``object_id`` is what the commit made or changed; ``before`` what a changed
    object held, for undo.
    """

    parent = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="lines")
    number = models.PositiveIntegerField(_("列"))
    fate = models.CharField(_("結果"), max_length=8, choices=RowFate.choices)
    shown = models.JSONField(default=dict)
    problems = models.JSONField(default=list)
    warnings = models.JSONField(default=list)
    object_id = models.BigIntegerField(null=True)
    before = models.JSONField(null=True)

    class Meta:
        verbose_name = _("匯入列")
        verbose_name_plural = _("匯入列")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["parent", "number"], name="one_fate_per_row"),
        ]
        indexes: ClassVar = [models.Index(fields=["parent", "fate", "number"], name="rows_by_fate")]

    def __str__(self) -> str:
        return f"{self.parent_id}:{self.number} {self.fate}"
