"""What the authority decides: accept, or unlock for correction. One decision, whoever is first (PERM-5)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from reports.access import UNLOCKS
from reports.enums import UnlockState
from reports.models import StatusReport, Unlock
from reports.telling import tell_accepted, tell_asked, tell_decided
from reports.workflow import STATUS_REPORT
from volunteer_portal.access.errors import NotAllowed, Overtaken, Refused
from volunteer_portal.accounts.models import User

from .ground import locked, moment, reach_of, require, wrong_officer

REASON_LENGTH = 1000


@transaction.atomic
def accept(*, report: StatusReport, by: User, now: datetime, number: int | None = None) -> StatusReport:
    """審核通過. ``number``: the version that was looked at; a newer one is not accepted unseen."""
    report = locked(report)
    require(by, "accept", report, now)
    if number is not None and number != report.sent:
        raise Overtaken(_("單位已送出第 {number} 版，請看過新的版本再審。").format(number=report.sent))
    STATUS_REPORT.advance(report, "accept", scope=reach_of(by, now), now=now)
    tell_accepted(report, now)
    return report


def accept_many(
    *, reports: Iterable[StatusReport], by: User, now: datetime
) -> tuple[list[StatusReport], list[tuple[StatusReport, str]]]:
    """Accept each report as it was looked at; those that somebody else decided meanwhile come back with the reason."""
    accepted, left = [], []
    for report in reports:
        try:
            accepted.append(accept(report=report, by=by, now=now, number=report.sent))
        except (Overtaken, NotAllowed) as refusal:
            left.append((report, refusal.sentence))
    return accepted, left


@transaction.atomic
def ask_unlock(*, report: StatusReport, by: User, now: datetime, reason: str) -> Unlock:
    """The unit asks for its locked report to be opened; one open request at a time."""
    report = locked(report)
    require(by, "ask_unlock", report, now)
    said = _needed(reason, _("請寫明要更正什麼、為什麼，承辦人看得到。"))
    if report.is_open:
        raise Overtaken(_("這份報表現在沒有鎖定，可以直接修改。"))
    waiting = report.unlocks.filter(state=UnlockState.ASKED).select_related("asked_by").first()
    if waiting is not None:
        raise Refused.one(
            "reason",
            "already_asked",
            _("{who}已於 {at} 申請解鎖，正在等候承辦人處理，不必再申請。").format(
                who=waiting.asked_by or _("系統"), at=moment(waiting.asked_at)
            ),
        )
    unlock = Unlock.objects.create(
        report=report, submission_number=report.sent, reason=said, asked_by_id=by.pk, asked_at=now
    )
    tell_asked(unlock, now)
    return unlock


@transaction.atomic
def grant_unlock(*, unlock: Unlock, by: User, now: datetime, answer: str = "") -> Unlock:
    """Unlock as asked. Of two officers at once, the second is told who decided, and when."""
    report, unlock = _waiting(unlock, by, now)
    _decide(unlock, UnlockState.GRANTED, by=by, now=now, answer=answer)
    STATUS_REPORT.advance(report, "reopen", scope=reach_of(by, now), now=now, note=unlock.reason)
    tell_decided(unlock, now)
    return unlock


@transaction.atomic
def decline_unlock(*, unlock: Unlock, by: User, now: datetime, answer: str) -> Unlock:
    """Leave the report locked, and say why."""
    _report, unlock = _waiting(unlock, by, now)
    said = _needed(answer, _("請寫明不同意的原因，單位看得到。"))
    _decide(unlock, UnlockState.DECLINED, by=by, now=now, answer=said)
    tell_decided(unlock, now)
    return unlock


@transaction.atomic
def unlock_unasked(*, report: StatusReport, by: User, now: datetime, reason: str) -> Unlock:
    """退回修改: the officer unlocks without having been asked, or with an answer of their own to who asked."""
    report = locked(report)
    require(by, "reopen", report, now)
    said = _needed(reason, _("請寫明要單位更正什麼，對方與日後查核都會看到。"))
    if report.is_open:
        raise Overtaken(_("這份報表已經解鎖，單位正在修改。"))
    waiting = report.unlocks.filter(state=UnlockState.ASKED).first()
    if waiting is not None:
        return grant_unlock(unlock=waiting, by=by, now=now, answer=said)
    unlock = Unlock.objects.create(
        report=report, submission_number=report.sent, reason=said, asked_by_id=by.pk, asked_at=now
    )
    return grant_unlock(unlock=unlock, by=by, now=now, answer=said)


def _waiting(unlock: Unlock, by: User, now: datetime) -> tuple[StatusReport, Unlock]:
    """The report and the request, both held, if the request still waits for an answer and the officer may give it."""
    report = locked(unlock.report)
    unlock = Unlock.objects.select_for_update(of=("self",)).select_related("decided_by", "report").get(pk=unlock.pk)
    if not UNLOCKS.allows(reach_of(by, now), "decide", unlock):
        raise NotAllowed(wrong_officer(report.category_id, report.category.name))
    if unlock.state != UnlockState.ASKED:
        raise Overtaken(
            _("這件申請已由{who}於 {at} 處理：{state}。").format(
                who=unlock.decided_by, at=moment(unlock.decided_at), state=unlock.get_state_display()
            )
        )
    return report, unlock


def _decide(unlock: Unlock, state: UnlockState, *, by: User, now: datetime, answer: str) -> None:
    unlock.state = state
    unlock.decided_by_id = by.pk
    unlock.decided_at = now
    unlock.answer = answer.strip()[:REASON_LENGTH]
    unlock.save(update_fields=["state", "decided_by", "decided_at", "answer"])


def _needed(text: str, sentence: str) -> str:
    said = text.strip()[:REASON_LENGTH]
    if not said:
        raise Refused.one("reason", "required", sentence)
    return said
