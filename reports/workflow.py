"""The life of a half-year report, as a table (RPT-16)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from volunteer_portal.workflow.table import Step, Workflow

from .access import STATUS_REPORTS
from .enums import State

STATUS_REPORT = Workflow(
    "reports.statusreport",
    STATUS_REPORTS,
    Step("submit", _("提交"), frozenset({State.DRAFT, State.REOPENED}), State.SUBMITTED, action="submit"),
    Step("accept", _("審核通過"), frozenset({State.SUBMITTED}), State.ACCEPTED, action="accept"),
    Step(
        "reopen",
        _("解除鎖定"),
        frozenset({State.SUBMITTED, State.ACCEPTED}),
        State.REOPENED,
        action="reopen",
        needs_note=True,
    ),
)
