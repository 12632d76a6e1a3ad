"""最近的變動: what changed about one person, read from the history tables, in sentences."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _
from pghistory.models import Context

from volunteer_portal.access.scope import Scope
from volunteer_portal.accounts.models import User
from volunteer_portal.rules.roc import format_date

from .models import Consent, Membership, Volunteer

SILENT = frozenset({"name_folded", "id_key", "created_at", "updated_at", "source_id", "counted_minutes"})


@dataclass(frozen=True, slots=True)
class Change:
    """One event: ``label`` is ``insert``, ``update`` or ``delete``; ``diff`` maps a field to (before, after)."""

    label: str
    row: dict[str, Any]
    diff: dict[str, tuple[Any, Any]]


#: From a change to a clause; an empty one is not shown.
Describe = Callable[[Change], str]


@dataclass(frozen=True, slots=True)
class _Told:
    model: type[Model]
    path: str
    describe: Describe


_told: list[_Told] = []


def describes(model: type[Model], path: str = "volunteer") -> Callable[[Describe], Describe]:
    """Declare how changes of a model are told; ``path`` leads from its history to the volunteer."""

    def keep(function: Describe) -> Describe:
        _told.append(_Told(model, path, function))
        return function

    return keep


def changes_of(volunteer: Volunteer, *, scope: Scope, limit: int = 8) -> list[dict[str, Any]]:
    """The latest changes of what the viewer may see of the person, newest first, with the account that made each.

    Two queries for each kind of record, however long the history is.
    """
    found = []
    for told in _told:
        for row, change in _latest(told, volunteer, scope, limit):
            words = told.describe(change)
            if words:
                found.append((row["pgh_created_at"], row["pgh_context_id"], words))
    found.sort(key=lambda each: each[0], reverse=True)
    found = found[:limit]
    names = _authors({context for _at, context, _words in found if context})
    return [
        {"at": at, "text": f"{names[context]}：{words}" if context in names else words} for at, context, words in found
    ]


def _latest(told: _Told, volunteer: Volunteer, scope: Scope, limit: int) -> list[tuple[dict[str, Any], Change]]:
    event = told.model.pgh_event_model
    shown = event.objects.filter(_within_reach(told.model, scope), **{told.path: volunteer.pk})
    rows = list(shown.order_by("-pgh_id").values()[:limit])
    before: dict[int, dict[str, Any]] = {}
    last: dict[int, dict[str, Any]] = {}
    objects = {row["pgh_obj_id"] for row in rows}
    for row in event.objects.filter(pgh_obj_id__in=objects).order_by("pgh_id").values() if objects else ():
        if row["pgh_obj_id"] in last:
            before[row["pgh_id"]] = last[row["pgh_obj_id"]]
        last[row["pgh_obj_id"]] = row
    return [(row, Change(row["pgh_label"], row, _diff(before.get(row["pgh_id"]), row))) for row in rows]


def _within_reach(model: type[Model], scope: Scope) -> Q:
    """History of what the viewer may see now; and of what the viewer's own unit has removed since."""
    if scope.citywide:
        return Q()
    reach = Q(pgh_obj__in=model._default_manager.all().visible_to(scope).values("pk"))
    names = {field.name for field in model._meta.get_fields()}
    return reach | Q(unit__in=scope.unit_ids) if "unit" in names and scope.unit_ids else reach


def _diff(before: dict[str, Any] | None, after: dict[str, Any]) -> dict[str, tuple[Any, Any]]:
    if before is None:
        return {}
    return {
        name.removesuffix("_id"): (before[name], value)
        for name, value in after.items()
        if not name.startswith("pgh_") and name not in SILENT and before[name] != value
    }


def _authors(contexts: set[Any]) -> dict[Any, str]:
    users = {
        pk: metadata.get("user")
        for pk, metadata in Context.objects.filter(pk__in=contexts).values_list("pk", "metadata")
    }
    names = dict(User.objects.filter(pk__in=[user for user in users.values() if user]).values_list("pk", "name"))
    return {context: names[user] for context, user in users.items() if user in names}


def labels_of(model: type[Model], change: Change) -> str:
    """The labels of what changed, without the values: a feed of changes shows nobody's address."""
    return "、".join(str(model._meta.get_field(name).verbose_name) for name in change.diff)


@describes(Volunteer, "pgh_obj")
def _person(change: Change) -> str:
    if change.label == "insert":
        return _("建立基本資料")
    changed = labels_of(Volunteer, change)
    return _("更正基本資料（{fields}）").format(fields=changed) if changed else ""


@describes(Membership)
def _membership(change: Change) -> str:
    if change.label == "insert":
        return _("加入運用單位，{day} 起").format(day=format_date(change.row["joined_on"]))
    if "left_on" in change.diff and change.row["left_on"]:
        return _("離隊，{day} 止").format(day=format_date(change.row["left_on"]))
    return _("更正入隊紀錄（{fields}）").format(fields=labels_of(Membership, change)) if change.diff else ""


@describes(Consent)
def _consent(change: Change) -> str:
    return _("登錄個資同意（{version} 版）").format(version=change.row["version"]) if change.label == "insert" else ""
