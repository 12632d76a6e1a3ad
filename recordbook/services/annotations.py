"""Notes on misuse: the service they name is not counted (RB-8, HRS-12)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from recordbook.access import BOOKS
from recordbook.models import Annotation, RecordBook
from recordbook.signals import annotations_changed
from units.models import OperatingUnit
from volunteer_portal.access.errors import Refused
from volunteer_portal.accounts.models import User
from volunteers.models import Volunteer
from volunteers.services.permission import demand


@transaction.atomic
def annotate_misuse(  # noqa: PLR0913 - a note says which days, where and why
    *,
    book: RecordBook,
    from_day: date,
    to_day: date,
    reason: str,
    by: User | None,
    now: datetime,
    unit: OperatingUnit | None = None,
) -> Annotation:
    """Note that the book was lent or falsely used on these days, at the unit if one is named."""
    demand(BOOKS, "annotate", book, by, now)
    if to_day < from_day:
        raise Refused.one("to_day", "range_order", _("迄日早於起日，請對調或改正。"))
    if not reason.strip():
        raise Refused.one("reason", "required", _("請填註記的事由。"))
    Volunteer.objects.select_for_update(no_key=True).get(pk=book.volunteer_id)
    note = Annotation.objects.create(
        book=book, unit=unit, from_day=from_day, to_day=to_day, reason=reason.strip(), noted_by=by, noted_at=now
    )
    annotations_changed.send(sender=Annotation, volunteer_ids=[book.volunteer_id])
    return note


@transaction.atomic
def withdraw_annotation(*, annotation: Annotation, by: User | None, now: datetime) -> None:
    """Take a note back; the history keeps it."""
    demand(BOOKS, "annotate", annotation.book, by, now)
    volunteer_id = annotation.book.volunteer_id
    Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer_id)
    annotation.delete()
    annotations_changed.send(sender=Annotation, volunteer_ids=[volunteer_id])
