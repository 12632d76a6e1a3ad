"""教育訓練: completed courses of people whom the portal knows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units.requirements import training_rules
from volunteer_portal.access.errors import Refused
from volunteer_portal.intake import widgets
from volunteer_portal.intake.columns import Column, IntakeResource
from volunteer_portal.intake.kinds import Kind, declare
from volunteer_portal.intake.models import RowFate
from volunteer_portal.intake.planning import RowPlan, Stamp
from volunteer_portal.rules.roc import format_date
from volunteer_portal.rules.training import (
    Completion as Fact,
)
from volunteer_portal.rules.training import (
    TrainingKind,
    growth_prerequisites,
    hours_of,
    leadership_prerequisites,
    read_kind,
    suffices,
)
from volunteers.models import Membership, Volunteer
from volunteers.person_rows import PersonPlanner

from .enums import Evidence
from .models import Completion
from .services import batch

CHUNK = 5_000
NEEDS_BEFORE = {TrainingKind.GROWTH: growth_prerequisites, TrainingKind.LEADERSHIP: leadership_prerequisites}


def _read_kind(text: str) -> str:
    return read_kind(text).value


class TrainingResource(IntakeResource):
    """Columns of the training file (IMP-7)."""

    name = Column("姓名", widgets.Text(50), needed=True, shown=True, example="王小明")
    identity = Column(
        "身分證字號", widgets.Number(), needed=True, shown=True, private=True, example="A123456789",
        aliases=("身份證字號", "身分證統一編號", "身分證號"),
    )  # fmt: skip
    kind = Column(
        "訓練類別",
        widgets.Reading(
            _read_kind, lambda kind: TrainingKind(kind).label, tuple(k.label.removesuffix("訓練") for k in TrainingKind)
        ),
        needed=True, shown=True, aliases=("訓練種類",), example="基礎",
    )  # fmt: skip
    category = Column(
        "服務類別", widgets.category_widget(), shown=True, example="社會福利類",
        help=gettext_lazy("基礎訓練留白；特殊訓練必填。"),
    )  # fmt: skip
    course_name = Column("課程名稱", widgets.Text(100), example="基礎訓練")
    started_on = Column("訓練起日", widgets.Day(), example="112/03/04")
    ended_on = Column("訓練迄日", widgets.Day(), aliases=("訓練訖日",), example="112/03/04")
    minutes = Column("訓練時數", widgets.Hours(2_000), needed=True, shown=True, example="6")
    organiser = Column("辦理單位", widgets.Text(100))
    certificate_number = Column("證書字號", widgets.Text(60), aliases=("結業證書字號",))
    completed_on = Column(
        "完訓日期", widgets.Day(), needed=True, shown=True, aliases=("結業日期", "結訓日期"), example="112/03/04",
        help=gettext_lazy("服務時數自這一天起採計。"),
    )  # fmt: skip


@dataclass(slots=True)
class Held:
    """A completion that is recorded or comes earlier in the file."""

    details: tuple[Any, ...]
    key: int | None = None
    unit_id: int | None = None
    number: int = 0


class TrainingPlanner(PersonPlanner):
    """Judges completions by person, kind, category and 完訓日期."""

    def load(self) -> None:
        super().load()
        self.rules = training_rules()
        self.held: dict[tuple[int, str, str | None, date], Held] = {}
        self.facts: dict[int, list[Fact]] = defaultdict(list)
        self.joined: dict[int, date] = {}
        self.members: dict[int, date] = {}
        people = list(self.people.by_key)
        for start in range(0, len(people), CHUNK):
            self._load_chunk(people[start : start + CHUNK])
        self._add_facts_of_file()

    def _load_chunk(self, people: list[int]) -> None:
        standing = Completion.objects.standing().filter(volunteer__in=people)
        for pk, volunteer_id, kind, category, day, evidence, unit_id, *details in standing.values_list(
            "pk", "volunteer_id", "kind", "category_id", "completed_on", "evidence", "recorded_unit_id", *batch.DETAILS
        ):
            self.held[volunteer_id, kind, category, day] = Held(tuple(details), pk, unit_id)
            minutes = details[batch.DETAILS.index("minutes")]
            recognised = evidence == Evidence.RECOGNISED
            self.facts[volunteer_id].append(Fact(TrainingKind(kind), category, day, minutes, recognised))
        stays = Membership.objects.filter(volunteer__in=people).order_by("-joined_on")
        for volunteer_id, unit_id, joined_on in stays.values_list("volunteer_id", "unit_id", "joined_on"):
            self.joined[volunteer_id] = joined_on
            if unit_id == self.unit.pk:
                self.members[volunteer_id] = joined_on

    def _add_facts_of_file(self) -> None:
        """Courses of the same file meet each other's prerequisites, in whichever order they stand."""
        columns = self.table.columns
        names = ("identity", "kind", "category", "completed_on", "minutes")
        for number, kind, category, day, minutes in zip(*(columns[name] for name in names), strict=True):
            person = self.people.get(number) if number else None
            if person and kind and day and minutes:
                self.facts[person.pk].append(Fact(TrainingKind(kind), category, day, minutes))

    def judge(self, row: RowPlan) -> None:
        kind, category, completed_on = (self.value(row, name) for name in ("kind", "category", "completed_on"))
        started_on, ended_on, minutes = (self.value(row, name) for name in ("started_on", "ended_on", "minutes"))
        if kind == TrainingKind.SPECIAL and not category:
            row.refuse(self.say("category", "blank", _("特殊訓練須填服務類別。")))
        if kind == TrainingKind.BASIC and category:
            category = None
        if not minutes:
            row.refuse(self.say("minutes", "no_minutes", _("訓練時數須大於 0。")))
        if started_on and ended_on and ended_on < started_on:
            row.refuse(self.say("ended_on", "range_order", _("訓練迄日早於訓練起日，請對調或改正。")))
        if started_on and completed_on < started_on:
            row.refuse(self.say("completed_on", "range_order", _("完訓日期早於訓練起日，請核對。")))
        if completed_on < self.person.born_on:
            row.refuse(self.say("completed_on", "before_birth", _("完訓日期早於出生年月日，請核對。")))
        if row.fate != RowFate.ERROR:
            self._decide(row, kind, category, completed_on)
        if row.fate != RowFate.ERROR:
            self._soft(row, Fact(TrainingKind(kind), category, completed_on, minutes))

    def _decide(self, row: RowPlan, kind: str, category: str | None, day: date) -> None:
        key = (self.person.pk, kind, category, day)
        given = [self.value(row, name) for name in batch.DETAILS]
        number = batch.DETAILS.index("certificate_number")
        given[number] = self.without_number(row, given[number])
        held = self.held.get(key)
        if held is None:
            texts = {"course_name", "organiser", "certificate_number"}
            details = tuple(
                "" if value is None and name in texts else value
                for name, value in zip(batch.DETAILS, given, strict=True)
            )
            self.held[key] = Held(details, None, None, row.number)
            row.payload = (None, batch.NewCompletion(*key, details), None)
            return
        details = tuple(old if new is None else new for old, new in zip(held.details, given, strict=True))
        if held.key is None:
            self._repeated(row, held, same=details == held.details)
        elif details == held.details:
            row.fate = RowFate.SAME
        else:
            if held.unit_id not in (None, self.unit.pk):  # any unit may enter a training (PERM-1), nobody unawares
                message = _("這項訓練原由其他單位登錄（{hours}），將更新為這一列的內容。")
                hours = hours_of(held.details[batch.DETAILS.index("minutes")])
                row.warn(self.say("completed_on", "other_unit", message.format(hours=hours)))
            row.fate = RowFate.UPDATE
            row.payload = (held.key, self.person.pk, (held.details, details))
            for name, old, new in zip(batch.DETAILS, held.details, details, strict=True):
                if old != new:
                    self.note_change(row, name, old, new)
            held.details = details

    def _repeated(self, row: RowPlan, held: Held, *, same: bool) -> None:
        if same:
            row.fate = RowFate.SAME
            row.warn(self.say("completed_on", "repeated", _("與第 {n} 列重複，只匯入一次。").format(n=held.number)))
        else:
            message = _("第 {n} 列有同一個人、同一種訓練、同一天完訓，內容卻不同，請只留一列。").format(n=held.number)
            row.refuse(self.say("completed_on", "repeated_differs", message))

    def _soft(self, row: RowPlan, fact: Fact) -> None:
        pk = self.person.pk
        enough = suffices(fact, self.rules)
        if not enough.ok and fact.kind in (TrainingKind.BASIC, TrainingKind.SPECIAL):
            message = _("{day} 完訓須滿 {needed}，這一門只有 {hours}，不能用來採計時數。").format(
                day=format_date(fact.completed_on), needed=hours_of(enough.needed_minutes), hours=hours_of(fact.minutes)
            )
            row.warn(self.say("minutes", "too_short", message))
        ask = NEEDS_BEFORE.get(fact.kind)
        if ask:
            for missing in ask(
                self.facts[pk], serving_since=self.joined.get(pk), on=fact.completed_on, rules=self.rules
            ):
                row.warn(self.say("kind", missing.code, missing.sentence))
        joined_on = self.members.get(pk)
        if joined_on is None:
            row.warn(self.say("identity", "not_member", _("這個人不是本單位的志工；訓練仍會登錄。")))
        elif fact.completed_on < joined_on:
            message = _("完訓日期早於加入本單位的日期（{day}）。").format(day=format_date(joined_on))
            row.warn(self.say("completed_on", "before_joining", message))

    def write(self, rows: list[RowPlan], stamp: Stamp) -> None:
        new = [row for row in rows if row.fate == RowFate.CREATE]
        keys = batch.add_completions(
            completions=[row.payload[1] for row in new], unit_id=self.unit.pk, by_id=stamp.by_id, now=stamp.now
        )
        people = {row.payload[1].volunteer_id for row in new}
        for row, key in zip(new, keys, strict=True):
            row.object_id = key
        changes = {}
        for row in rows:
            if row.fate == RowFate.UPDATE:
                key, volunteer_id, (before, after) = row.payload
                changes[key] = after
                row.object_id, row.before = key, {"before": _plain(before), "after": _plain(after)}
                people.add(volunteer_id)
        batch.change_completions(changes=changes)
        batch.announce(people)

    @classmethod
    def undo(cls, rows: list[Any], unit_id: int | None, stamp: Stamp) -> None:  # noqa: ARG003
        """Remove what was made and restore what was changed; hours are judged anew by those who listen."""
        keys = [row.object_id for row in rows]
        people = sorted(set(Completion.objects.filter(pk__in=keys).values_list("volunteer_id", flat=True)))
        list(Volunteer.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))
        now_held = {
            pk: details for pk, *details in Completion.objects.filter(pk__in=keys).values_list("pk", *batch.DETAILS)
        }
        changed = {row.object_id: row.before for row in rows if row.before}
        for key, kept in changed.items():
            if _plain(now_held.get(key, ())) != kept["after"]:
                raise Refused.one("", "changed_since", _("這次匯入更新過的訓練後來又改過，不能復原。"))
        batch.change_completions(changes={key: _days(kept["before"]) for key, kept in changed.items()})
        batch.remove_completions(keys=[key for key in keys if key not in changed])
        batch.announce(people)


def _plain(details: Any) -> list[Any]:
    return [value.isoformat() if isinstance(value, date) else value for value in details]


def _days(details: list[Any]) -> list[Any]:
    days = {batch.DETAILS.index("started_on"), batch.DETAILS.index("ended_on")}
    return [date.fromisoformat(value) if place in days and value else value for place, value in enumerate(details)]


declare(
    Kind(
        code="training",
        title=gettext_lazy("教育訓練"),
        summary=gettext_lazy("基礎、特殊、成長、領導等訓練的完訓日期與時數。"),
        counter=gettext_lazy("筆"),
        resource=TrainingResource,
        planner=TrainingPlanner,
        icon="book",
    )
)
