"""教育訓練: the second part of the page about one person, the gap, and how changes are told."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from units.models import OperatingUnit
from units.requirements import training_rules
from volunteer_portal.rules.roc import format_date
from volunteer_portal.rules.training import suffices
from volunteers.gaps import gap
from volunteers.history import Change, describes, labels_of
from volunteers.models import Volunteer
from volunteers.person import Looking, Part, part

from .enums import TrainingKind
from .models import Completion
from .services.facts import fact_of


@gap("training", gettext_lazy("訓練"))
def _untrained(unit: OperatingUnit, _today: date) -> Q:
    """Basic training, or the special training of the unit's category, is not on file."""
    held = Completion.objects.standing().filter(volunteer=OuterRef("volunteer"))
    ready = Q(Exists(held.filter(kind=TrainingKind.BASIC)))
    if unit.category.special_training_required:
        ready &= Q(Exists(held.filter(kind=TrainingKind.SPECIAL, category=unit.category)))
    return ~ready


@part
def trainings(volunteer: Volunteer, looking: Looking) -> Part:
    """What was completed, whether it suffices, and what is missing in the unit's category."""
    rules = training_rules()
    rows = list(
        Completion.objects.visible_to(looking.scope)
        .filter(volunteer=volunteer)
        .select_related("category")
        .marked_for(looking.scope, "correct")
        .order_by("-completed_on", "-pk")
    )
    for row in rows:
        row.sufficiency = suffices(fact_of(row), rules)
    good = {(row.kind, row.category_id) for row in rows if row.sufficiency.ok and row.revoked_at is None}
    missing, query = _missing(looking.unit, good, rules.special_not_required)
    href = f"{reverse('training_new')}?volunteer={volunteer.ref}{query}" if looking.unit else ""
    return Part(
        code="training",
        label=_("教育訓練"),
        state="missing" if missing else "done",
        note=_("還沒有{what}，時數不能採計").format(what="、".join(missing)) if missing else _("該有的訓練都完成了"),
        template="training/part.html",
        context={
            "rows": rows,
            "may_change": looking.unit is not None,
            "href": href,
            "label": _("登錄訓練") if href else "",
        },
        action_label=_("登錄訓練") if missing and href else "",
        action_href=href,
    )


def _missing(
    unit: OperatingUnit | None, good: set[tuple[str, str | None]], optional: frozenset[str]
) -> tuple[list[str], str]:
    """What is missing, and how the form should open."""
    missing, query = [], ""
    category = unit.category if unit else None
    special = ("special", category.pk) in good if category else any(kind == "special" for kind, _category in good)
    if not special and not (category and category.pk in optional):
        named = _("{category}特殊訓練").format(category=category.name) if category else _("特殊訓練")
        missing.append(named)
        query = f"&kind=special&category={category.pk}" if category else ""
    if ("basic", None) not in good:
        missing.insert(0, _("基礎訓練"))
        query = "&kind=basic"
    return missing, query


@describes(Completion)
def _completion(change: Change) -> str:
    kind = TrainingKind(change.row["kind"]).label
    day = format_date(change.row["completed_on"])
    if change.label == "insert":
        return _("登錄{kind}（{day} 完訓）").format(kind=kind, day=day)
    if "revoked_at" in change.diff and change.row["revoked_at"]:
        return _("撤銷{kind}（{day} 完訓）：{reason}").format(kind=kind, day=day, reason=change.row["revoked_reason"])
    if "completed_on" in change.diff:
        before = format_date(change.diff["completed_on"][0])
        return _("更正{kind}的完訓日期：{before} → {day}").format(kind=kind, before=before, day=day)
    return _("更正{kind}（{fields}）").format(kind=kind, fields=labels_of(Completion, change)) if change.diff else ""
