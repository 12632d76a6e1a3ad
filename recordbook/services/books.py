"""One live book per person, for life (RB-15)."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from recordbook.access import BOOKS
from recordbook.enums import BookState, IssueKind
from recordbook.models import RecordBook
from units.models import OperatingUnit
from volunteer_portal.access.errors import Problem, Refused
from volunteer_portal.accounts.models import User
from volunteer_portal.rules.roc import format_date
from volunteers.access import VOLUNTEERS
from volunteers.models import Volunteer
from volunteers.services.permission import demand, demand_unit


@dataclass(frozen=True, slots=True)
class BookEntry:
    """A record book as printed. ``category_id`` is the code of the 領冊類別."""

    book_number: str
    category_id: str
    issued_on: date
    issuer: str = ""
    issue_kind: str = IssueKind.FIRST


@transaction.atomic
def record_book(
    *, volunteer: Volunteer, book: BookEntry, unit: OperatingUnit | None, by: User | None, now: datetime
) -> RecordBook:
    """Write down the book a person holds. A second live book is refused with the number of the first."""
    if by is not None:
        demand_unit(unit.pk if unit else 0, by, now)
        demand(VOLUNTEERS, "view", volunteer, by, now)
    Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer.pk)
    found = _problems(volunteer, book, timezone.localdate(now))
    if found:
        raise Refused(found)
    row = RecordBook(volunteer=volunteer, recorded_unit=unit, recorded_by=by, **asdict(book))
    row.book_number = book.book_number.strip()
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # the same number came in from elsewhere meanwhile
        raise Refused.one("book_number", "number_taken", _("這個紀錄冊號已經登錄給別人，請核對。")) from None
    return row


@transaction.atomic
def void_book(*, book: RecordBook, voided_on: date, by: User | None, now: datetime) -> RecordBook:
    """Cancel a book, so that an exchanged or reissued one can follow."""
    demand(BOOKS, "void", book, by, now)
    book = RecordBook.objects.select_for_update(of=("self",)).get(pk=book.pk)
    if book.state == BookState.VOID:
        raise Refused.one("voided_on", "void", _("這本紀錄冊已經註銷。"))
    if not book.issued_on <= voided_on <= timezone.localdate(now):
        raise Refused.one("voided_on", "date", _("註銷日期須在發冊日期與今天之間。"))
    book.state, book.voided_on = BookState.VOID, voided_on
    book.save(update_fields=["state", "voided_on"])
    return book


def _problems(volunteer: Volunteer, book: BookEntry, today: date) -> list[Problem]:
    found = []
    if not book.book_number.strip():
        found.append(Problem("book_number", "required", _("沒有填紀錄冊號。")))
    if book.issued_on > today:
        found.append(Problem("issued_on", "future", _("發冊日期晚於今天，請核對。")))
    if book.issued_on < volunteer.born_on:
        found.append(Problem("issued_on", "before_birth", _("發冊日期早於出生年月日，請核對。")))
    held = RecordBook.objects.live().filter(volunteer=volunteer).first()
    if held is not None:
        sentence = _("這位志工已有紀錄冊 {number}（{day} 發冊）；一人一冊，終身沿用。")
        found.append(
            Problem(
                "book_number", "second_book", sentence.format(number=held.book_number, day=format_date(held.issued_on))
            )
        )
    elif RecordBook.objects.filter(book_number=book.book_number.strip()).exists():
        found.append(Problem("book_number", "number_taken", _("這個紀錄冊號已經登錄過，請核對。")))
    return found
