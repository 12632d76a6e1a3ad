"""服務紀錄冊: the third part of the page about one person, the gap, and how changes are told."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units.models import OperatingUnit
from volunteer_portal.rules.roc import format_date
from volunteers.gaps import gap, lacking
from volunteers.history import Change, describes, labels_of
from volunteers.models import Membership, Volunteer
from volunteers.person import Looking, Part, part

from .enums import BookState
from .models import Annotation, RecordBook


@gap("book", gettext_lazy("紀錄冊"))
def _no_book(_unit: OperatingUnit, today: date) -> Q:
    return ~Q(Exists(RecordBook.objects.held_on(today).filter(volunteer=OuterRef("volunteer"))))


@part
def book(volunteer: Volunteer, looking: Looking) -> Part:
    """The live book, former ones, and notes on misuse."""
    visible = RecordBook.objects.visible_to(looking.scope).filter(volunteer=volunteer)
    rows = list(visible.select_related("category").prefetch_related("annotations").order_by("state", "-issued_on"))
    live = next((row for row in rows if row.state == BookState.LIVE), None)
    href = f"{reverse('book_new')}?volunteer={volunteer.ref}" if looking.unit and live is None else ""
    return Part(
        code="book",
        label=_("服務紀錄冊"),
        state="done" if live else "missing",
        note=_("{number}，{day} 發冊").format(number=live.book_number, day=format_date(live.issued_on))
        if live
        else _("還沒有紀錄冊；基礎與特殊訓練都完成後可以申請"),
        template="recordbook/part.html",
        context={"rows": rows, "href": href, "label": _("登錄紀錄冊") if href else ""},
        action_label=_("登錄紀錄冊") if href and not _to_train(volunteer, looking) else "",
        action_href=href,
    )


def _to_train(volunteer: Volunteer, looking: Looking) -> bool:
    """Whether training comes first: a book is given to whom has it."""
    members = Membership.objects.filter(volunteer=volunteer, unit=looking.unit)
    return lacking(members, "training", looking.unit, looking.today).exists()


@describes(RecordBook)
def _book(change: Change) -> str:
    number = change.row["book_number"]
    if change.label == "insert":
        return _("登錄紀錄冊 {number}").format(number=number)
    if "voided_on" in change.diff:
        return _("註銷紀錄冊 {number}").format(number=number)
    return _("更正紀錄冊（{fields}）").format(fields=labels_of(RecordBook, change)) if change.diff else ""


@describes(Annotation, "book__volunteer")
def _annotation(change: Change) -> str:
    days = f"{format_date(change.row['from_day'])}–{format_date(change.row['to_day'])}"
    if change.label == "insert":
        return _("註記紀錄冊轉借或冒用（{days}）").format(days=days)
    return _("撤銷紀錄冊註記（{days}）").format(days=days) if change.label == "delete" else ""
