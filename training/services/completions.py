"""Recording, correcting and revoking completions. Facts change here; verdicts follow in the same transaction."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from training.access import COMPLETIONS
from training.enums import Evidence, TrainingKind
from training.models import Completion
from training.signals import completions_changed
from units.models import OperatingUnit
from volunteer_portal.access.errors import NotAllowed, Problem, Refused
from volunteer_portal.accounts.models import User
from volunteer_portal.rules.roc import format_date
from volunteer_portal.rules.training import Missing
from volunteers.access import VOLUNTEERS
from volunteers.models import Volunteer
from volunteers.services.permission import demand, demand_unit

from . import certificates
from .prerequisites import prerequisites_missing

STAFF_KINDS = frozenset({TrainingKind.SUPERVISOR, TrainingKind.IN_SERVICE})
LONGEST_MINUTES = 60_000


@dataclass(frozen=True, slots=True)
class CourseEntry:
    """A completed course. ``category_id`` is a code; basic training has none, special training needs one."""

    kind: str
    completed_on: date
    minutes: int
    category_id: str | None = None
    course_name: str = ""
    started_on: date | None = None
    ended_on: date | None = None
    organiser: str = ""
    certificate_number: str = ""
    evidence: str = Evidence.CERTIFICATE


@dataclass(frozen=True, slots=True)
class Recorded:
    """A completion, what its holder lacked for that course when it was completed (a warning), and what followed.

    ``opened`` and ``closed`` are minutes of the recording unit's service that now count, and that no longer do.
    """

    completion: Completion
    warnings: tuple[Missing, ...] = ()
    opened: int = 0
    closed: int = 0


@transaction.atomic
def record_completion(  # noqa: PLR0913 - a course, its holder, its paper, and who wrote it down
    *,
    course: CourseEntry,
    unit: OperatingUnit | None,
    by: User | None,
    now: datetime,
    volunteer: Volunteer | None = None,
    staff: User | None = None,
    certificate: IO[bytes] | None = None,
) -> Recorded:
    """Write down a completed course, of any category, of one of the unit's members or of staff (PERM-1, A2)."""
    _may_record(volunteer, staff, unit, by, now)
    found = _problems(course, volunteer, staff, timezone.localdate(now))
    if found:
        raise Refused(found)
    completion = Completion(volunteer=volunteer, staff=staff, recorded_unit=unit, recorded_by=by, **asdict(course))
    _keep_certificate(completion, certificate)
    if volunteer is not None:
        Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer.pk)
    _save(completion)
    return _announced(completion)


@transaction.atomic
def correct_completion(
    *,
    completion: Completion,
    course: CourseEntry,
    by: User | None,
    now: datetime,
    certificate: IO[bytes] | None = None,
) -> Recorded:
    """Replace what was written down; the former values stay in the history."""
    demand(COMPLETIONS, "correct", completion, by, now)
    if completion.volunteer_id:
        Volunteer.objects.select_for_update(no_key=True).get(pk=completion.volunteer_id)
    completion = Completion.objects.select_for_update(of=("self",)).get(pk=completion.pk)
    if completion.revoked_at is not None:
        raise Refused.one("kind", "revoked", _("這筆訓練已經撤銷，不能再改。請另外新增一筆。"))
    found = _problems(course, completion.volunteer, completion.staff, timezone.localdate(now))
    if found:
        raise Refused(found)
    for name, value in asdict(course).items():
        setattr(completion, name, value)
    _keep_certificate(completion, certificate)
    _save(completion)
    return _announced(completion)


@transaction.atomic
def revoke(*, completion: Completion, reason: str, by: User | None, now: datetime) -> Recorded:
    """Take a completion back. It stays on file with the reason, and decides nothing any more."""
    demand(COMPLETIONS, "revoke", completion, by, now)
    if not reason.strip():
        raise Refused.one("reason", "required", _("請填撤銷的原因。"))
    if completion.volunteer_id:
        Volunteer.objects.select_for_update(no_key=True).get(pk=completion.volunteer_id)
    completion = Completion.objects.select_for_update(of=("self",)).get(pk=completion.pk)
    if completion.revoked_at is not None:
        return Recorded(completion)
    completion.revoked_at, completion.revoked_reason = now, reason.strip()
    completion.save(update_fields=["revoked_at", "revoked_reason"])
    return _announced(completion)


