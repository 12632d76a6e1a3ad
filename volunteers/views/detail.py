"""One person: the overview with its parts, corrections, leaving, photo, the whole number."""

# ruff: noqa: ARG002 - Django calls with more than each page needs
from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.forms import Form
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from volunteer_portal.access.errors import Refused
from volunteer_portal.pages.base import Guarded, Page
from volunteer_portal.pages.clock import now, today
from volunteer_portal.pages.refusals import show_refusal
from volunteer_portal.pages.unit import ForUnit
from volunteers.access import VOLUNTEERS
from volunteers.forms import ConsentForm, LeaveForm, PersonForm, PhotoForm, RevealForm, TeamForm
from volunteers.history import changes_of
from volunteers.looks import address_of, note_view
from volunteers.models import Membership, Volunteer
from volunteers.person import Looking, parts_of
from volunteers.services import (
    change_team,
    correct_person,
    leave_unit,
    record_consent,
    reveal_identity,
    set_photo,
    version_of,
)


class OfUnit(ForUnit):
    """Mixin: the person named in the address, among people who are or were in one of the viewer's units."""

    def people(self) -> QuerySet[Volunteer]:
        """Whom the viewer reaches as a unit's staff."""
        return self.rows("view").filter(memberships__unit__in=self.scope.unit_ids).distinct()

    def person(self) -> Volunteer:
        """The person; 404 out of reach, 403 when not allowed to do this."""
        return self.one(queryset=self.people(), ref=self.kwargs["ref"])

    def membership(self, volunteer: Volunteer) -> Membership:
        """The person's membership in this unit that lasts."""
        found = Membership.objects.filter(volunteer=volunteer, unit=self.unit, left_on__isnull=True).first()
        if found is None:
            raise Http404
        return found


def overview(volunteer: Volunteer, looking: Looking) -> dict[str, Any]:
    """What the page about one person shows, whoever looks."""
    memberships = (
        Membership.objects.visible_to(looking.scope).filter(volunteer=volunteer).select_related("unit", "team")
    )
    parts = parts_of(volunteer, looking)
    return {
        "volunteer": volunteer,
        "looking": looking,
        "parts": parts,
        "open_parts": [each for each in parts if each.state in {"missing", "bad", "todo", "doing"}],
        "memberships": memberships,
        "may_reveal": VOLUNTEERS.allows(looking.scope, "reveal", volunteer),
        "changes": changes_of(volunteer, scope=looking.scope),
    }


class Detail(OfUnit, Page):
    """志工總覽."""

    audience = "unit"
    model = Volunteer
    action = "view"
    template_name = "volunteers/detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The parts, as this unit's staff may see and do them."""
        volunteer = self.person()
        note_view(self.request, volunteer.pk, unit=self.unit, page="volunteer_detail")
        looking = Looking(self.scope, today(), self.unit)
        own = Membership.objects.filter(volunteer=volunteer, unit=self.unit).order_by("-joined_on").first()
        record_href = f"{reverse('record_new')}?volunteer={volunteer.ref}"
        context = {"membership": own, "record_href": record_href, **overview(volunteer, looking), **kwargs}
        return super().get_context_data(**context)


class PersonPage(OfUnit, Page):
    """A page with one form about one person; subclasses say which form, and which service."""

    abstract = True
    form_class: type[Form]
    names: dict[str, str] = {}

    def build(self, volunteer: Volunteer, data: Any = None, files: Any = None) -> Form:
        """The form, empty or filled in."""
        return self.form_class(data, files)

    def save(self, volunteer: Volunteer, form: Form) -> str:
        """Call the one service; returns what is said afterwards."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """The form."""
        volunteer = self.person()
        return self.render_to_response(self.get_context_data(volunteer=volunteer, form=self.build(volunteer)))

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Save, or show what is wrong."""
        volunteer = self.person()
        form = self.build(volunteer, request.POST, request.FILES)
        if form.is_valid():
            try:
                said = self.save(volunteer, form)
            except Refused as refusal:
                show_refusal(form, refusal, names=self.names)
            else:
                messages.success(request, said)
                return redirect("volunteer_detail", volunteer.ref)
        context = self.get_context_data(volunteer=volunteer, form=form)
        return render(request, self.template_name, context, status=422)


