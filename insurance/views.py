"""志工保險: who is covered today, whose cover ends soon, covering people and ending a cover."""
# ruff: noqa: ARG002 - Django calls with more than each page needs

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Exists, Max, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django_tables2 import RequestConfig

from volunteer_portal.access.errors import Refused
from volunteer_portal.pages.base import Page
from volunteer_portal.pages.clock import now, today
from volunteer_portal.pages.refusals import show_refusal
from volunteer_portal.pages.unit import ForUnit
from volunteers.models import Membership, Volunteer
from volunteers.querysets import MembershipQuerySet

from .forms import CoverFilter, CoverForm, EndCoverForm
from .models import Coverage
from .services import cover, end_cover
from .tables import CoverTable
from .worklist import SOON

PER_PAGE = 30


class Insurance(ForUnit, Page):
    """The unit's members, with and without cover. A cover of another unit counts as cover, and is not shown."""

    audience = "unit"
    model = Coverage
    action = "view"
    template_name = "insurance/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The members that the filter asks for, a page of them."""
        form = CoverFilter(self.request.GET or None)
        day = today()
        members = _marked(
            Membership.objects.visible_to(self.scope).filter(unit=self.unit).population_on(day), self.unit.pk, day
        )
        form.is_valid()
        wanted = getattr(form, "cleaned_data", {})
        shown = members
        if wanted.get("q"):
            shown = shown.filter(volunteer__in=Volunteer.objects.named_like(wanted["q"]))
        states = {
            "covered": Q(covered=True),
            "gap": Q(covered=False),
            "ending": Q(until__gte=day, until__lte=day + SOON),
        }
        shown = shown.filter(states.get(wanted.get("state", ""), Q()))
        table = CoverTable(shown.select_related("volunteer"), order_by="name")
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        _with_last_cover((row.record for row in table.paginated_rows), self.rows(), self.unit.pk, day)
        context = {
            "filter": form,
            "table": table,
            "all": members.count(),
            "covered": members.filter(states["covered"]).count(),
            "ending": members.filter(states["ending"]).count(),
        }
        return super().get_context_data(**context, **kwargs)


class NewCover(ForUnit, Page):
    """投保: a policy and the members it covers."""

    audience = "unit"
    model = Coverage
    action = "view"
    template_name = "insurance/form.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form: the person in the address, or everybody without cover today; days that follow the last policy."""
        person = request.GET.get("volunteer")
        chosen = [person] if person else [str(ref) for ref in self._uncovered()]
        initial: dict[str, Any] = {"volunteers": chosen}
        last = Coverage.objects.filter(unit=self.unit).select_related("contract").order_by("-ends_on").first()
        if last is not None:
            follows = last.ends_on + timedelta(days=1)
            initial |= {"insurer": last.contract.insurer, "scope": last.contract.scope, "starts_on": follows}
        return self.render_to_response(self.get_context_data(form=CoverForm(unit=self.unit, initial=initial)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Cover them all, or say why nobody."""
        form = CoverForm(request.POST, unit=self.unit)
        if form.is_valid():
            try:
                covered = cover(
                    volunteers=list(form.cleaned_data["volunteers"]),
                    unit=self.unit,
                    entry=form.entry(),
                    by=request.user,
                    now=now(),
                )
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                said = _("已登錄 {count} 人的保險。").format(count=len(covered.created))
                if covered.unchanged:
                    said += _("{count} 人原本就有這筆保險，沒有改變。").format(count=len(covered.unchanged))
                messages.success(request, said)
                return redirect("unit_insurance")
        return render(request, self.template_name, self.get_context_data(form=form), status=422)

    def _uncovered(self) -> Iterable[Any]:
        members = Membership.objects.visible_to(self.scope).filter(unit=self.unit).population_on(today())
        held = Coverage.objects.in_force(today()).filter(volunteer=OuterRef("volunteer"))
        return members.filter(~Exists(held)).values_list("volunteer__ref", flat=True)


class EndCover(ForUnit, Page):
    """退保."""

    audience = "unit"
    model = Coverage
    action = "change"
    template_name = "insurance/end.html"

    def coverage(self) -> Coverage:
        """The cover, if the unit entered it."""
        return self.one(queryset=self.rows("view").select_related("volunteer", "contract"), pk=self.kwargs["pk"])

    def get(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """Since when not."""
        context = self.get_context_data(form=EndCoverForm(initial={"ends_on": today()}), coverage=self.coverage())
        return self.render_to_response(context)

    def post(self, request: HttpRequest, **_kwargs: Any) -> HttpResponse:
        """End it."""
        coverage, form = self.coverage(), EndCoverForm(request.POST)
        if form.is_valid():
            try:
                end_cover(coverage=coverage, by=request.user, now=now(), **form.cleaned_data)
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("已登錄{name}退保。").format(name=coverage.volunteer.name))
                return redirect("unit_insurance")
        context = self.get_context_data(form=form, coverage=coverage)
        return render(request, self.template_name, context, status=422)


def _marked(members: MembershipQuerySet, unit_id: int, day: date) -> MembershipQuerySet:
    """``covered``: by whichever unit's policy today. ``until``: the last day of this unit's covers."""
    held = Coverage.objects.filter(volunteer=OuterRef("volunteer"))
    last = held.filter(unit=unit_id).order_by().values("volunteer").annotate(last=Max("ends_on")).values("last")
    return members.annotate(covered=Exists(held.in_force(day)), until=Subquery(last))


def _with_last_cover(members: Iterable[Membership], rows: Any, unit_id: int, day: date) -> None:
    """One query for a page: beside each member the cover of this unit that reaches furthest."""
    people = list(members)
    covers = rows.filter(unit=unit_id, volunteer__in=[each.volunteer_id for each in people]).select_related("contract")
    furthest: dict[int, Coverage] = {}
    for each in covers.order_by("ends_on"):
        furthest[each.volunteer_id] = each
    for each in people:
        each.last_cover = furthest.get(each.volunteer_id)
        each.ends_soon = each.until is not None and each.until <= day + SOON
