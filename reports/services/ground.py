"""What all services of a report stand on: the lock, the question who may, the sentences of refusal."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from reports.access import CITY_CATEGORIES, STATUS_REPORTS
from reports.models import StatusReport
from reports.workflow import STATUS_REPORT
from units.scopes import scope_of
from volunteer_portal.access.errors import NotAllowed, Overtaken
from volunteer_portal.access.scope import Scope
from volunteer_portal.accounts.models import User
from volunteer_portal.rules.roc import format_date


class Stale(Overtaken):
    """The page was drawn before somebody else's change of the draft."""


def moment(at: datetime) -> str:
    """「114/06/30 09:05」, in local time."""
    local = timezone.localtime(at)
    return f"{format_date(local.date())} {local:%H:%M}"


def reach_of(by: User, now: datetime) -> Scope:
    """What the account reaches today."""
    return scope_of(by, timezone.localtime(now).date())


def locked(report: StatusReport) -> StatusReport:
    """The report as it stands now, held until the transaction ends; every service takes this lock first."""
    return StatusReport.objects.select_for_update(of=("self",)).select_related("updated_by", "unit").get(pk=report.pk)


def require(by: User, action: str, report: StatusReport, now: datetime) -> None:
    """Refuse, with the reason, whoever may not do this."""
    if STATUS_REPORTS.allows(reach_of(by, now), action, report):
        return
    if action in {"accept", "reopen"}:
        raise NotAllowed(wrong_officer(report.category_id, report.category.name))
    raise NotAllowed(_("報表由「{unit}」的承辦人填寫、提交與申請解鎖。").format(unit=report.unit.name))


def wrong_officer(category: str, name: str) -> str:
    """Who decides on a report of the category (PERM-5)."""
    if category in CITY_CATEGORIES:
        return _("{category}的概況表由社會局（志願服務推廣中心）審核與解鎖。").format(category=name)
    return _("{category}的概況表由該類別的目的事業主管機關審核與解鎖。").format(category=name)


def require_open(report: StatusReport) -> None:
    """Refuse when the report is locked: say since when, and by whom."""
    if report.is_open:
        return
    last = STATUS_REPORT.history(report).last()
    if last is None:
        raise Overtaken(_("報表已鎖定，請重新整理頁面。"))
    raise Overtaken(
        _("報表已由{who}於 {at} 提交並鎖定，剛才的更動沒有寫入。要改請申請解鎖。").format(
            who=last.by or _("系統"), at=moment(last.at)
        )
        if last.step == "submit"
        else _("報表已由{who}於 {at} 審核通過，剛才的更動沒有寫入。要改請申請解鎖。").format(
            who=last.by or _("系統"), at=moment(last.at)
        )
    )


def require_fresh(report: StatusReport, draft_version: int | None) -> None:
    """Refuse when the page was drawn before somebody else's change; None does not ask."""
    if draft_version is None or draft_version == report.draft_version:
        return
    raise Stale(
        _("{who}已於 {at} 改過這份報表，您的頁面是舊的，這次的更動沒有寫入。").format(
            who=report.updated_by or _("別人"), at=moment(report.updated_at)
        )
    )
