"""志工保險: who is covered from when to when, under which policy of the unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from volunteer_portal.access.errors import Refused
from volunteer_portal.intake import answers, widgets
from volunteer_portal.intake.columns import Column, IntakeResource
from volunteer_portal.intake.kinds import Kind, declare
from volunteer_portal.intake.models import RowFate
from volunteer_portal.intake.planning import RowPlan, Stamp
from volunteer_portal.rules.calendar import ONE_DAY
from volunteer_portal.rules.roc import format_date
from volunteers.models import Membership, Volunteer
from volunteers.person_rows import PersonPlanner

from .enums import CoverScope
from .models import Coverage, InsuranceContract
from .services import batch

CHUNK = 5_000


class Scope(widgets.Text):
    """承保範圍 as written; known words are mapped when the policy is made (INS-8)."""

    choices = (CoverScope.ON_DUTY_WITH_TRAVEL.label, CoverScope.ROUND_THE_CLOCK.label, CoverScope.OTHER.label)


def scope_of(text: str | None) -> str:
    """The known kind of cover that the words mean, else 其他."""
    plain = "".join((text or "").split())
    if "24" in plain or "全日" in plain or "全天" in plain:
        return CoverScope.ROUND_THE_CLOCK.value
    if "值勤" in plain or "執勤" in plain:
        return CoverScope.ON_DUTY_WITH_TRAVEL.value
    return CoverScope.OTHER.value


class InsuranceResource(IntakeResource):
    """Columns of the insurance file (IMP-7)."""

    name = Column("姓名", widgets.Text(50), needed=True, shown=True, example="王小明")
    identity = Column(
        "身分證字號", widgets.Number(), needed=True, shown=True, private=True, example="A123456789",
        aliases=("身份證字號", "身分證統一編號", "身分證號"),
    )  # fmt: skip
    born_on = Column("出生年月日", widgets.Day(), aliases=("生日", "出生日期"), example="60/05/01")
    insurer = Column("保險公司", widgets.Text(60), needed=True, shown=True, example="新光產險")
    policy_number = Column("保單號碼", widgets.Code(60), shown=True, example="VS-0001")
    scope = Column("承保範圍", Scope(60), example=str(CoverScope.ON_DUTY_WITH_TRAVEL.label))
    starts_on = Column(
        "保險起日", widgets.Day(ahead=True), needed=True, shown=True, aliases=("加保日",), example="115/01/01",
        help=gettext_lazy("這個人的保險起迄，不是整張保單的。"),
    )  # fmt: skip
    ends_on = Column(
        "保險迄日",
        widgets.Day(ahead=True),
        needed=True,
        shown=True,
        aliases=("保險訖日", "退保日"),
        example="115/12/31",
    )
    amount = Column("保險金額", widgets.Whole(2_000_000_000), example="1000000")


@dataclass(slots=True)
class Held:
    """A cover that is recorded or comes earlier in the file."""

    ends_on: date
    amount: int | None
    key: int | None = None
    number: int = 0


class InsurancePlanner(PersonPlanner):
    """Judges covers by person, policy and 起日."""

    def load(self) -> None:
        super().load()
        found = InsuranceContract.objects.filter(unit=self.unit.pk)
        self.contracts: dict[tuple[str, str], tuple[int | None, str]] = {}
        self.written: dict[tuple[str, str], str] = {}
        for pk, insurer, number, scope, text in found.values_list(
            "pk", "insurer", "policy_number", "scope", "scope_text"
        ):
            self.contracts[insurer, number], self.written[insurer, number] = (pk, scope), text
        self.rescoped = self._rescoped()
        self.opening: dict[tuple[str, str], tuple[str, str]] = {}
        self.held: dict[tuple[int, tuple[str, str], date], Held] = {}
        self.ends: dict[int, list[tuple[date, date]]] = defaultdict(list)
        self.members: set[int] = set()
        people = list(self.people.by_key)
        for start in range(0, len(people), CHUNK):
            self._load_chunk(people[start : start + CHUNK])
        names = ("identity", "starts_on", "ends_on")
        for number, starts_on, ends_on in zip(*(self.table.columns[name] for name in names), strict=True):
            person = self.people.get(number) if number else None
            if person and starts_on and ends_on:
                self.ends[person.pk].append((starts_on, ends_on))

    def _rescoped(self) -> dict[tuple[str, str], str]:
        """Known policies for which the whole file tells one other 承保範圍: a scope is the policy's, not a person's."""
        told: dict[tuple[str, str], set[str]] = defaultdict(set)
        names = ("insurer", "policy_number", "scope")
        for insurer, number, text in zip(*(self.table.columns[name] for name in names), strict=True):
            if insurer and text:
                told[insurer, number or ""].add(text)
        return {
            policy: text
            for policy, (text, *others) in told.items()
            if not others and policy in self.contracts and self._other_scope(policy, text)
        }

    def _other_scope(self, policy: tuple[str, str], text: str) -> bool:
        scope = scope_of(text)
        if scope != self.contracts[policy][1]:
            return True
        return scope == CoverScope.OTHER and text != self.written[policy]

    def _load_chunk(self, people: list[int]) -> None:
        covers = Coverage.objects.filter(volunteer__in=people)
        for person, unit, insurer, number, starts_on, ends_on, amount, pk in covers.values_list(
            "volunteer_id", "unit_id", "contract__insurer", "contract__policy_number", "starts_on", "ends_on",
            "amount", "pk",
        ):  # fmt: skip
            self.ends[person].append((starts_on, ends_on))
            if unit == self.unit.pk:
                self.held[person, (insurer, number), starts_on] = Held(ends_on, amount, pk)
        members = Membership.objects.filter(unit=self.unit.pk, volunteer__in=people)
        self.members.update(members.values_list("volunteer_id", flat=True))

    def judge(self, row: RowPlan) -> None:
        pk, born_on = self.person.pk, self.value(row, "born_on")
        starts_on, ends_on, amount = (self.value(row, name) for name in ("starts_on", "ends_on", "amount"))
        if born_on and born_on != self.person.born_on:
            message = _("出生年月日與這個證號登錄的不同，請核對證件。")
            row.refuse(self.say("born_on", "birth_differs", message))
        if ends_on < starts_on:
            row.refuse(self.say("ends_on", "range_order", _("保險迄日早於起日，請對調或改正。")))
        if starts_on < self.person.born_on:
            row.refuse(self.say("starts_on", "before_birth", _("保險起日早於出生年月日，請核對。")))
        if row.fate == RowFate.ERROR:
            return
        policy = (self.value(row, "insurer"), self.value(row, "policy_number") or "")
        held = self.held.get((pk, policy, starts_on))
        if held is None:
            self._contract(row, policy)
            self.held[pk, policy, starts_on] = Held(ends_on, amount, None, row.number)
            row.payload = (None, (pk, policy, starts_on, ends_on, amount), None)
        else:
            self._same_key(row, held, policy, ends_on, amount)
        if row.fate in (RowFate.CREATE, RowFate.UPDATE):
            self._soft(row, starts_on)

    def _same_key(self, row: RowPlan, held: Held, policy: tuple[str, str], ends_on: date, amount: int | None) -> None:
        amount = held.amount if amount is None else amount
        rescoped = held.key is not None and policy in self.rescoped and bool(self.value(row, "scope"))
        same = (ends_on, amount) == (held.ends_on, held.amount) and not rescoped
        if same:
            row.fate = RowFate.SAME
            if held.number:
                row.warn(self.say("starts_on", "repeated", _("與第 {n} 列重複，只匯入一次。").format(n=held.number)))
        elif held.key is None:
            message = _("第 {n} 列有同一個人、同一張保單、同一起日，迄日或金額卻不同，請只留一列。").format(
                n=held.number
            )
            row.refuse(self.say("ends_on", "repeated_differs", message))
        else:
            row.fate = RowFate.UPDATE
            row.payload = (held.key, policy if rescoped else None, ((held.ends_on, held.amount), (ends_on, amount)))
            for name, old, new in (("ends_on", held.ends_on, ends_on), ("amount", held.amount, amount)):
                if old != new:
                    self.note_change(row, name, old, new)
            if rescoped:
                self.note_change(row, "scope", self.written.get(policy), self.value(row, "scope"))
            held.ends_on, held.amount = ends_on, amount

    def _contract(self, row: RowPlan, policy: tuple[str, str]) -> None:
        text = self.value(row, "scope") or ""
        known = self.contracts.get(policy)
        if known is None:
            self.contracts[policy] = (None, scope_of(text))
            self.opening[policy] = (scope_of(text), text)
        elif text and policy not in self.rescoped and scope_of(text) != known[1]:
            message = _("同一張保單的承保範圍是「{scope}」，保留原來的內容。").format(scope=CoverScope(known[1]).label)
            row.warn(self.say("scope", "kept", message))

    def _soft(self, row: RowPlan, starts_on: date) -> None:
        if self.person.pk not in self.members:
            row.warn(self.say("identity", "not_member", _("這個人不是本單位的志工；保險仍會登錄。")))
        before = [end for start, end in self.ends[self.person.pk] if start < starts_on]
        if before and max(before) + ONE_DAY < starts_on:
            message = _("{first} 至 {last} 沒有保險。").format(
                first=format_date(max(before) + ONE_DAY), last=format_date(starts_on - ONE_DAY)
            )
            row.warn(self.say("starts_on", "cover_gap", message))

    def write(self, rows: list[RowPlan], stamp: Stamp) -> None:
        new = [row for row in rows if row.fate == RowFate.CREATE]
        wanted = {row.payload[1][1] for row in new}
        opened = batch.open_contracts(
            unit_id=self.unit.pk,
            contracts={policy: scope for policy, scope in self.opening.items() if policy in wanted},
        )
        contracts = {policy: key for policy, (key, _scope) in self.contracts.items()} | opened
        covers = []
        for row in new:
            person, policy, *rest = row.payload[1]
            covers.append(batch.NewCover(person, contracts[policy], *rest))
        keys = batch.add_covers(covers=covers, unit_id=self.unit.pk, by_id=stamp.by_id)
        for row, key in zip(new, keys, strict=True):
            row.object_id = key
        changes: dict[int, tuple[date, int | None]] = {}
        scopes: dict[int, tuple[str, str]] = {}
        for row in rows:
            if row.fate == RowFate.UPDATE:
                key, policy, (before, after) = row.payload
                changes[key] = after
                row.object_id, row.before = key, {"before": _plain(before), "after": _plain(after)}
                if policy:
                    row.before["scope"] = [*self.contracts[policy], self.written[policy]]
                    scopes[self.contracts[policy][0]] = (scope_of(self.rescoped[policy]), self.rescoped[policy])
        batch.change_covers(changes=changes)
        batch.change_scopes(unit_id=self.unit.pk, scopes=scopes)

    @classmethod
    def undo(cls, rows: list[Any], unit_id: int | None, stamp: Stamp) -> None:  # noqa: ARG003
        """Remove what was made and restore what was changed."""
        keys = [row.object_id for row in rows]
        covers = Coverage.objects.filter(pk__in=keys, unit=unit_id)
        people = covers.values("volunteer_id")
        list(Volunteer.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))
        now_held = {pk: (ends_on, amount) for pk, ends_on, amount in covers.values_list("pk", "ends_on", "amount")}
        changed = {row.object_id: row.before for row in rows if row.before}
        if any(_plain(now_held.get(key, ())) != kept["after"] for key, kept in changed.items()):
            raise Refused.one("", "changed_since", _("這次匯入更新過的保險後來又改過，不能復原。"))
        batch.change_covers(
            changes={key: (date.fromisoformat(kept["before"][0]), kept["before"][1]) for key, kept in changed.items()}
        )
        scopes = {kept["scope"][0]: tuple(kept["scope"][1:]) for kept in changed.values() if "scope" in kept}
        batch.change_scopes(unit_id=unit_id, scopes=scopes)
        batch.remove_covers(keys=[key for key in now_held if key not in changed])


def _plain(values: Any) -> list[Any]:
    return [value.isoformat() if isinstance(value, date) else value for value in values]


@answers.gives("cover")
def cover_of(volunteer_ids: Collection[int]) -> answers.Periods:
    """The days on which each person is insured under some policy, whichever unit took it out (INS-10)."""
    periods: answers.Periods = defaultdict(list)
    people = list(volunteer_ids)
    for start in range(0, len(people), CHUNK):
        covers = Coverage.objects.filter(volunteer__in=people[start : start + CHUNK]).order_by("starts_on")
        for person, *days in covers.values_list("volunteer_id", "starts_on", "ends_on"):
            periods[person].append(tuple(days))
    return periods


declare(
    Kind(
        code="insurance",
        title=gettext_lazy("志工保險"),
        summary=gettext_lazy("每個人在哪一張保單、從哪一天保到哪一天。"),
        counter=gettext_lazy("筆"),
        resource=InsuranceResource,
        planner=InsurancePlanner,
        icon="shield",
    )
)
