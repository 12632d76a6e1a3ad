"""What files about known people share: 姓名 and 身分證字號, and who is meant by them."""

from __future__ import annotations

from typing import Any

from volunteer_portal.intake.findings import Finding
from volunteer_portal.intake.planning import Planner, RowPlan
from volunteer_portal.rules import identity as rules
from volunteer_portal.rules.identity import mask

from .known import KnownPeople, Person, Stranger


class PersonPlanner(Planner):
    """Judges rows about people whom the portal knows already. ``self.person`` is whom the row at hand is about."""

    people: KnownPeople
    person: Person

    def load(self) -> None:
        """Find the people; subclasses gather the rest of the facts for ``self.people.by_key``."""
        self.people = KnownPeople(self.table.columns["identity"], lock=self.lock)
        self._answers: dict[tuple[str, str], Person | Stranger] = {}

    def value(self, row: RowPlan, attribute: str) -> Any:
        """The clean value of a column in the row."""
        return self.table.columns[attribute][row.index]

    def say(self, attribute: str, code: str, message: str) -> Finding:
        """A finding at a column."""
        return self.table.finding(attribute, code, message)

    def identify(self, row: RowPlan) -> None:
        """Set ``self.person``, or refuse the row."""
        number, name = self.table.columns["identity"][row.index], self.table.columns["name"][row.index]
        if not number or not name:
            return
        answer = self._answers.get((number, name))
        if answer is None:
            answer = self._answers[number, name] = self.people.find(number, name)
        if type(answer) is Stranger:
            row.refuse(self.say(answer.attribute, answer.code, answer.message))
        else:
            self.person = answer

    def without_number(self, row: RowPlan, text: str) -> str:
        """``text`` with the person's own identity number masked: some certificates are numbered by it."""
        number = self.value(row, "identity")
        if not text or not number or number not in text.upper():
            return text
        start = text.upper().index(number)
        return text[:start] + mask(rules.normalise(number)) + text[start + len(number) :]
