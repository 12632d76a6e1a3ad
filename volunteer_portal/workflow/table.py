"""Lifecycles as tables: states, steps, who may take them. One ``advance`` does every step of every workflow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pgtrigger
from django.db import models, transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from volunteer_portal.access.errors import NotAllowed, Overtaken, Refused
from volunteer_portal.access.scope import Scope
from volunteer_portal.access.table import Access

from .models import Transition


@dataclass(frozen=True, slots=True)
class Step:
    """One legal step. ``action`` is asked of the access table on the row as it stands before the step."""

    code: str
    label: str | Promise
    sources: frozenset[str]
    target: str
    action: str
    needs_note: bool = False


class Workflow:
    """The steps of one model, whose state stands in its field ``state``."""

    def __init__(self, subject: str, access: Access, *steps: Step) -> None:
        self.subject = subject
        self.access = access
        self.steps = {step.code: step for step in steps}

    def offered(self, state: str) -> list[Step]:
        """The steps that lead on from a state."""
        return [step for step in self.steps.values() if state in step.sources]

    def guard(self, name: str) -> pgtrigger.FSM:
        """The same table as a trigger: a state never changes in another way, not even by raw SQL."""
        pairs = sorted((source, step.target) for step in self.steps.values() for source in step.sources)
        return pgtrigger.FSM(name=name, field="state", transitions=list(dict.fromkeys(pairs)))

    @transaction.atomic
    def advance(
        self,
        obj: models.Model,
        code: str,
        *,
        scope: Scope,
        now: datetime,
        note: str = "",
        fields: dict[str, Any] | None = None,
    ) -> Transition:
        """Take a step: lock the row, ask the state, ask the access table, write the state and the step.

        Raises ``Overtaken`` when the state is no longer one the step starts from, ``NotAllowed`` when the person may
        not, ``Refused`` when a needed note is missing. ``fields`` are written with the state. Refreshes ``obj``.
        """
        step = self.steps[code]
        row = type(obj)._base_manager.select_for_update().get(pk=obj.pk)
        if row.state not in step.sources:
            raise Overtaken(self._overtaken(row, step))
        if not self.access.allows(scope, step.action, row):
            raise NotAllowed(
                _("您不能「{step}」：此動作由{reach}辦理。").format(
                    step=step.label, reach=self.access[step.action].label
                )
            )
        if step.needs_note and not note.strip():
            raise Refused.one("note", "required", _("請寫明原因，對方與日後查核都會看到。"))
        before = row.state
        row.state = step.target
        for name, value in (fields or {}).items():
            setattr(row, name, value)
        row.save(update_fields=["state", *(fields or {})])
        taken = Transition.objects.create(
            subject=self.subject,
            object_id=row.pk,
            step=code,
            from_state=before,
            to_state=step.target,
            by_id=scope.user_id,
            at=now,
            note=note.strip(),
        )
        obj.refresh_from_db()
        return taken

    def history(self, obj: models.Model) -> Iterable[Transition]:
        """The steps taken so far, oldest first."""
        return Transition.objects.filter(subject=self.subject, object_id=obj.pk).select_related("by")

    def _overtaken(self, row: models.Model, step: Step) -> str:
        last = Transition.objects.filter(subject=self.subject, object_id=row.pk).select_related("by").last()
        if last is None:
            return _("目前的狀態不能「{step}」，請重新整理頁面。").format(step=step.label)
        return _("這一件已由{who}於 {at} 處理，目前的狀態不能再「{step}」。").format(
            who=last.by or _("系統"), at=f"{last.at.astimezone():%m/%d %H:%M}", step=step.label
        )
