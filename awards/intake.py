"""志願服務榮譽卡: cards that people hold; the city alone imports them (PERM-4)."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from volunteer_portal.intake import widgets
from volunteer_portal.intake.columns import Column, IntakeResource
from volunteer_portal.intake.kinds import Kind, declare
from volunteer_portal.intake.models import RowFate
from volunteer_portal.intake.planning import RowPlan, Stamp
from volunteer_portal.rules.calendar import end_of_period
from volunteer_portal.rules.parameters import HONOR_CARD_VALID_YEARS
from volunteer_portal.rules.roc import format_date
from volunteers.person_rows import PersonPlanner

from .models import HonorCard
from .services import batch

CHUNK = 5_000


class HonorCardsResource(IntakeResource):
    """Columns of the city's card file."""

    name = Column("姓名", widgets.Text(50), needed=True, shown=True, example="王小明")
    identity = Column(
        "身分證字號", widgets.Number(), needed=True, shown=True, private=True, example="A123456789",
        aliases=("身份證字號", "身分證統一編號", "身分證號"),
    )  # fmt: skip
    card_number = Column(
        "卡號", widgets.Code(40), needed=True, shown=True, aliases=("榮譽卡號",), example="南市115-0001"
    )
    starts_on = Column("生效日", widgets.Day(), needed=True, shown=True, aliases=("生效日期",), example="115/01/01")
    expires_on = Column(
        "到期日",
        widgets.Day(ahead=True),
        needed=True,
        shown=True,
        aliases=("到期日期", "有效期限"),
        example="117/12/31",
    )


class Held(NamedTuple):
    """A card that is recorded or comes earlier in the file (``row``)."""

    volunteer_id: int
    starts_on: date
    expires_on: date
    row: int = 0


class HonorCardsPlanner(PersonPlanner):
    """Judges cards by their number."""

    def load(self) -> None:
        super().load()
        numbers = list({number for number in self.table.columns["card_number"] if number})
        self.held: dict[str, Held] = {}
        for start in range(0, len(numbers), CHUNK):
            cards = HonorCard.objects.filter(card_number__in=numbers[start : start + CHUNK])
            for number, *rest in cards.values_list("card_number", "volunteer_id", "starts_on", "expires_on"):
                self.held[number] = Held(*rest)

    def judge(self, row: RowPlan) -> None:
        starts_on, expires_on = self.value(row, "starts_on"), self.value(row, "expires_on")
        if expires_on <= starts_on:
            row.refuse(self.say("expires_on", "range_order", _("到期日須晚於生效日，請對調或改正。")))
        if starts_on < self.person.born_on:
            row.refuse(self.say("starts_on", "before_birth", _("生效日早於出生年月日，請核對。")))
        if row.fate == RowFate.ERROR:
            return
        number = self.without_number(row, self.value(row, "card_number"))
        given = Held(self.person.pk, starts_on, expires_on, row.number)
        held = self.held.get(number)
        if held is not None:
            self._same_number(row, number, held, given)
            return
        self.held[number] = given
        row.payload = batch.NewCard(self.person.pk, number, starts_on, expires_on)
        if end_of_period(starts_on, HONOR_CARD_VALID_YEARS) != expires_on:
            message = _("榮譽卡效期 3 年應到 {day}，到期日卻是 {said}，請核對。").format(
                day=format_date(end_of_period(starts_on, HONOR_CARD_VALID_YEARS)), said=format_date(expires_on)
            )
            row.warn(self.say("expires_on", "validity", message))

    def _same_number(self, row: RowPlan, number: str, held: Held, given: Held) -> None:
        where = _("第 {n} 列").format(n=held.row) if held.row else _("系統裡")
        if held.volunteer_id != given.volunteer_id:
            message = _("{where}卡號「{number}」屬於別人，請核對。").format(where=where, number=number)
            row.refuse(self.say("card_number", "number_taken", message))
        elif held[:3] != given[:3]:
            message = _("{where}卡號「{number}」的效期是 {first} 至 {last}，與這一列不同。").format(
                where=where, number=number, first=format_date(held.starts_on), last=format_date(held.expires_on)
            )
            row.refuse(self.say("card_number", "differs", message))
        else:
            row.fate = RowFate.SAME
            if held.row:
                row.warn(self.say("card_number", "repeated", _("與第 {n} 列重複，只匯入一次。").format(n=held.row)))

    def write(self, rows: list[RowPlan], stamp: Stamp) -> None:
        keys = batch.add_cards(cards=[row.payload for row in rows], by_id=stamp.by_id)
        for row, key in zip(rows, keys, strict=True):
            row.object_id = key

    @classmethod
    def undo(cls, rows: list[Any], unit_id: int | None, stamp: Stamp) -> None:  # noqa: ARG003
        """Remove the cards."""
        batch.remove_cards(keys=[row.object_id for row in rows])


declare(
    Kind(
        code="honorcards",
        title=gettext_lazy("榮譽卡"),
        summary=gettext_lazy("卡號、生效日與到期日；由市府匯入。"),
        counter=gettext_lazy("張"),
        resource=HonorCardsResource,
        planner=HonorCardsPlanner,
        icon="card",
        city_only=True,
    )
)
