"""新增志工: the number first, so that nobody is typed in twice; and the look-up of other units' people."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from units.models import OperatingUnit
from volunteer_portal.access.errors import Refused
from volunteer_portal.audit.models import LookKind
from volunteer_portal.audit.services import look_ups_left, note_look
from volunteer_portal.pages.base import Page
from volunteer_portal.pages.clock import now, today
from volunteer_portal.pages.refusals import show_refusal
from volunteer_portal.pages.unit import ForUnit
from volunteer_portal.rules.identity import check
from volunteers.forms import FirstStepForm, JoinForm, LookUpForm, NewPersonForm
from volunteers.looks import address_of
from volunteers.models import Volunteer
from volunteers.services import Found, LookUp, enrol, find_by_identity, join_unit
from volunteers.services.entries import KINDS

TICKET = "volunteers.link"
NOBODY = "volunteers.nobody"
TICKET_SECONDS = 15 * 60


class _Finding(ForUnit, Page):
    """What the two pages share: asking for somebody, and remembering who was found for a quarter of an hour."""

    abstract = True

    def look(self, typed: dict[str, Any]) -> Found:
        """Ask; the service writes it down."""
        return find_by_identity(
            number=typed["number"],
            born_on=typed["born_on"],
            id_kind=typed["id_kind"],
            purpose=typed["purpose"],
            unit=self.unit,
            by=self.request.user,
            now=now(),
            address=address_of(self.request),
        )

    def found_context(self, found: Found) -> dict[str, Any]:
        """What the page may show of a stranger, and a ticket that only this account may use for this unit."""
        memberships = found.volunteer.memberships.filter(unit=self.unit)
        mine = memberships.filter(left_on__isnull=True).exists()
        ticket = signing.dumps([found.volunteer.pk, self.unit.pk, self.request.user.pk], salt=TICKET)
        return {
            "found": found,
            "own_href": reverse("volunteer_detail", args=[found.volunteer.ref]) if memberships.exists() else "",
            "mine": mine,
            "ticket": ticket,
            "join": JoinForm(unit=self.unit, initial={"joined_on": today()}),
        }


def _holder_of(ticket: str, unit: OperatingUnit, user_id: int) -> Volunteer | None:
    try:
        volunteer_id, unit_id, asked_by = signing.loads(ticket, salt=TICKET, max_age=TICKET_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if (unit_id, asked_by) != (unit.pk, user_id):
        return None
    return Volunteer.objects.filter(pk=volunteer_id).first()


def _was_nobody(mark: str, asked: list[Any]) -> bool:
    """Whether this very question was answered with nobody a moment ago, so that it need not be asked twice."""
    try:
        return signing.loads(mark, salt=NOBODY, max_age=TICKET_SECONDS) == asked
    except signing.BadSignature:
        return False


class NewVolunteer(_Finding):
    """Number and birth date; then either a link to the known person, or the whole form."""

    audience = "unit"
    model = OperatingUnit
    action = "view"
    template_name = "volunteers/new.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The first step, unless another form is shown."""
        forms = {"step": 1, "first": None, "form": None, "join": None}
        if not kwargs:
            forms["first"] = FirstStepForm()
        return super().get_context_data(**{**forms, **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        """The step that was filled in."""
        steps = {"find": self._find, "link": self._link, "save": self._save}
        return steps.get(request.POST.get("step", ""), self._find)(request)

    def _find(self, request: HttpRequest) -> HttpResponse:
        first = FirstStepForm(request.POST)
        if not first.is_valid():
            return self._again(step=1, first=first)
        asked = [self.unit.pk, request.user.pk, first.cleaned_data["number"], str(first.cleaned_data["born_on"])]
        if _was_nobody(request.POST.get("sure", ""), asked):
            return self._whole_form(first)
        found = self.look(first.cleaned_data)
        if found.outcome is LookUp.FOUND:
            return self.render_to_response(self.get_context_data(step=2, **self.found_context(found)))
        if found.outcome is not LookUp.NOTHING:
            first.add_error("number", found.sentence)
            return self._again(step=1, first=first)
        # a slip in the number or the day would open the whole form for somebody who is on file: ask to look again
        sure = signing.dumps(asked, salt=NOBODY)
        return self.render_to_response(self.get_context_data(first=first, nothing=found.sentence, sure=sure))

    def _whole_form(self, first: FirstStepForm) -> HttpResponse:
        known = {name: first.cleaned_data[name] for name in ("id_kind", "number", "born_on")}
        known["sex"] = check(known["number"], kind=KINDS[known["id_kind"]]).sex or ""
        form = NewPersonForm(unit=self.unit, initial={**known, "joined_on": today(), "county": "臺南市"})
        return self.render_to_response(self.get_context_data(step=2, form=form))

    def _link(self, request: HttpRequest) -> HttpResponse:
        volunteer = _holder_of(request.POST.get("ticket", ""), self.unit, request.user.pk)
        if volunteer is None:
            messages.error(request, _("已經過了一刻鐘，請重新查一次證號。"))
            return redirect("volunteer_new")
        form = JoinForm(request.POST, unit=self.unit)
        if form.is_valid():
            try:
                join_unit(volunteer=volunteer, unit=self.unit, by=request.user, now=now(), **form.cleaned_data)
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("{name}已加入本單位。").format(name=volunteer.name))
                return redirect("volunteer_detail", volunteer.ref)
        return self._again(step=2, join=form, ticket=request.POST.get("ticket", ""), linking=volunteer)

    def _save(self, request: HttpRequest) -> HttpResponse:
        form = NewPersonForm(request.POST, unit=self.unit)
        if form.is_valid() and self._may_still_ask(form):
            try:
                enrolled = enrol(
                    unit=self.unit,
                    person=form.entry(),
                    joined_on=form.cleaned_data["joined_on"],
                    team=form.cleaned_data["team"],
                    by=request.user,
                    now=now(),
                )
            except Refused as refusal:
                self._count_a_collision(refusal)
                show_refusal(form, refusal)
            else:
                messages.success(request, _("已新增{name}。").format(name=enrolled.volunteer.name))
                return redirect("volunteer_detail", enrolled.volunteer.ref)
        return self._again(step=2, form=form)

    def _may_still_ask(self, form: NewPersonForm) -> bool:
        """A number that is taken would tell something, so saving stops when the hour's look-ups are used up."""
        if look_ups_left(user_id=self.request.user.pk, now=now()):
            return True
        form.add_error("number", _("這一小時的查詢次數已經用完，請稍後再存檔。"))
        return False

    def _count_a_collision(self, refusal: Refused) -> None:
        if any(problem.code == "id_taken" for problem in refusal.problems):
            note_look(
                kind=LookKind.LOOK_UP,
                user_id=self.request.user.pk,
                unit_id=self.unit.pk,
                purpose=_("新增志工"),
                detail={"outcome": "id_taken"},
                address=address_of(self.request),
            )

    def _again(self, **context: Any) -> HttpResponse:
        return render(self.request, self.template_name, self.get_context_data(**context), status=422)


class LookUpVolunteer(_Finding):
    """Another unit's person by exact number, birth date and reason: the minimum, and a way to let them join."""

    audience = "unit"
    model = OperatingUnit
    action = "view"
    template_name = "volunteers/look_up.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many tries are left in this hour."""
        left = look_ups_left(user_id=self.request.user.pk, now=now())
        return super().get_context_data(left=left, **{"form": LookUpForm(), **kwargs})

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask once."""
        form = LookUpForm(request.POST)
        if not form.is_valid():
            return render(request, self.template_name, self.get_context_data(form=form), status=422)
        found = self.look(form.cleaned_data)
        if found.outcome is LookUp.FOUND:
            return self.render_to_response(self.get_context_data(form=form, **self.found_context(found)))
        if found.outcome is not LookUp.NOTHING:
            form.add_error("number", found.sentence)
            return render(request, self.template_name, self.get_context_data(form=form), status=422)
        return self.render_to_response(self.get_context_data(form=form, nothing=found.sentence))
