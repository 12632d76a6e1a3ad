"""志工基本資料名冊: people and their memberships of the unit, and the roster that the national system exports."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from volunteer_portal.intake import answers
from volunteer_portal.intake.columns import header_key
from volunteer_portal.intake.kinds import Kind, declare
from volunteer_portal.intake.models import RowFate
from volunteer_portal.intake.planning import Planner, RowPlan, Stamp
from volunteer_portal.intake.tables import headers_of
from volunteer_portal.rules import identity as rules
from volunteer_portal.rules.districts import district_of, is_tainan
from volunteer_portal.rules.roc import format_date
from volunteer_portal.tabular.reading import Sheet

from . import intake_undo
from .intake_columns import (
    ACTIVE,
    CHANGEABLE,
    IDENTITY_OR_BOOK,
    LEFT,
    ROSTER_NEEDS,
    ROSTER_ONLY,
    VolunteersResource,
)
from .known import KnownPeople, Person
from .models import Membership, Volunteer
from .services import batch

OLDEST = 130


@dataclass(slots=True)
class Entry:
    """What a row does: a new person or changes to a known one, a new membership or changes to a known one."""

    volunteer_id: int | None
    person: batch.NewPerson | None = None
    changes: dict[str, Any] = field(default_factory=dict)
    before: dict[str, Any] = field(default_factory=dict)
    joins: tuple[date, date | None] | None = None
    membership_id: int | None = None
    membership_changes: dict[str, Any] = field(default_factory=dict)
    membership_before: dict[str, Any] = field(default_factory=dict)
    team: str | None = None


@dataclass(slots=True)
class Held:
    """A membership that is recorded or comes earlier in the file."""

    joined_on: date
    left_on: date | None
    team: str | None
    key: int | None
    number: int = 0


class VolunteersPlanner(Planner):
    """Judges people by number, and memberships by person, unit and 加入日期."""

    @classmethod
    def optional_for(cls, sheet: Sheet) -> frozenset[str]:
        if not _is_roster(sheet):
            return frozenset()
        return frozenset(VolunteersResource.columns()) - ROSTER_NEEDS

    def load(self) -> None:
        columns = self.table.columns
        self.roster = "joined_on" not in self.table.present or "born_on" not in self.table.present
        self._warn_about_columns()
        self.checked: dict[tuple[str, Any], rules.Identity | rules.BadIdentity] = {}
        for pair in set(zip(columns["identity"], columns["id_kind"], strict=True)):
            if pair[0]:
                self.checked[pair] = _checked(*pair)
        numbers = columns["identity"] if self.roster else [
            each.value for each in self.checked.values() if isinstance(each, rules.Identity)
        ]  # fmt: skip
        holders = answers.ask("people_by_book", list(filter(None, numbers))) if self.roster else None
        self.people = KnownPeople(numbers, lock=self.lock, others=holders)
        known = list(self.people.by_key)
        self.recorded = {
            key: dict(zip(CHANGEABLE, values, strict=True))
            for start in range(0, len(known), 5_000)
            for key, *values in Volunteer.objects.filter(pk__in=known[start : start + 5_000]).values_list(
                "pk", *CHANGEABLE
            )
        }
        self.teams = dict(self.unit.teams.values_list("name", "pk"))
        self.new_teams: dict[str, date] = {}
        self.stays: dict[Any, list[Held]] = {}
        for key, joined_on, left_on, team, pk in Membership.objects.filter(
            unit=self.unit.pk, volunteer__in=known
        ).values_list("volunteer_id", "joined_on", "left_on", "team__name", "pk"):
            self.stays.setdefault(key, []).append(Held(joined_on, left_on, team, pk))
        self.newcomers: dict[str, tuple[int, dict[str, Any], str]] = {}

    def _warn_about_columns(self) -> None:
        if self.roster:
            return
        extra = [VolunteersResource.name_of(name) for name in ROSTER_ONLY if name in self.table.present]
        if extra:
            names = "、".join(f"「{name}」" for name in extra)
            self.table.file_warnings.append(
                self.table.finding(
                    "name", "unknown_columns", _("不認得這些欄，沒有匯入：{names}。").format(names=names)
                )
            )

    def value(self, row: RowPlan, attribute: str) -> Any:
        return self.table.columns[attribute][row.index]

    def say(self, attribute: str, code: str, message: str) -> Any:
        return self.table.finding(attribute, code, message)

    def identify(self, row: RowPlan) -> None:
        number = self.value(row, "identity")
        if self.roster or not number:
            return
        checked = self.checked[number, self.value(row, "id_kind")]
        if isinstance(checked, rules.BadIdentity):
            row.refuse(self.say("identity", checked.code, str(checked)))
            return
        sex = self.value(row, "sex")
        if checked.sex and sex and checked.sex != sex:
            row.refuse(self.say("sex", "sex", _("性別與證號不符，請核對性別與證號。")))

    def judge(self, row: RowPlan) -> None:
        if self.roster:
            self._judge_roster(row)
            return
        number = self.checked[self.value(row, "identity"), self.value(row, "id_kind")].value
        self._judge_days(row)
        person = self.people.get(number)
        newcomer = self.newcomers.get(number) if person is None else None
        if person is not None:
            self._same_person(row, person)
        elif newcomer is not None:
            self._same_newcomer(row, newcomer)
        if row.fate == RowFate.ERROR:
            return
        entry = Entry(person.pk if person else None, team=self.value(row, "team"))
        self._membership(row, entry, person.pk if person else number)
        if row.fate == RowFate.ERROR:
            return
        if person is not None:
            self._changes(row, entry, person.pk)
        self._soft(row)
        if person is None:
            fields = {name: self.value(row, name) for name in ("sex", "born_on", *CHANGEABLE)}
            entry.person = batch.NewPerson(
                self.value(row, "name"), self.checked[self.value(row, "identity"), self.value(row, "id_kind")], fields
            )
            self.newcomers.setdefault(number, (row.number, fields, self.value(row, "name")))
        self._settle(row, entry, is_new=person is None and newcomer is None)

    def _settle(self, row: RowPlan, entry: Entry, *, is_new: bool) -> None:
        if is_new or entry.joins:
            row.fate = RowFate.CREATE
        elif entry.changes or entry.membership_changes:
            row.fate = RowFate.UPDATE
        else:
            row.fate = RowFate.SAME
        row.payload = entry

    def _judge_days(self, row: RowPlan) -> None:
        born_on, joined_on, left_on = (self.value(row, name) for name in ("born_on", "joined_on", "left_on"))
        if born_on.year < self.today.year - OLDEST:
            row.refuse(self.say("born_on", "date", _("出生年月日超過 130 年，請核對是否誤填西元或民國年。")))
        elif joined_on < born_on:
            row.refuse(self.say("joined_on", "before_birth", _("加入日期早於出生年月日，請核對。")))
        if left_on and left_on < joined_on:
            row.refuse(self.say("left_on", "range_order", _("離隊日期早於加入日期，請核對。")))

    def _same_person(self, row: RowPlan, person: Person) -> None:
        if self.people.folded(self.value(row, "name")) != person.name_folded:
            self._other(row, "name", "name_differs", _("姓名"))
        if self.value(row, "sex") != person.sex:
            self._other(row, "sex", "sex_differs", _("性別"))
        if self.value(row, "born_on") != person.born_on:
            self._other(row, "born_on", "birth_differs", _("出生年月日"))

    def _other(self, row: RowPlan, attribute: str, code: str, what: str) -> None:
        message = _("這個證號已經登錄，{what}與登錄的不同。請核對證件；確定無誤請洽市府承辦人更正。").format(what=what)
        row.refuse(self.say(attribute, code, message))

    def _same_newcomer(self, row: RowPlan, newcomer: tuple[int, dict[str, Any], str]) -> None:
        number, fields, name = newcomer
        differing = [each for each in fields if self.value(row, each) not in (None, fields[each])]
        if self.people.folded(self.value(row, "name")) != self.people.folded(name):
            differing.insert(0, "name")
        if differing:
            names = "、".join(VolunteersResource.name_of(each) for each in differing)
            message = _("第 {number} 列有同一個人，{names}卻不同，請改成一致。").format(number=number, names=names)
            row.refuse(self.say(differing[0], "repeated_differs", message))

    def _changes(self, row: RowPlan, entry: Entry, key: int) -> None:
        """Filled cells that differ from what is recorded; a blank cell erases nothing."""
        recorded = self.recorded[key]
        for name in CHANGEABLE:
            value = self.value(row, name)
            if value is not None and value != recorded[name]:
                entry.changes[name], entry.before[name] = value, recorded[name]
                self.note_change(row, name, recorded[name], value)
                recorded[name] = value

    def _membership(self, row: RowPlan, entry: Entry, key: Any) -> None:
        joined_on, left_on, team = self.value(row, "joined_on"), self.value(row, "left_on"), entry.team
        held = self.stays.setdefault(key, [])
        same = next((each for each in held if each.joined_on == joined_on), None)
        if same is None:
            self._join(row, entry, held, Held(joined_on, left_on, team, None, row.number))
            return
        changed = {}
        if left_on and left_on != same.left_on:
            changed["left_on"] = left_on
        if team and team != same.team:
            changed["team"] = team
        if same.key is None:
            if changed:
                message = _("第 {number} 列已有同一個人、同一個加入日期，離隊日期或志工隊卻不同。").format(
                    number=same.number
                )
                row.refuse(self.say("joined_on", "repeated_differs", message))
            else:
                row.warn(self.say("identity", "repeated", _("與第 {n} 列重複，只匯入一次。").format(n=same.number)))
            return
        if "left_on" in changed and any(
            other is not same and same.joined_on < other.joined_on < left_on for other in held
        ):
            row.refuse(self.say("left_on", "overlap", _("離隊日期與後來的加入日期重疊，請核對。")))
            return
        if changed:
            entry.membership_id = same.key
            entry.membership_changes = changed
            entry.membership_before = {"left_on": same.left_on, "team": same.team}
            for name, value in changed.items():
                self.note_change(row, name, entry.membership_before[name], value)
            same.left_on, same.team = changed.get("left_on", same.left_on), changed.get("team", same.team)
            self._new_team(row, changed.get("team"), joined_on)

    def _join(self, row: RowPlan, entry: Entry, held: list[Held], stay: Held) -> None:
        for other in held:
            overlaps = (stay.left_on is None or other.joined_on < stay.left_on) and (
                other.left_on is None or stay.joined_on < other.left_on
            )
            if overlaps:
                message = _("已登錄自 {day} 加入且尚未離隊，加入日期重疊，請核對。") if other.left_on is None else _(
                    "與已登錄自 {day} 起的在隊期間重疊，請核對。"
                )  # fmt: skip
                row.refuse(self.say("joined_on", "overlap", message.format(day=format_date(other.joined_on))))
                return
        held.append(stay)
        entry.joins = (stay.joined_on, stay.left_on)
        self._new_team(row, stay.team, stay.joined_on)

    def _new_team(self, row: RowPlan, name: str | None, day: date) -> None:
        if not name or name in self.teams:
            return
        if name not in self.new_teams:
            attribute = "team" if "team" in self.table.present else "squad"
            row.warn(self.say(attribute, "new_team", _("新增志工隊「{name}」。").format(name=name)))
        self.new_teams[name] = min(day, self.new_teams.get(name, day))

    def _soft(self, row: RowPlan) -> None:
        state, left_on = self.value(row, "state"), self.value(row, "left_on")
        if state and state not in (ACTIVE, LEFT):
            row.warn(self.say("state", "state", _("狀態請填收編或離隊；仍依日期推算。")))
        elif state and (state == LEFT) != bool(left_on):
            row.warn(self.say("state", "state", _("狀態與離隊日期不一致，依日期推算。")))
        postcode, district = self.value(row, "postcode"), self.value(row, "district")
        if postcode and district and is_tainan(self.value(row, "county") or "臺南市"):
            meant = district_of(postcode)
            if meant and meant != district:
                message = _("郵遞區號 {code} 是{meant}，行政區卻是{said}，請核對。")
                row.warn(self.say("postcode", "postcode", message.format(code=postcode, meant=meant, said=district)))

    def _judge_roster(self, row: RowPlan) -> None:
        """A roster export updates known people; whom it names beside them is only warned about."""
        row.fate = RowFate.SAME
        person = self.people.get(self.value(row, "identity"))
        if person is None:
            message = _("系統裡沒有這個人，這一列略過；要新增請用志工名冊範本。")
            row.warn(self.say("identity", "unknown_person", message))
            return
        if self.people.folded(self.value(row, "name")) != person.name_folded:
            self._other(row, "name", "name_differs", _("姓名"))
            return
        host = self.value(row, "host")
        if host and host != self.unit.name:
            row.warn(
                self.say("host", "other_unit", _("運用單位名稱是「{name}」，請確認是本單位的名冊。").format(name=host))
            )
        entry = Entry(person.pk, team=self.value(row, "team") or self.value(row, "squad"))
        if self.value(row, "joined_on"):
            if self.value(row, "joined_on") < person.born_on:
                row.refuse(self.say("joined_on", "before_birth", _("加入日期早於出生年月日，請核對。")))
                return
            self._membership(row, entry, person.pk)
        if row.fate == RowFate.ERROR:
            return
        self._soft(row)
        self._settle(row, entry, is_new=False)

    def write(self, rows: list[RowPlan], stamp: Stamp) -> None:
        entries = [row.payload for row in rows]
        wanted = {entry.team for entry in entries if entry.team and (entry.joins or "team" in entry.membership_changes)}
        opening = {name: day for name, day in self.new_teams.items() if name in wanted}
        opened = batch.open_teams(unit_id=self.unit.pk, teams=opening)
        teams = self.teams | opened
        self._write_people(rows, stamp)
        joining = [row for row in rows if row.payload.joins]
        keys = batch.add_memberships(
            memberships=[
                batch.NewMembership(
                    row.payload.volunteer_id, self.unit.pk, *row.payload.joins, teams.get(row.payload.team or "")
                )
                for row in joining
            ]
        )
        for row, key in zip(joining, keys, strict=True):
            row.object_id = key
        changes = {}
        for entry in entries:
            if entry.membership_changes:
                changed = dict(entry.membership_changes)
                if "team" in changed:
                    changed["team_id"] = teams[changed.pop("team")]
                changes[entry.membership_id] = changed
        batch.change_memberships(changes=changes)
        for row in rows:
            row.object_id = row.object_id or row.payload.membership_id
            row.before = intake_undo.remember(row.payload, opened)

    def _write_people(self, rows: list[RowPlan], stamp: Stamp) -> None:
        made: dict[str, int] = {}
        new = [row for row in rows if row.payload.person]
        first = {row.payload.person.number.value: row for row in reversed(new)}
        keys = batch.add_people(people=[row.payload.person for row in first.values()], now=stamp.now)
        made = dict(zip(first, keys, strict=True))
        for row in new:
            row.payload.volunteer_id = made[row.payload.person.number.value]
        changes: dict[int, dict[str, Any]] = {}
        for row in rows:
            if row.payload.changes:
                changes.setdefault(row.payload.volunteer_id, {}).update(row.payload.changes)
        batch.change_people(changes=changes, now=stamp.now)

    @classmethod
    def undo(cls, rows: list[Any], unit_id: int | None, stamp: Stamp) -> None:
        intake_undo.undo(rows, unit_id, stamp)


def _checked(number: str, kind: Any) -> rules.Identity | rules.BadIdentity:
    try:
        return rules.check(number, kind=kind or None)
    except rules.BadIdentity as wrong:
        return wrong


def _is_roster(sheet: Sheet) -> bool:
    found = headers_of(sheet)
    return header_key(IDENTITY_OR_BOOK) in found and header_key("出生年月日") not in found


declare(
    Kind(
        code="volunteers",
        title=gettext_lazy("志工名冊"),
        summary=gettext_lazy("姓名、證號、加入日期、志工隊。全國系統匯出的名冊也可以。"),
        counter=gettext_lazy("人"),
        resource=VolunteersResource,
        planner=VolunteersPlanner,
        icon="users",
    )
)
