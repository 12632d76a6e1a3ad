"""服務紀錄冊: who holds one, and writing down a book."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, Prefetch
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

from .forms import BookFilter, BookForm
from .models import RecordBook
from .services import record_book
from .tables import BookTable

PER_PAGE = 30


class Books(ForUnit, Page):
    """The unit's members, with and without a book."""

    audience = "unit"
    model = RecordBook
    action = "view"
    template_name = "recordbook/list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The members that the filter asks for, a page of them."""
        form = BookFilter(self.request.GET or None)
        live = self.rows().live()
        held = Exists(live.filter(volunteer=OuterRef("volunteer")))
        members = Membership.objects.visible_to(self.scope).filter(unit=self.unit).population_on(today())
        form.is_valid()
        wanted = getattr(form, "cleaned_data", {})
        shown = members
        if wanted.get("q"):
            shown = shown.filter(volunteer__in=Volunteer.objects.named_like(wanted["q"]))
        if wanted.get("state"):
            shown = shown.filter(held if wanted["state"] == "held" else ~held)
        books = Prefetch("volunteer__books", queryset=live.select_related("category"), to_attr="live")
        table = BookTable(shown.select_related("volunteer").prefetch_related(books), order_by="name")
        RequestConfig(self.request, paginate={"per_page": PER_PAGE}).configure(table)
        context = {"filter": form, "table": table, "all": members.count(), "held": members.filter(held).count()}
        return super().get_context_data(**context, **kwargs)


class NewBook(ForUnit, Page):
    """登錄紀錄冊."""

    audience = "unit"
    model = RecordBook
    action = "view"
    template_name = "recordbook/form.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        """The form; the unit's own category unless said otherwise."""
        initial = {"volunteer": request.GET.get("volunteer"), "category_id": self.unit.category_id}
        return self.render_to_response(self.get_context_data(form=BookForm(unit=self.unit, initial=initial)))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Write it down."""
        form = BookForm(request.POST, unit=self.unit)
        if form.is_valid():
            volunteer = form.cleaned_data["volunteer"]
            try:
                record_book(volunteer=volunteer, book=form.entry(), unit=self.unit, by=request.user, now=now())
            except Refused as refusal:
                show_refusal(form, refusal)
            else:
                messages.success(request, _("已登錄{name}的紀錄冊。").format(name=volunteer.name))
                return redirect("volunteer_detail", volunteer.ref)
        return render(request, self.template_name, self.get_context_data(form=form), status=422)