def _may_record(
    volunteer: Volunteer | None, staff: User | None, unit: OperatingUnit | None, by: User | None, now: datetime
) -> None:
    if (volunteer is None) == (staff is None):
        msg = "a completion belongs to one volunteer or to one account"
        raise ValueError(msg)
    if by is None:
        return
    if unit is not None:
        demand_unit(unit.pk, by, now)
    elif staff is None or staff.pk != by.pk:
        raise NotAllowed(_("教育訓練由運用單位登錄。"))
    if volunteer is not None:
        demand(VOLUNTEERS, "view", volunteer, by, now)


def _problems(course: CourseEntry, volunteer: Volunteer | None, staff: User | None, today: date) -> list[Problem]:
    found = []
    if course.kind not in TrainingKind.values:
        return [Problem("kind", "kind", _("請選擇訓練類別。"))]
    if course.kind == TrainingKind.SPECIAL and not course.category_id:
        found.append(Problem("category_id", "required", _("特殊訓練須選擇服務類別。")))
    if course.kind == TrainingKind.BASIC and course.category_id:
        found.append(Problem("category_id", "category", _("基礎訓練不分類別，請不要選擇服務類別。")))
    if staff is not None and course.kind not in STAFF_KINDS:
        found.append(Problem("kind", "kind", _("不是志工的承辦人只登錄督導訓練與在職訓練。")))
    if not 0 < course.minutes <= LONGEST_MINUTES:
        found.append(Problem("minutes", "minutes", _("訓練時數須大於 0，且不超過 1,000 小時。")))
    found += _day_problems(course, volunteer, today)
    return found


def _day_problems(course: CourseEntry, volunteer: Volunteer | None, today: date) -> list[Problem]:
    found = []
    if course.completed_on > today:
        day = format_date(today)
        found.append(Problem("completed_on", "future", _("完訓日期晚於今天（{day}），請核對。").format(day=day)))
    if volunteer is not None and course.completed_on < volunteer.born_on:
        found.append(Problem("completed_on", "before_birth", _("完訓日期早於出生年月日，請核對。")))
    if course.started_on and course.ended_on and course.started_on > course.ended_on:
        found.append(Problem("ended_on", "range_order", _("訓練迄日早於起日，請對調或改正。")))
    if course.started_on and course.started_on > course.completed_on:
        found.append(Problem("completed_on", "range_order", _("完訓日期早於訓練起日，請核對。")))
    return found


def _keep_certificate(completion: Completion, certificate: IO[bytes] | None) -> None:
    if certificate is None:
        return
    name, content = certificates.accepted(certificate)
    former, storage = completion.certificate_file.name, completion.certificate_file.storage
    completion.certificate_file.save(name, content, save=False)
    if former:
        transaction.on_commit(lambda: storage.delete(former))


def _save(completion: Completion) -> None:
    try:
        with transaction.atomic():
            completion.save()
    except IntegrityError:
        raise Refused.one(
            "completed_on", "same", _("這位志工在同一天已經登錄過同類別的這種訓練，請改用那一筆。")
        ) from None


def _announced(completion: Completion) -> Recorded:
    """Tell the storeys above, inside this transaction."""
    if completion.volunteer_id is None:
        return Recorded(completion)
    answers = completions_changed.send(sender=Completion, volunteer_ids=[completion.volunteer_id])
    missing = prerequisites_missing(volunteer=completion.volunteer, kind=completion.kind, on=completion.completed_on)
    unit_id = completion.recorded_unit_id
    return Recorded(
        completion, missing, _minutes(answers, "turned_on", unit_id), _minutes(answers, "turned_off", unit_id)
    )


def _minutes(answers: list[tuple[Any, Any]], which: str, unit_id: int | None) -> int:
    """What the storey above says has changed for this unit's hours; nothing when nobody listens."""
    return sum(
        change.minutes
        for _receiver, answer in answers
        for change in getattr(answer, which, ())
        if change.unit_id == unit_id
    )
