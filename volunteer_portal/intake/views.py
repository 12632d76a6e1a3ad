"""The import wizard: a file in, what each row will do, commit, undo. The same pages serve units and the city."""

from __future__ import annotations

import io
from typing import Any, ClassVar

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from volunteer_portal.access.errors import Overtaken, Refused
from volunteer_portal.audit.models import LookKind
from volunteer_portal.audit.services import note_look
from volunteer_portal.jobs.models import JobState
from volunteer_portal.pages.base import Guarded, Page
from volunteer_portal.pages.clock import now
from volunteer_portal.pages.unit import ForUnit
from volunteer_portal.rules.counting import Verdict
from volunteer_portal.tabular.reading import LIMITS, SheetRefused, find_header, read_sheet
from volunteer_portal.tabular.reading.sandbox.limits import MIB
from volunteer_portal.tabular.writing import CONTENT_TYPES, write_returned
from volunteer_portal.tabular.writing.templates import TemplateColumn, write_template

from . import answers, originals, services
from .causes import causes_of, sums_of
from .findings import FileRefused
from .forms import UploadForm
from .guessing import guess_kind
from .kinds import Kind, UnknownKind, kind_of, kinds
from .models import CHANGES, Import, ImportRow, ImportState, RowFate
from .widgets import Code, Number, Phone, Postcode

PAGE = 50
RECENT = 20
FORMATS = ("xlsx", "ods", "csv")
NOT_COUNTED = frozenset(verdict.value for verdict in Verdict) - {Verdict.COUNTED.value}
FATES = ("create", "update", "same", "error")
TEXT_FORMAT = (Number, Code, Phone, Postcode)


