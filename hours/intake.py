"""服務時數: the ministry's file of 17 columns (IMP-1), for members of the unit that gave the service."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units.category_periods import category_periods
from units.requirements import training_rules
from volunteer_portal.access.errors import Refused
from volunteer_portal.intake import answers, widgets
from volunteer_portal.intake.columns import Column, IntakeResource
from volunteer_portal.intake.findings import Finding
from volunteer_portal.intake.kinds import Kind, declare
from volunteer_portal.intake.models import RowFate
from volunteer_portal.intake.planning import RowPlan, Stamp
from volunteer_portal.rules.counting import Judgement, Verdict
from volunteer_portal.rules.parameters import HOUR
from volunteer_portal.rules.record_limits import DayLoad, Problem, problems, uncovered_day
from volunteer_portal.rules.roc import format_date
from volunteers.known import stays_in
from volunteers.models import Volunteer
from volunteers.person_rows import PersonPlanner

from .models import CodeKind, ServiceCode, ServiceRecord
from .services import batch
from .services.judging import Case, cases_of

CHUNK = 5_000
CODES = {"item": CodeKind.ITEM, "content": CodeKind.CONTENT, "area": CodeKind.AREA}
CELLS = (
    "served_from", "served_to", "item", "content", "hours", "minutes", "people", "people_abroad", "people_at_home",
    "transport", "meal", "area", "note",
)  # fmt: skip
COLUMN_OF = {"served_from": "served_from", "served_to": "served_to", "minutes": "hours"}


class HoursResource(IntakeResource):
    """The ministry's columns under exactly these names."""

    name = Column("姓名", widgets.Text(50), needed=True, shown=True, example="王小明")
    identity = Column("身分證字號", widgets.Number(), needed=True, shown=True, private=True, example="A123456789")
    served_from = Column("服務日期起", widgets.Day(), needed=True, shown=True, example="1120301")
    served_to = Column(
        "服務日期訖", widgets.Day(), needed=True, shown=True, aliases=("服務日期迄",), example="1120331",
        help=gettext_lazy("起訖須在同一個月內。"),
    )  # fmt: skip
    item = Column("服務項目", widgets.Code(20), help=gettext_lazy("代碼，開頭的 0 要保留。"), example="0340")
    content = Column("服務內容", widgets.Code(20), help=gettext_lazy("代碼，開頭的 0 要保留。"), example="0017")
    hours = Column(
        "服務時數-小時", widgets.Hours(744), needed=True, may_be_blank=True, shown=True, example="8"
    )  # half an hour is often written as minutes alone
    minutes = Column("服務時數-分鐘", widgets.Whole(44_640), shown=True, example="0")
    people = Column("受服務人次", widgets.Whole(), shown=True, example="30")
    transport = Column("交通費", widgets.Whole())
    meal = Column("誤餐費", widgets.Whole())
    area = Column("服務區域", widgets.Code(20), example="B")
    note = Column("備註", widgets.Text(200))
    action = Column("匯入動作", widgets.Code(10), help=gettext_lazy("A 表示新增。"), example="A", choices=("A",))
    serial = Column("序號", widgets.Text(40))
    people_abroad = Column("國外參與服務人次", widgets.Whole())
    people_at_home = Column("國內參與服務人次", widgets.Whole())


class Held(NamedTuple):
    """A record that is written down, or comes earlier in the file (``number``)."""

    minutes: int
    people: tuple[int, int, int]
    extras: tuple[Any, ...]
    number: int = 0


