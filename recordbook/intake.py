"""志願服務紀錄冊: one live book per person (RB-15)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, NamedTuple

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from volunteer_portal.access.errors import Refused
from volunteer_portal.intake import answers, widgets
from volunteer_portal.intake.columns import Column, IntakeResource
from volunteer_portal.intake.kinds import Kind, declare
from volunteer_portal.intake.models import RowFate
from volunteer_portal.intake.planning import RowPlan, Stamp
from volunteer_portal.rules.roc import format_date
from volunteers.models import Volunteer
from volunteers.person_rows import PersonPlanner

from .enums import BookState, IssueKind
from .models import Annotation, RecordBook
from .services import batch

CHUNK = 5_000


class RecordBooksResource(IntakeResource):
    """Columns of the record book file (IMP-7)."""

    name = Column("姓名", widgets.Text(50), needed=True, shown=True, example="王小明")
    identity = Column(
        "身分證字號", widgets.Number(), needed=True, shown=True, private=True, example="A123456789",
        aliases=("身份證字號", "身分證統一編號", "身分證號"),
    )  # fmt: skip
    book_number = Column(
        "紀錄冊號", widgets.Code(40), needed=True, shown=True, aliases=("記錄冊號", "冊號"), example="社福11200001"
    )
    category = Column("領冊類別", widgets.category_widget(), needed=True, shown=True, example="社會福利類")
    issuer = Column("發冊單位", widgets.Text(60), example="臺南市政府社會局")
    issued_on = Column("發冊日期", widgets.Day(), needed=True, shown=True, aliases=("領冊日期",), example="112/04/01")
    issue_kind = Column(
        "申請別", widgets.Choice({str(label): value for value, label in IssueKind.choices}), example="初領"
    )


class Held(NamedTuple):
    """A book that is recorded or comes earlier in the file (``row``)."""

    volunteer_id: int
    number: str
    issued_on: date
    category: str
    state: str
    row: int = 0


class RecordBooksPlanner(PersonPlanner):
    """Judges books by person; a number belongs to one person."""

    def load(self) -> None:
        super().load()
        self.by_person: dict[int, Held] = {}
        self.by_number: dict[str, Held] = {}
        people, numbers = list(self.people.by_key), list({n for n in self.table.columns["book_number"] if n})
        fields = ("volunteer_id", "book_number", "issued_on", "category_id", "state")
        for start in range(0, max(len(people), len(numbers)), CHUNK):
            wanted = Q(volunteer__in=people[start : start + CHUNK]) | Q(book_number__in=numbers[start : start + CHUNK])
            for held in map(Held._make, ((*row, 0) for row in RecordBook.objects.filter(wanted).values_list(*fields))):
                self._keep(held)

    def _keep(self, held: Held) -> None:
        self.by_number[held.number] = held
        if held.state == BookState.LIVE:
            self.by_person[held.volunteer_id] = held

    def judge(self, row: RowPlan) -> None:
        pk, issued_on = self.person.pk, self.value(row, "issued_on")
        number = self.without_number(row, self.value(row, "book_number"))
        if issued_on < self.person.born_on:
            row.refuse(self.say("issued_on", "before_birth", _("發冊日期早於出生年月日，請核對。")))
            return
        held = self.by_person.get(pk)
        if held is not None:
            self._has_one(row, held, number)
            return
        taken = self.by_number.get(number)
        if taken is not None:
            message = _("紀錄冊號「{number}」已經註銷，請核對。") if taken.volunteer_id == pk else _(
                "紀錄冊號「{number}」已經登錄給別人，請核對。"
            )  # fmt: skip
            row.refuse(self.say("book_number", "number_taken", message.format(number=number)))
            return
        category = self.value(row, "category")
        self._keep(Held(pk, number, issued_on, category, BookState.LIVE, row.number))
        kind = self.value(row, "issue_kind") or IssueKind.FIRST.value
        row.payload = batch.NewBook(pk, number, category, self.value(row, "issuer") or "", issued_on, kind)

    def _has_one(self, row: RowPlan, held: Held, number: str) -> None:
        if held.number != number:
            where = _("第 {n} 列").format(n=held.row) if held.row else _("系統裡")
            message = _("{where}已有這個人的紀錄冊 {number}（{day} 發冊）；一人一冊，終身沿用。").format(
                where=where, number=held.number, day=format_date(held.issued_on)
            )
            row.refuse(self.say("book_number", "second_book", message))
            return
        row.fate = RowFate.SAME
        if held.row:
            row.warn(self.say("book_number", "repeated", _("與第 {n} 列重複，只匯入一次。").format(n=held.row)))
        elif (held.issued_on, held.category) != (self.value(row, "issued_on"), self.value(row, "category")):
            message = _("發冊日期或領冊類別與已登錄的不同（{day} 發冊），保留已登錄的內容。")
            row.warn(self.say("issued_on", "kept", message.format(day=format_date(held.issued_on))))

    def write(self, rows: list[RowPlan], stamp: Stamp) -> None:
        keys = batch.add_books(books=[row.payload for row in rows], unit_id=self.unit.pk, by_id=stamp.by_id)
        for row, key in zip(rows, keys, strict=True):
            row.object_id = key

    @classmethod
    def undo(cls, rows: list[Any], unit_id: int | None, stamp: Stamp) -> None:  # noqa: ARG003
        """Remove the books, unless one was annotated or voided since."""
        keys = [row.object_id for row in rows]
        people = RecordBook.objects.filter(pk__in=keys).values("volunteer_id")
        list(Volunteer.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))
        noted = Annotation.objects.filter(book__in=keys).exists()
        if noted or RecordBook.objects.filter(pk__in=keys, state=BookState.VOID).exists():
            raise Refused.one("", "built_on", _("這次匯入的紀錄冊後來有註記或註銷，不能復原。"))
        batch.remove_books(keys=keys)


@answers.gives("people_by_book")
def people_by_book(numbers: Collection[str]) -> dict[str, int]:
    """Who holds the live books with these numbers: the national system's roster names people by either (IMP-4)."""
    books = RecordBook.objects.live().filter(book_number__in=numbers)
    return dict(books.values_list("book_number", "volunteer_id"))


declare(
    Kind(
        code="recordbooks",
        title=gettext_lazy("服務紀錄冊"),
        summary=gettext_lazy("紀錄冊號、領冊類別與發冊日期；一人一冊。"),
        counter=gettext_lazy("冊"),
        resource=RecordBooksResource,
        planner=RecordBooksPlanner,
        icon="book",
    )
)
