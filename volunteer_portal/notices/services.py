"""Reminders: each step once, also after an outage; and the mails, sent after the rows are safe."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from volunteer_portal.accounts.models import User
from volunteer_portal.rules.deadlines import step_to_send

from .deadlines import Deadline, Words, deadline_of, deadlines
from .models import Notice, Reminder

logger = logging.getLogger(__name__)
MAILS_A_RUN = 200


def tick(*, today: date, now: datetime) -> int:
    """Make every reminder that should have been made by today and was not. Returns how many were made.

    Run twice, late, by two beats at once or after an outage: a step is made once, and after an outage only the newest.
    """
    return sum(_remind(deadline, period, today, now) for deadline in deadlines() for period in deadline.periods(today))


@transaction.atomic
def _remind(deadline: Deadline, period: Any, today: date, now: datetime) -> int:
    key, due_on = deadline.key(period), deadline.due(period)
    owing = sorted(deadline.owing(period))
    made: dict[int, set[int]] = defaultdict(set)
    rows = Reminder.objects.filter(code=deadline.code, period=key, unit_id__in=owing)
    for unit_id, step in rows.values_list("unit_id", "step"):
        made[unit_id].add(step)
    wanted = {
        unit_id: step
        for unit_id in owing
        if (step := step_to_send(due_on, today, made[unit_id], deadline.steps)) is not None
    }
    new = [
        Reminder(code=deadline.code, period=key, unit_id=unit_id, step=step, made_at=now)
        for unit_id, step in wanted.items()
    ]
    Reminder.objects.bulk_create(new, ignore_conflicts=True)
    mine = {
        reminder.unit_id: reminder
        for reminder in Reminder.objects.filter(code=deadline.code, period=key, unit_id__in=wanted, made_at=now)
        if reminder.step == wanted[reminder.unit_id]
    }
    _tell(deadline, period, mine, today, now)
    return len(mine)


def _tell(deadline: Deadline, period: Any, reminders: dict[int, Reminder], today: date, now: datetime) -> None:
    staff = deadline.staff(list(reminders), today)
    late = [unit_id for unit_id, reminder in reminders.items() if reminder.step <= deadline.escalate_from]
    officers = deadline.officers(late, today) if late else {}
    notices = []
    for unit_id, reminder in reminders.items():
        for people, to_officer in ((staff.get(unit_id, ()), False), (officers.get(unit_id, ()), True)):
            words = deadline.words(period, unit_id, reminder.step, to_officer)
            notices += [
                Notice(
                    to_id=user_id,
                    reminder=reminder,
                    kind=deadline.code,
                    title=words.title,
                    body=words.body,
                    link=words.link,
                    obsolete_if=f"{deadline.code}|{reminder.period}|{unit_id}",
                    made_at=now,
                )
                for user_id in people
            ]
    Notice.objects.bulk_create(notices, ignore_conflicts=True)


@transaction.atomic
def notify(*, to: Iterable[int], kind: str, words: Words, now: datetime, mail: bool = True) -> list[Notice]:
    """Tell some accounts something that is no deadline: a decision, an answer, a finished job."""
    return Notice.objects.bulk_create(
        Notice(
            to_id=user_id, kind=kind, title=words.title, body=words.body, link=words.link, made_at=now, mail_due=mail
        )
        for user_id in sorted(set(to))
    )


def flush_mail(*, now: datetime) -> int:
    """Send what waits: one mail a person, with all that is still true. Returns how many mails left."""
    people = Notice.objects.filter(mail_due=True).values_list("to", flat=True).distinct().order_by("to")
    return sum(_mail(user_id, now) for user_id in list(people[:MAILS_A_RUN]))


@transaction.atomic
def _mail(user_id: int, now: datetime) -> bool:
    waiting = list(
        Notice.objects.select_for_update(skip_locked=True).filter(to=user_id, mail_due=True).order_by("made_at", "pk")
    )
    gone = [notice for notice in waiting if _obsolete(notice)]
    Notice.objects.filter(pk__in=[notice.pk for notice in gone]).update(mail_due=False, dropped_at=now)
    true = [notice for notice in waiting if notice not in gone]
    user = User.objects.filter(pk=user_id, is_active=True).first()
    Notice.objects.filter(pk__in=[notice.pk for notice in true]).update(
        mail_due=False, mailed_at=now if user else None, dropped_at=None if user else now
    )
    if not true or user is None:
        return False
    _send(user, true)
    return True


def _obsolete(notice: Notice) -> bool:
    if not notice.obsolete_if:
        return False
    code, period, unit_id = notice.obsolete_if.split("|")
    deadline = deadline_of(code)
    return deadline is None or not deadline.still_owed(period, int(unit_id))


def _send(user: User, notices: Collection[Notice]) -> None:
    first = next(iter(notices))
    subject = first.title if len(notices) == 1 else _("{count} 則通知").format(count=len(notices))
    context = {"user": user, "notices": notices, "site": settings.SITE_URL.rstrip("/")}
    mail = EmailMultiAlternatives(
        subject,
        render_to_string("mail/digest.txt", context),
        to=[user.email],
        headers={"Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(render_to_string("mail/digest.html", context), "text/html")
    mail.send()


@transaction.atomic
def mark_read(*, user_id: int, notice_ids: Iterable[int] | None, now: datetime) -> int:
    """Mark notices of the account as read; all of them when no ids are given."""
    mine = Notice.objects.filter(to=user_id, read_at__isnull=True)
    if notice_ids is not None:
        mine = mine.filter(pk__in=list(notice_ids))
    return mine.update(read_at=now)
