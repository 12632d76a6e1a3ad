"""服務時數: the fourth part of the page about one person, and how changes are told."""

from __future__ import annotations

from django.db.models import Count, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from volunteer_portal.rules.counting import Verdict
from volunteer_portal.rules.roc import format_date
from volunteer_portal.ui.templatetags.roc import hours as as_hours
from volunteers.history import Change, describes, labels_of
from volunteers.models import Volunteer
from volunteers.person import Looking, Part, part

from .explaining import with_reasons
from .models import ServiceRecord
from .querysets import ServiceRecordQuerySet

SHOWN = 8


@part
def hours(volunteer: Volunteer, looking: Looking) -> Part:
    """Counted and not counted with the reasons, of the records that the viewer may see; the latest in full."""
    visible = ServiceRecord.objects.visible_to(looking.scope).filter(volunteer=volunteer)
    sums = _sums(visible)
    counted, _count = sums.pop(Verdict.COUNTED.value, (0, 0))
    missed = sum(minutes for minutes, _count in sums.values())
    reasons = [
        {"label": Verdict(verdict).label, "hours": as_hours(minutes), "count": count}
        for verdict, (minutes, count) in sorted(sums.items())
    ]
    latest = visible.select_related("unit", "category", "volunteer").order_by("-served_from", "-pk")[:SHOWN]
    person = f"?volunteer={volunteer.ref}"
    href = f"{reverse('record_new')}{person}" if looking.unit else ""
    if missed:
        state, note = "doing", _("採計 {counted} 小時，{missed} 小時不採計")
    elif counted:
        state, note = "done", _("採計 {counted} 小時")
    else:
        state, note = "todo", _("還沒有時數")
    rows = with_reasons(latest, looking.scope)
    action_label, action_href = (_("登錄時數"), href) if href and not counted and not missed else ("", "")
    if missed:  # more hours would not count either: what is missing comes first
        step = next((row.reasons for row in rows if row.reasons.next_href), None)
        action_label, action_href = (step.next_label, step.next_href) if step else ("", "")
    return Part(
        code="hours",
        label=_("服務時數"),
        state=state,
        word=_("有不採計的") if missed else "",
        note=note.format(counted=as_hours(counted), missed=as_hours(missed)),
        template="hours/part.html",
        context={
            "counted": counted,
            "missed": missed,
            "reasons": reasons,
            "rows": rows,
            "href": f"{reverse('unit_hours')}{person}" if looking.unit else "",
            "label": _("看全部時數") if looking.unit else "",
        },
        action_label=action_label,
        action_href=action_href,
    )


def _sums(records: ServiceRecordQuerySet) -> dict[str, tuple[int, int]]:
    """Minutes and number of records of each verdict."""
    totals = records.order_by().values("verdict").annotate(total=Sum("minutes"), count=Count("pk"))
    return {verdict: (total, count) for verdict, total, count in totals.values_list("verdict", "total", "count")}


@describes(ServiceRecord)
def _record(change: Change) -> str:
    row = change.row
    day = format_date(row["served_from"])
    if change.label == "insert":
        return _("登錄 {day} 的時數 {hours} 小時").format(day=day, hours=as_hours(row["minutes"]))
    if change.label == "delete":
        return _("刪除 {day} 的時數：{reason}").format(day=day, reason=row["reason"])
    if "minutes" in change.diff:
        before = as_hours(change.diff["minutes"][0])
        return _("{day} 的時數 {before} → {after}").format(day=day, before=before, after=as_hours(row["minutes"]))
    if "verdict" in change.diff:
        return _("{day} 的時數改為：{verdict}").format(day=day, verdict=Verdict(row["verdict"]).label)
    rest = {name: value for name, value in change.diff.items() if name != "reason"}
    if not rest:
        return ""
    return _("更正 {day} 的時數（{fields}）").format(day=day, fields=labels_of(ServiceRecord, change))