class HoursPlanner(PersonPlanner):
    """Judges records by person, unit, days, item and content."""

    def load(self) -> None:
        super().load()
        people = list(self.people.by_key)
        rules = training_rules()
        self.periods = category_periods([self.unit.pk])[self.unit.pk]
        self.categories: dict[tuple[date, date], tuple[str, date | None]] = {}
        self.stays = stays_in(self.unit.pk, people)
        self.cases: dict[int, Case] = {}
        self.held: dict[tuple[Any, ...], Held] = {}
        self.recorded: dict[tuple[int, int], list[tuple[date, date, int]]] = {}
        self.loads: dict[tuple[int, int], DayLoad] = {}
        days = [day for name in ("served_from", "served_to") for day in self.table.columns[name] if day]
        for start in range(0, len(people), CHUNK):
            chunk = people[start : start + CHUNK]
            self.cases |= cases_of(chunk, rules)
            if days:
                self._load_records(chunk, min(days).replace(day=1), max(days))
        self.covers = answers.ask("cover", people)
        self.words: dict[Any, Finding] = {}
        self._load_codes()
        self.unit_id = self.unit.pk
        self.cells = [self.table.columns[name] for name in CELLS]

    def _load_records(self, people: list[int], first: date, last: date) -> None:
        found = ServiceRecord.objects.filter(
            volunteer__in=people, served_to__gte=first, served_from__lte=_end_of_month(last)
        ).order_by()
        own = self.unit.pk
        for person, unit, start, end, item, content, minutes, *rest in found.values_list(
            "volunteer_id", "unit_id", "served_from", "served_to", "item_code", "content_code", "minutes",
            "people_served", "people_abroad", "people_at_home", "area_code", "transport_fee", "meal_fee", "note",
        ).iterator(CHUNK):  # fmt: skip
            self.recorded.setdefault((person, start.year * 12 + start.month), []).append((start, end, minutes))
            if unit == own:
                self.held[person, start, end, item, content] = Held(minutes, tuple(rest[:3]), tuple(rest[3:]))

    def _load_codes(self) -> None:
        """Repair codes that a spreadsheet shortened, and say which are unknown: once for each different code."""
        known: dict[str, set[str]] = defaultdict(set)
        for kind, code in ServiceCode.objects.values_list("kind", "code"):
            known[kind].add(code)
        self.code_words: list[tuple[dict[str, Finding], list[Any]]] = []
        for attribute, kind in CODES.items():
            column, words = self.table.columns[attribute], {}
            repaired: dict[str, str] = {}
            for code in set(filter(None, column)):
                full = code.zfill(4)
                if code in known[kind]:
                    continue
                if code.isdigit() and full in known[kind]:
                    repaired[code] = full
                    message = _("補回開頭的 0：{code}。").format(code=full)
                    words[full] = self.say(attribute, "repaired", message)
                else:
                    words[code] = self.say(
                        attribute, "unknown_code", _("代碼「{code}」不在已知的清單內，仍照原樣保留。").format(code=code)
                    )
            if repaired:
                self._repair(column, repaired, words)
            self.code_words.append((words, column))

    def _repair(self, column: list[Any], repaired: dict[str, str], words: dict[str, Finding]) -> None:
        for index, code in enumerate(column):
            if code in repaired:
                column[index] = repaired[code]
                self.table.warnings[index].append(words[repaired[code]])
        for full in repaired.values():
            words.pop(full, None)

    def judge(self, row: RowPlan) -> None:
        index, person = row.index, self.person
        (served_from, served_to, item, content, hours, minutes, *counts, area, note) = [
            column[index] for column in self.cells
        ]
        people, abroad, at_home, transport, meal = (count or 0 for count in counts)
        item, content, area, note = item or "", content or "", area or "", note or ""
        if hours and minutes and minutes >= HOUR:  # minutes alone may be any number
            row.refuse(self.say("minutes", "minutes_over", _("分鐘請填 0–59，滿 60 分請進位到小時。")))
            return
        minutes = (hours or 0) + (minutes or 0)
        pk = person.pk
        key = (pk, served_from, served_to, item, content)
        given = Held(minutes, (people, abroad, at_home), (area, transport, meal, note), row.number)
        if key in self.held:
            self._same_key(row, self.held[key], given)
            return
        category, changed = self._category(served_from, served_to)
        case = self.cases[pk]
        found = problems(
            served_from=served_from,
            served_to=served_to,
            minutes=minutes,
            today=self.today,
            stays=self.stays.get(pk, ()),
            others=self._others(pk, served_from),
            starts_on=case.facts.start(category).day,
            born_on=person.born_on,
        )
        if found or changed:
            self._refuse(row, found, changed)
            return
        judgement = case.judge(unit_id=self.unit_id, category=category, served_from=served_from, served_to=served_to)
        self.held[key] = given
        self._take_in(pk, served_from, served_to, minutes)
        row.payload = (
            pk, self.unit_id, category, served_from, served_to, item, content, area, minutes,
            people, transport, meal, abroad, at_home, note, judgement.verdict.value,
        )  # fmt: skip
        self._soft(row, judgement, served_from, served_to)

    def _refuse(self, row: RowPlan, found: list[Problem], changed: date | None) -> None:
        for problem in found:
            row.refuse(self.say(COLUMN_OF[problem.field], problem.code, problem.message))
        if changed and not found:
            message = _("本單位的類別自 {day} 起不同，請在這一天分成兩筆。").format(day=format_date(changed))
            row.refuse(self.say("served_from", "category_changed", message))

    def _category(self, served_from: date, served_to: date) -> tuple[str, date | None]:
        """The unit's category on the day, and the day on which it changes inside the range."""
        try:
            return self.categories[served_from, served_to]
        except KeyError:
            answer = (self.periods.on(served_from), self.periods.changed_within(served_from, served_to))
            return self.categories.setdefault((served_from, served_to), answer)

    def _others(self, person: int, day: date) -> DayLoad | tuple[()]:
        """All records of the person in the month, in every unit and in this file so far. Months seldom hold two."""
        key = (person, day.year * 12 + day.month)
        load = self.loads.get(key)
        if load is None:
            recorded = self.recorded.get(key)
            if recorded is None:
                return ()
            load = self.loads[key] = DayLoad(recorded)
        return load

    def _take_in(self, person: int, served_from: date, served_to: date, minutes: int) -> None:
        key = (person, served_from.year * 12 + served_from.month)
        load = self.loads.get(key)
        if load is None:
            self.recorded[key] = [(served_from, served_to, minutes)]
        else:
            load.add(served_from, served_to, minutes)

    def _same_key(self, row: RowPlan, held: Held, given: Held) -> None:
        where = _("第 {n} 列").format(n=held.number) if held.number else _("已登錄的")
        if (held.minutes, held.people) != (given.minutes, given.people):
            message = _(
                "{where}同一期間、項目與內容是 {hours}、{people} 人次，與這一列不同；要改請更正那一筆。"
            ).format(where=where, hours=_spent(held.minutes), people=held.people[0])
            attribute = "hours" if held.minutes != given.minutes else "people"
            row.refuse(self.say(attribute, "differs", message))
            return
        row.fate = RowFate.SAME
        if held.number:
            row.warn(self.say("served_from", "repeated", _("與第 {n} 列重複，只匯入一次。").format(n=held.number)))
        elif held.extras != given.extras:
            row.warn(self.say("note", "kept", _("服務區域、交通費、誤餐費或備註與已登錄的不同，保留已登錄的內容。")))

    def _soft(self, row: RowPlan, judgement: Judgement, served_from: date, served_to: date) -> None:
        found = []
        if judgement.verdict is not Verdict.COUNTED:
            found.append(self._not_counted(judgement))
        if self.covers is not None:
            day = uncovered_day(served_from, served_to, self.covers.get(self.person.pk, ()))
            if day is not None:
                found.append(self.words.get(day) or self._no_cover(day))
        for words, column in self.code_words:
            if words and (word := words.get(column[row.index])):
                found.append(word)
        action = self.table.columns["action"][row.index]
        if action and action not in ("A", "a"):
            message = _("匯入動作「{action}」不是 A（新增）；仍以新增處理。").format(action=action)
            found.append(self.say("action", "action", message))
        if found:
            row.warnings = [*row.warnings, *found]

    def _no_cover(self, day: date) -> Finding:
        word = self.say("served_from", "cover_gap", _("{day} 沒有志工保險。").format(day=format_date(day)))
        return self.words.setdefault(day, word)

    def _not_counted(self, judgement: Judgement) -> Finding:
        key = (judgement.verdict, judgement.starts_on)
        word = self.words.get(key)
        if word is None:
            message = _("不採計：{why}。").format(why=judgement.verdict.label)
            if judgement.starts_on and judgement.verdict is Verdict.TOO_EARLY:
                message = _("不採計：{why}，自 {day} 起才採計。").format(
                    why=judgement.verdict.label, day=format_date(judgement.starts_on)
                )
            word = self.words[key] = self.say("served_from", judgement.verdict.value, message)
        return word

    def write(self, rows: list[RowPlan], stamp: Stamp) -> None:
        keys = batch.add_records(
            records=[row.payload for row in rows], by_id=stamp.by_id, now=stamp.now, source=stamp.source
        )
        for row, key in zip(rows, keys, strict=True):
            row.object_id = key

    @classmethod
    def undo(cls, rows: list[Any], unit_id: int | None, stamp: Stamp) -> None:  # noqa: ARG003
        """Remove the records, unless one of them was corrected since."""
        keys = [row.object_id for row in rows]
        found = ServiceRecord.objects.filter(pk__in=keys, unit=unit_id)
        people = sorted(set(found.values_list("volunteer_id", flat=True)))
        list(Volunteer.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))
        corrected = found.exclude(reason="").select_related("volunteer").first()
        if corrected is not None:
            message = _("{name} {day} 的時數後來更正過，不能復原；請到時數頁逐筆刪除。").format(
                name=corrected.volunteer.name, day=format_date(corrected.served_from)
            )
            raise Refused.one("", "changed_since", message)
        batch.remove_records(keys=list(found.values_list("pk", flat=True)))


def _spent(minutes: int) -> str:
    """``361`` minutes → 「6 小時 1 分」."""
    whole, rest = divmod(minutes, HOUR)
    return (
        _("{hours} 小時 {minutes} 分").format(hours=whole, minutes=rest)
        if rest
        else _("{hours} 小時").format(hours=whole)
    )


def _end_of_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


declare(
    Kind(
        code="hours",
        title=gettext_lazy("服務時數"),
        summary=gettext_lazy("全國系統的 17 欄格式，一列一人一月。"),
        counter=gettext_lazy("筆"),
        resource=HoursResource,
        planner=HoursPlanner,
        icon="clock",
    )
)