class Start(Page):
    """Drop a file; templates to fill in; what was imported before."""

    abstract = True
    template_name = "intake/start.html"
    area: ClassVar[str]

    def owner(self) -> Any:
        """The unit whose data it will be; None for the city."""
        raise NotImplementedError

    def offered(self) -> list[Kind]:
        """The kinds that can be imported here."""
        return [kind for kind in kinds() if kind.city_only == (self.area == "city_import")]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, the kinds with their templates, recent imports."""
        owner = self.owner()
        recent = Import.objects.visible_to(self.scope).filter(unit_id=None if owner is None else owner.pk)
        kwargs.setdefault("form", UploadForm(kinds=self.offered(), initial={"kind": self.request.GET.get("kind", "")}))
        return super().get_context_data(
            area=self.area,
            kinds=self.offered(),
            recent=[_told(row) for row in recent.select_related("uploaded_by")[:RECENT]],
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take the file in and show what became of its rows."""
        form = UploadForm(request.POST, request.FILES, kinds=self.offered())
        if form.is_valid():
            try:
                row = self._receive(form)
                return redirect(f"{self.area}_detail", pk=row.pk)
            except (SheetRefused, FileRefused) as refusal:
                form.add_error("file", refusal.sentence)
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def _receive(self, form: UploadForm) -> Import:
        upload = form.cleaned_data["file"]
        if upload.size > LIMITS.file_bytes:
            raise SheetRefused("file_size", limit=LIMITS.file_bytes // MIB)
        content = upload.read()
        code = form.cleaned_data["kind"]
        kind = kind_of(code) if code else guess_kind(read_sheet(content, upload.name), self.offered())
        given = {"content": content, "file_name": upload.name, "unit": self.owner(), "by": self.request.user}
        try:
            return services.receive(kind=kind, now=now(), **given)
        except FileRefused:
            meant = guess_kind(read_sheet(content, upload.name), self.offered())
            if meant is kind:
                raise
            row = services.receive(kind=meant, now=now(), **given)
        sentence = _("您選的是「{chosen}」，這個檔案看起來是「{meant}」，已改用{meant}檢查；還沒有寫入任何資料。")
        messages.warning(self.request, sentence.format(chosen=kind.title, meant=meant.title))
        return row


class UnitStart(ForUnit, Start):
    """Where a unit's staff begin."""

    audience = "unit"
    area = "import"

    def owner(self) -> Any:
        """The unit of this session."""
        return self.unit


class CityStart(Start):
    """Where city officers import honor cards (PERM-4)."""

    audience = "city"
    area = "city_import"

    def owner(self) -> None:
        """No unit."""


class Detail(Page):
    """One import, from the check to the end: the headline is the answer."""

    model = Import
    action = "view"
    template_name = "intake/detail.html"
    area = "import"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The page; to htmx only the progress, and a fresh page once the work is over."""
        row = services.settle(
            self.one(queryset=self.rows("view").select_related("job", "uploaded_by"), pk=kwargs["pk"])
        )
        working = row.state in (ImportState.READING, ImportState.COMMITTING)
        if request.htmx and "progress" in request.GET:
            if not working:
                return HttpResponse(headers={"HX-Redirect": request.path})
            return self.partial("progress", self._frame(row))
        context = self._frame(row)
        if not working:
            context |= self._checked(row)
        return self.render_to_response(self.get_context_data(**context))

    def _frame(self, row: Import) -> dict[str, Any]:
        kind = kind_of(row.kind)
        return {
            "area": self.area,
            "row": row,
            "kind": kind,
            "unit": services.unit_of(row),
            "good": row.rows - row.refused,
            "told": _told(row),
            "poll_url": f"{self.request.path}?progress",
            "job": row.job,
            "working": row.state in (ImportState.READING, ImportState.COMMITTING),
            "waiting": row.job is not None and row.job.state == JobState.QUEUED,
        }

    def _checked(self, row: Import) -> dict[str, Any]:
        lines = row.lines.all()
        fate, columns = self.request.GET.get("fate", ""), kind_of(row.kind).resource.columns().values()
        heads = [column.column_name for column in columns if column.shown]
        page = Paginator(_narrowed(lines, fate), PAGE).get_page(self.request.GET.get("page"))
        page.object_list = [
            {
                "line": line,
                "cells": [line.shown.get(head, "") for head in heads],
                "changes": line.shown.get(CHANGES, ""),
            }
            for line in page.object_list
        ]
        earlier = Import.objects.filter(
            unit_id=row.unit_id, kind=row.kind, sha256=row.sha256, state=ImportState.DONE
        ).exclude(pk=row.pk)
        problems, said = causes_of(row, "problems"), causes_of(row, "warnings")
        uncounted = [cause for cause in said if row.kind == "hours" and cause.code in NOT_COUNTED]
        remarks = [cause for cause in said if cause not in uncounted]
        return {
            "problems": problems,
            "strangers": sum(cause.total for cause in problems if cause.code == "unknown_person"),
            "uncounted": uncounted,
            "remarks": sorted(remarks, key=lambda cause: cause.code == "cover_gap"),  # the many stand behind the few
            "sums": sums_of(row) if row.kind == "hours" else None,
            **self._next(row),
            "warned": lines.exclude(warnings=[]).count(),
            "heads": heads,
            "page": page,
            "fate": fate,
            "earlier": earlier.select_related("committed_by").order_by("-committed_at").first(),
        }

    def _next(self, row: Import) -> dict[str, Any]:
        """Where somebody goes after a commit: the kind of file that follows, or the reports that the hours are in."""
        if row.state != ImportState.DONE or row.unit_id is None:
            return {}
        periods = (answers.ask("reports_of", [row]) or {}).get(row.pk) or {}
        codes = [kind.code for kind in kinds() if not kind.city_only]
        following = codes[codes.index(row.kind) + 1 :] if row.kind in codes else []
        return {"periods": periods, "next_kind": kind_of(following[0]) if following else None}


class Step(Guarded):
    """One press of a button on an import, then back to its page."""

    abstract = True
    model = Import
    area = "import"
    http_method_names = ("post",)

    def act(self, row: Import) -> None:
        """What the button does."""
        raise NotImplementedError

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Act; a refusal is said on the page."""
        row = self.one(pk=kwargs["pk"])
        try:
            self.act(row)
        except Refused as refusal:
            messages.error(request, str(refusal))
        except Overtaken as overtaken:
            row.refresh_from_db()
            if row.message != overtaken.sentence:  # the page says it already
                messages.warning(request, overtaken.sentence)
        except (SheetRefused, FileRefused) as refusal:
            messages.error(request, refusal.sentence)
        return redirect(f"{self.area}_detail", pk=row.pk)


class Commit(Step):
    """Import what was previewed."""

    action = "commit"

    def act(self, row: Import) -> None:
        """All rows, or the good ones."""
        services.confirm(row=row, good_rows="good_rows" in self.request.POST, by=self.request.user, now=now())


class Undo(Step):
    """Take a whole import back: a page that asks first, then the act."""

    action = "undo"
    http_method_names = ("get", "head", "post")

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """What would go, or why it has to stay."""
        row = self.one(pk=kwargs["pk"])
        if row.state != ImportState.DONE:
            return redirect(f"{self.area}_detail", pk=row.pk)
        told = _told(row) | {"area": self.area, "relied": services.relied_on(row)}
        return render(request, "intake/undo.html", told)

    def act(self, row: Import) -> None:
        """Undo."""
        services.undo(row=row, by=self.request.user, now=now())
        messages.success(self.request, _("已復原，這次匯入的資料都拿掉了。"))


class Discard(Step):
    """Put a checked file aside."""

    action = "commit"

    def act(self, row: Import) -> None:
        """Discard."""
        services.discard(row=row)


class Cancel(Step):
    """Stop the work under way."""

    action = "commit"

    def act(self, row: Import) -> None:
        """Cancel."""
        services.cancel(row=row, now=now())


class Returned(Guarded):
    """The refused rows as a sheet, with 原列號 and 原因."""

    model = Import
    action = "view"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The rows are the person's own; fetching them is written down all the same."""
        row = self.one(pk=kwargs["pk"])
        format_ = kwargs["format"]
        lines = row.lines.filter(fate=RowFate.ERROR).values_list("number", "problems")
        refused = {number: [problem["message"] for problem in problems] for number, problems in lines}
        if not refused or format_ not in FORMATS:
            raise Http404
        sheet = originals.sheet_of(row)
        buffer = io.BytesIO()
        write_returned(buffer, format_, sheet, find_header(sheet), refused)
        _note(request, row, "returned", len(refused))
        name = f"{row.file_name.rpartition('.')[0]}-{_('需修正')}.{format_}"
        return _attachment(buffer.getvalue(), CONTENT_TYPES[format_], name)


class Original(Guarded):
    """The file as it was uploaded; each fetch is written down."""

    model = Import
    action = "view"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Send the original."""
        row = self.one(pk=kwargs["pk"])
        content = originals.content_of(row)
        _note(request, row, "original", row.rows)
        return _attachment(content, "application/octet-stream", row.file_name)


class Template(Guarded):
    """A blank file to fill in, with what each column wants."""

    audience = "unit_or_officer"

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Write the template."""
        try:
            kind = kind_of(kwargs["kind"])
        except UnknownKind as unknown:
            raise Http404 from unknown
        if kwargs["format"] not in FORMATS:
            raise Http404
        columns = [
            TemplateColumn(
                header=column.column_name,
                needed=column.needed,
                help=str(column.help),
                choices=tuple(map(str, column.choices)),
                text_format=isinstance(column.widget, TEXT_FORMAT),
                example=column.example,
            )
            for column in kind.resource.columns().values()
            if column.template
        ]
        buffer = io.BytesIO()
        write_template(buffer, kwargs["format"], str(kind.title), columns)
        return _attachment(
            buffer.getvalue(), CONTENT_TYPES[kwargs["format"]], f"{kind.title}{_('範本')}.{kwargs['format']}"
        )


class CityDetail(Detail):
    """The same, under the city's address."""

    area = "city_import"


class CityCommit(Commit):
    """The same, under the city's address."""

    area = "city_import"


class CityUndo(Undo):
    """The same, under the city's address."""

    area = "city_import"


class CityDiscard(Discard):
    """The same, under the city's address."""

    area = "city_import"


class CityCancel(Cancel):
    """The same, under the city's address."""

    area = "city_import"


def _narrowed(lines: QuerySet[ImportRow], fate: str) -> QuerySet[ImportRow]:
    if fate == "warned":
        return lines.exclude(warnings=[])
    return lines.filter(fate=fate) if fate in FATES else lines


def _told(row: Import) -> dict[str, Any]:
    """An import in a line of a list: what it was and how it ended."""
    signs = {
        ImportState.DONE: "ok",
        ImportState.UNDONE: "other",
        ImportState.FAILED: "bad",
        ImportState.CHECKED: "warn",
    }
    return {
        "row": row,
        "kind": kind_of(row.kind),
        "sign": signs.get(row.state, "info"),
        "good": row.rows - row.refused,
        "written": row.created + row.updated,
    }


def _note(request: HttpRequest, row: Import, what: str, count: int) -> None:
    note_look(
        kind=LookKind.EXPORT,
        user_id=request.user.pk,
        unit_id=row.unit_id,
        detail={"import": row.pk, "file": what, "rows": count},
    )


def _attachment(content: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