class Edit(PersonPage):
    """更正基本資料."""

    audience = "unit"
    model = Volunteer
    action = "change"
    template_name = "volunteers/edit.html"
    form_class = PersonForm

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The form shows a whole record: that is a look."""
        note_view(request, self.person().pk, unit=self.unit, page="volunteer_edit")
        return super().get(request, *args, **kwargs)

    def build(self, volunteer: Volunteer, data: Any = None, files: Any = None) -> Form:
        """Filled with what is known."""
        return PersonForm(data, initial=PersonForm.initial_of(volunteer))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The mark of what the form showed goes along with it."""
        seen = self.request.POST.get("seen") or version_of(kwargs["volunteer"])
        return super().get_context_data(seen=seen, **kwargs)

    def save(self, volunteer: Volunteer, form: Form) -> str:
        """Only what was changed is written."""
        correct_person(
            volunteer=volunteer,
            changes={name: form.cleaned_data[name] for name in form.changed_data},
            seen=self.request.POST.get("seen"),
            by=self.request.user,
            now=now(),
        )
        return _("已更新{name}的基本資料。").format(name=form.cleaned_data["name"])


class Leave(PersonPage):
    """離隊."""

    audience = "unit"
    model = Volunteer
    action = "change"
    template_name = "volunteers/leave.html"
    form_class = LeaveForm

    def build(self, volunteer: Volunteer, data: Any = None, files: Any = None) -> Form:
        """Today, unless said otherwise."""
        self.membership(volunteer)
        return LeaveForm(data, initial={"left_on": today()})

    def save(self, volunteer: Volunteer, form: Form) -> str:
        """End the membership."""
        leave_unit(membership=self.membership(volunteer), by=self.request.user, now=now(), **form.cleaned_data)
        return _("已登錄{name}離隊。").format(name=volunteer.name)


class ChangeTeam(PersonPage):
    """更換志工隊."""

    audience = "unit"
    model = Volunteer
    action = "change"
    template_name = "volunteers/team.html"
    form_class = TeamForm

    def build(self, volunteer: Volunteer, data: Any = None, files: Any = None) -> Form:
        """The team the person is in now."""
        return TeamForm(data, unit=self.unit, initial={"team": self.membership(volunteer).team_id})

    def save(self, volunteer: Volunteer, form: Form) -> str:
        """Move the person."""
        change_team(
            membership=self.membership(volunteer), team=form.cleaned_data["team"], by=self.request.user, now=now()
        )
        return _("已更換{name}的志工隊。").format(name=volunteer.name)


class EditPhoto(PersonPage):
    """大頭照."""

    audience = "unit"
    model = Volunteer
    action = "change"
    template_name = "volunteers/photo.html"
    form_class = PhotoForm

    def save(self, volunteer: Volunteer, form: Form) -> str:
        """Keep the picture, drawn anew."""
        set_photo(volunteer=volunteer, upload=form.cleaned_data["photo"], by=self.request.user, now=now())
        return _("已更新{name}的照片。").format(name=volunteer.name)


class NewConsent(PersonPage):
    """個資同意."""

    audience = "unit"
    model = Volunteer
    action = "change"
    template_name = "volunteers/consent.html"
    form_class = ConsentForm

    def save(self, volunteer: Volunteer, form: Form) -> str:
        """Keep the consent."""
        record_consent(volunteer=volunteer, unit=self.unit, by=self.request.user, now=now(), **form.cleaned_data)
        return _("已登錄{name}的個資同意。").format(name=volunteer.name)


class Reveal(OfUnit, Page):
    """顯示完整證號: a purpose first, then the number once; nothing is kept in the address or the session."""

    audience = "unit"
    model = Volunteer
    action = "reveal"
    template_name = "volunteers/reveal.html"
    back = "volunteer_detail"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Ask for the purpose."""
        context = self.get_context_data(volunteer=self.person(), form=RevealForm(), back=self.back)
        return self.render_to_response(context)

    def post(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> HttpResponse:
        """Write the look down, then show the number."""
        volunteer = self.person()
        form = RevealForm(request.POST)
        context: dict[str, Any] = {"volunteer": volunteer, "form": form, "back": self.back}
        if not form.is_valid():
            return render(request, self.template_name, self.get_context_data(**context), status=422)
        context["number"] = reveal_identity(
            volunteer=volunteer,
            purpose=form.cleaned_data["purpose"],
            unit=self.looking_unit(),
            by=request.user,
            now=now(),
            address=address_of(request),
        )
        return self.render_to_response(self.get_context_data(**context))

    def looking_unit(self) -> Any:
        """For which unit the number is shown."""
        return self.unit


class Photo(Guarded):
    """The picture itself, for whoever may see the person."""

    model = Volunteer
    action = "view"

    def get(self, request: HttpRequest, *_args: Any, **_kwargs: Any) -> FileResponse:
        """Always a JPEG that this portal drew."""
        volunteer = self.one(ref=self.kwargs["ref"])
        if not volunteer.photo:
            raise Http404
        try:
            content = volunteer.photo.open("rb")
        except FileNotFoundError:
            raise Http404 from None
        return FileResponse(content, content_type="image/jpeg", filename=f"{volunteer.ref}.jpg")
