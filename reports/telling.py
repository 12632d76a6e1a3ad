"""Who is told what became of a report: officers of a request to unlock, the unit of every answer."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from volunteer_portal.notices.deadlines import Words
from volunteer_portal.notices.services import notify

from .enums import UnlockState
from .models import StatusReport, Unlock
from .notices import officers, staff


def tell_asked(unlock: Unlock, now: datetime) -> None:
    """Tell the proper officers that a unit asks for its report."""
    report = unlock.report
    told = officers([report.unit_id], timezone.localdate(now))[report.unit_id]
    words = Words(
        _("{unit}申請解鎖{period}概況表").format(unit=report.unit.name, period=report.period.label),
        unlock.reason,
        reverse("city_report", args=[report.pk]),
    )
    notify(to=told, kind="unlock_asked", words=words, now=now)


def tell_decided(unlock: Unlock, now: datetime) -> None:
    """Tell the unit that its report is open again, or why it stays locked."""
    period = unlock.report.period.label
    granted = unlock.state == UnlockState.GRANTED
    title = _("{period}概況表已解鎖，請修正後重新提交") if granted else _("{period}概況表未解鎖")
    _tell_unit(unlock.report, "unlock_decided", title.format(period=period), unlock.answer, now)


def tell_accepted(report: StatusReport, now: datetime) -> None:
    """Tell the unit that its report was accepted."""
    title = _("{period}概況表審核通過").format(period=report.period.label)
    _tell_unit(report, "report_accepted", title, "", now)


def _tell_unit(report: StatusReport, kind: str, title: str, body: str, now: datetime) -> None:
    told = staff([report.unit_id], timezone.localdate(now)).get(report.unit_id, ())
    link = reverse("report_detail", args=[report.year, report.half])
    notify(to=told, kind=kind, words=Words(title, body, link), now=now)
