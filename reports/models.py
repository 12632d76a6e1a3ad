"""推展志願服務概況表: the half-year report of a unit, its cells, each version sent, and requests to unlock it."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from units.models import OperatingUnit, ServiceCategory
from volunteer_portal.audit.tracking import append_only, audited, no_truncate
from volunteer_portal.rules.calendar import HalfYear

from .enums import OPEN, State, UnlockState
from .querysets import StatusReportQuerySet, UnlockQuerySet
from .workflow import STATUS_REPORT


@audited()
class StatusReport(models.Model):
    """One report per unit and half-year. ``sent`` counts the versions sent so far.

    ``draft_version`` rises with every change of a cell, so that a stale page is told instead of overwriting.
    """

    unit = models.ForeignKey(OperatingUnit, on_delete=models.PROTECT, related_name="status_reports")
    category = models.ForeignKey(ServiceCategory, on_delete=models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("年度"))
    half = models.PositiveSmallIntegerField(_("半年"), choices=[(1, _("上半年")), (2, _("下半年"))])
    starts_on = models.DateField(_("統計日期起日"))
    ends_on = models.DateField(_("統計日期迄日"))
    state = models.CharField(_("報表狀態"), max_length=10, choices=State.choices, default=State.DRAFT)
    sent = models.PositiveSmallIntegerField(_("提交次數"), default=0)
    draft_version = models.PositiveIntegerField(default=0)
    remark = models.CharField(_("差異說明"), max_length=300, blank=True)
    computed_at = models.DateTimeField(_("帶入時間"), null=True)
    submitted_at = models.DateTimeField(_("提交日期"), null=True, blank=True)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("更新人員")
    )
    updated_at = models.DateTimeField(_("更新日期"), auto_now=True)

    objects = StatusReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("推展志願服務概況表")
        verbose_name_plural = _("推展志願服務概況表")
        ordering: ClassVar = ["-year", "-half", "unit"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "year", "half"], name="one_report_per_half_year"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="report_state_known"),
            models.CheckConstraint(condition=Q(half__in=[1, 2]), name="report_half_known"),
            models.CheckConstraint(condition=Q(starts_on__lt=F("ends_on")), name="report_period_in_order"),
        ]
        triggers: ClassVar = [
            STATUS_REPORT.guard("report_takes_legal_steps"),
            pgtrigger.Trigger(
                name="report_born_as_draft",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                condition=~pgtrigger.Q(new__state=str(State.DRAFT), new__sent=0),
                func="RAISE EXCEPTION 'a report starts as a draft';",
            ),
            pgtrigger.Trigger(
                name="report_locked_once_sent",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func="""
                    IF TG_OP = 'DELETE' THEN
                        IF OLD.state <> 'draft' OR OLD.sent > 0 THEN
                            RAISE EXCEPTION 'a report that was sent stays';
                        END IF;
                        RETURN OLD;
                    END IF;
                    IF OLD.state IN ('submitted', 'accepted') THEN
                        IF NEW.state = OLD.state OR to_jsonb(NEW) - 'state' <> to_jsonb(OLD) - 'state' THEN
                            RAISE EXCEPTION 'a report that was sent does not change';
                        END IF;
                        IF NEW.state = 'reopened' AND NOT EXISTS (
                            SELECT 1 FROM reports_unlock u
                            WHERE u.report_id = OLD.id AND u.submission_number = OLD.sent AND u.state = 'granted'
                        ) THEN
                            RAISE EXCEPTION 'a report is reopened only by an unlock that was granted';
                        END IF;
                        RETURN NEW;
                    END IF;
                    IF (NEW.id, NEW.unit_id, NEW.year, NEW.half, NEW.starts_on, NEW.ends_on)
                       IS DISTINCT FROM (OLD.id, OLD.unit_id, OLD.year, OLD.half, OLD.starts_on, OLD.ends_on)
                    THEN
                        RAISE EXCEPTION 'a report stays with its unit and period';
                    END IF;
                    IF NEW.sent <> OLD.sent + (NEW.state = 'submitted')::int THEN
                        RAISE EXCEPTION 'versions are counted by sending';
                    END IF;
                    IF NEW.state = 'submitted' AND NOT EXISTS (
                        SELECT 1 FROM reports_submission s WHERE s.report_id = OLD.id AND s.number = NEW.sent
                    ) THEN
                        RAISE EXCEPTION 'a report is sent together with its frozen version';
                    END IF;
                    RETURN NEW;
                """,
            ),
            no_truncate("reports_not_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}-{self.half}"

    @property
    def is_open(self) -> bool:
        """The unit may still change it."""
        return self.state in OPEN

    @property
    def period(self) -> HalfYear:
        """The half-year it is about."""
        return HalfYear(self.year, self.half)


@audited()
class ReportCell(models.Model):
    """One cell: what was computed from the data, and what a person put instead, if anything.

    Values are whole numbers: people, times, or **minutes** for hours.
    """

    report = models.ForeignKey(StatusReport, on_delete=models.CASCADE, related_name="cells")
    key = models.CharField(max_length=40)
    computed = models.BigIntegerField(_("自動值"), default=0)
    adjusted = models.BigIntegerField(_("調整值"), null=True, blank=True)
    adjusted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    adjusted_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("報表欄位")
        verbose_name_plural = _("報表欄位")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "key"], name="one_cell_per_key"),
            models.CheckConstraint(
                condition=Q(computed__gte=0) & (Q(adjusted__isnull=True) | Q(adjusted__gte=0)),
                name="cell_not_negative",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Trigger(
                name="cells_locked_once_sent",
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func="""
                    -- held until the end, so that no report is sent while one of its cells is being written
                    PERFORM 1 FROM reports_statusreport r
                    WHERE r.id IN (CASE WHEN TG_OP = 'INSERT' THEN NEW.report_id ELSE OLD.report_id END,
                                   CASE WHEN TG_OP = 'DELETE' THEN OLD.report_id ELSE NEW.report_id END)
                    ORDER BY r.id FOR SHARE;
                    IF EXISTS (
                        SELECT 1 FROM reports_statusreport r
                        WHERE r.id IN (CASE WHEN TG_OP = 'INSERT' THEN NEW.report_id ELSE OLD.report_id END,
                                       CASE WHEN TG_OP = 'DELETE' THEN OLD.report_id ELSE NEW.report_id END)
                          AND r.state IN ('submitted', 'accepted')
                    ) THEN
                        RAISE EXCEPTION 'the cells of a report that was sent do not change';
                    END IF;
                    IF TG_OP = 'DELETE' THEN
                        RETURN OLD;
                    END IF;
                    RETURN NEW;
                """,
            ),
            no_truncate("cells_not_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.key}"

    @property
    def value(self) -> int:
        """What the form shows: the adjusted value, else the computed one."""
        return self.computed if self.adjusted is None else self.adjusted


class Submission(models.Model):
    """A version as it was sent: every cell with its computed and its final value. Never changed."""

    report = models.ForeignKey(StatusReport, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField(_("第幾次"))
    cells = models.JSONField(_("數值"))
    remark = models.CharField(_("差異說明"), max_length=300, blank=True)
    late = models.BooleanField(_("逾期"), default=False)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("提交時間"))

    class Meta:
        verbose_name = _("提交版本")
        verbose_name_plural = _("提交版本")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report", "number"], name="one_submission_per_number"),
        ]
        triggers: ClassVar = [
            append_only("submissions_stay"),
            pgtrigger.Trigger(
                name="submission_is_the_next_one",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    PERFORM 1 FROM reports_statusreport r WHERE r.id = NEW.report_id FOR SHARE;
                    IF NOT EXISTS (
                        SELECT 1 FROM reports_statusreport r
                        WHERE r.id = NEW.report_id AND NEW.number = r.sent + 1
                          AND r.state NOT IN ('submitted', 'accepted')
                    ) THEN
                        RAISE EXCEPTION 'only an open report is sent, and its versions follow one another';
                    END IF;
                    RETURN NEW;
                """,
            ),
            no_truncate("submissions_not_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} #{self.number}"

    @property
    def computed(self) -> dict[str, int]:
        """Every cell as the data gave it when the version was sent."""
        return {key: cell["computed"] for key, cell in self.cells.items()}

    @property
    def values(self) -> dict[str, int]:
        """Every cell as it was sent."""
        return {
            key: cell["computed"] if cell["adjusted"] is None else cell["adjusted"] for key, cell in self.cells.items()
        }


@audited()
class Unlock(models.Model):
    """A request to unlock a sent report, and its answer. An officer may also unlock unasked, with a reason."""

    report = models.ForeignKey(StatusReport, on_delete=models.PROTECT, related_name="unlocks")
    submission_number = models.PositiveSmallIntegerField(_("針對第幾次提交"))
    reason = models.TextField(_("原因"), max_length=1000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申請時間"))
    state = models.CharField(_("狀態"), max_length=8, choices=UnlockState.choices, default=UnlockState.ASKED)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(_("處理時間"), null=True)
    answer = models.TextField(_("答覆"), blank=True, max_length=1000)

    objects = UnlockQuerySet.as_manager()

    class Meta:
        verbose_name = _("解鎖申請")
        verbose_name_plural = _("解鎖申請")
        ordering: ClassVar = ["-asked_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["report"], condition=Q(state="asked"), name="one_open_unlock_per_report"),
            models.CheckConstraint(condition=Q(state__in=UnlockState.values), name="unlock_state_known"),
            models.CheckConstraint(
                condition=Q(state=UnlockState.ASKED, decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state=UnlockState.ASKED) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="unlock_decided_by_somebody",
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.FSM(
                name="unlock_decided_once", field="state", transitions=[("asked", "granted"), ("asked", "declined")]
            ),
            pgtrigger.Trigger(
                name="unlock_starts_as_a_question",
                operation=pgtrigger.Insert,
                when=pgtrigger.Before,
                func="""
                    IF NEW.state <> 'asked' OR NOT EXISTS (
                        SELECT 1 FROM reports_statusreport r
                        WHERE r.id = NEW.report_id AND r.sent = NEW.submission_number
                          AND r.state IN ('submitted', 'accepted')
                    ) THEN
                        RAISE EXCEPTION 'an unlock asks for the version that is locked now';
                    END IF;
                    RETURN NEW;
                """,
            ),
            pgtrigger.Trigger(
                name="unlock_answered_once",
                operation=pgtrigger.Update | pgtrigger.Delete,
                when=pgtrigger.Before,
                func="""
                    IF TG_OP = 'DELETE' THEN
                        RAISE EXCEPTION 'a request to unlock stays';
                    END IF;
                    IF OLD.state <> 'asked'
                       OR (NEW.id, NEW.report_id, NEW.submission_number, NEW.reason, NEW.asked_by_id, NEW.asked_at)
                       IS DISTINCT FROM
                       (OLD.id, OLD.report_id, OLD.submission_number, OLD.reason, OLD.asked_by_id, OLD.asked_at)
                    THEN
                        RAISE EXCEPTION 'a request to unlock does not change, and is answered once';
                    END IF;
                    RETURN NEW;
                """,
            ),
            no_truncate("unlocks_not_emptied"),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.state}"
