"""Which models keep their history: one decorator, so that every table is audited in the same way."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pghistory
import pgtrigger
from django.db import models


def audited(*, exclude: Sequence[str] = ()) -> Callable[[type[models.Model]], type[models.Model]]:
    """Record each insert, update and delete of the model in an append-only table, by trigger.

    Statement-level triggers keep bulk writes and raw SQL complete at little cost. ``exclude`` names columns whose
    former values must not be kept (secrets, sealed identity numbers, picture files).
    """

    def decorate(model: type[models.Model]) -> type[models.Model]:
        return pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=list(exclude) or None,
            append_only=True,
            level=pgtrigger.Statement,
        )(model)

    return decorate


def append_only(name: str) -> pgtrigger.Trigger:
    """A trigger that refuses to change or remove a row of a log."""
    return pgtrigger.Protect(name=name, operation=pgtrigger.Update | pgtrigger.Delete)


def no_truncate(name: str) -> pgtrigger.Trigger:
    """A trigger that refuses to empty the table at one stroke."""
    return pgtrigger.Trigger(
        name=name,
        operation=pgtrigger.Truncate,
        when=pgtrigger.Before,
        level=pgtrigger.Statement,
        func="RAISE EXCEPTION 'this table is never emptied';",
    )
