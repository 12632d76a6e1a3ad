"""Taking an import of people back, as long as nothing was built on it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from units.models import Team
from volunteer_portal.access.errors import Refused
from volunteer_portal.intake.planning import Stamp

from .models import Membership, Volunteer
from .services import batch


def remember(entry: Any, opened: dict[str, int]) -> dict[str, Any]:
    """What undo needs to know of a row: whom it made, what it changed from and to."""
    kept: dict[str, Any] = {"volunteer": entry.volunteer_id}
    if entry.person:
        kept["made_person"] = True
    if entry.joins:
        kept["made_membership"] = True
    if entry.team in opened:
        kept["team"] = opened[entry.team]
    if entry.changes:
        kept["person"] = {name: [entry.before[name], value] for name, value in entry.changes.items()}
    if entry.membership_changes:
        kept["membership"] = {
            name: [_plain(entry.membership_before.get(name)), _plain(value)]
            for name, value in entry.membership_changes.items()
        }
    return kept


def undo(rows: list[Any], unit_id: int | None, stamp: Stamp) -> None:
    """Remove what was made and restore what was changed. Raises ``Refused`` and leaves all as it is."""
    kept = [(row.object_id, row.before or {}) for row in rows]
    people = sorted({before["volunteer"] for _key, before in kept if "volunteer" in before})
    list(Volunteer.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk").values_list("pk"))
    _restore(kept, stamp)
    made = [key for key, before in kept if before.get("made_membership")]
    _refuse_if_served(made, unit_id)
    Membership.objects.filter(pk__in=made).delete()
    try:
        Volunteer.objects.filter(
            pk__in=[before["volunteer"] for _key, before in kept if before.get("made_person")]
        ).delete()
    except ProtectedError as held:
        names = "、".join(
            sorted({each.volunteer.name for each in held.protected_objects if hasattr(each, "volunteer")})[:3]
        )
        raise Refused.one(
            "",
            "built_on",
            _("{names}等人後來又登錄了訓練、紀錄冊、保險或時數，不能復原。請先刪除那些資料。").format(names=names),
        ) from held
    Team.objects.filter(pk__in={before["team"] for _key, before in kept if "team" in before}, memberships=None).delete()


def _refuse_if_served(memberships: list[int], unit_id: int | None) -> None:
    """Hours stand on a membership although no key says so."""
    served = Volunteer.objects.filter(memberships__in=memberships, records__unit=unit_id).values_list("name", flat=True)
    names = list(served.distinct()[:3])
    if names:
        raise Refused.one(
            "",
            "built_on",
            _("{names}後來在本單位登錄了服務時數，不能復原。請先刪除那些時數。").format(names="、".join(names)),
        )


def _restore(kept: list[tuple[int, dict[str, Any]]], stamp: Stamp) -> None:
    people = {before["volunteer"]: before["person"] for _key, before in kept if "person" in before}
    now_held = Volunteer.objects.in_bulk(people)
    for key, fields in people.items():
        if any(getattr(now_held[key], name) != after for name, (_before, after) in fields.items()):
            raise Refused.one(
                "", "changed_since", _("{name}的資料後來又改過，不能復原。").format(name=now_held[key].name)
            )
    batch.change_people(
        changes={key: {name: before for name, (before, _after) in fields.items()} for key, fields in people.items()},
        now=stamp.now,
    )
    changes = {}
    for key, before in kept:
        if "membership" in before:
            fields = {name: pair[0] for name, pair in before["membership"].items()}
            changed: dict[str, Any] = {}
            if "left_on" in fields:
                changed["left_on"] = date.fromisoformat(fields["left_on"]) if fields["left_on"] else None
            if "team" in fields:
                membership = Membership.objects.select_related("unit").get(pk=key)
                changed["team_id"] = (
                    membership.unit.teams.filter(name=fields["team"]).values_list("pk", flat=True).first()
                )
            changes[key] = changed
    batch.change_memberships(changes=changes)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value
