"""The only parents of views. A page names its action, or says that it is public; without one it does not import."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from volunteer_portal.access.errors import NotAllowed, Overtaken
from volunteer_portal.access.scope import Scope

Audience = Callable[[Scope], bool]

#: Who a page without rows of its own is for. The names stand in the declared policy.
AUDIENCES: dict[str, Audience] = {
    "signed_in": lambda scope: not scope.is_public,
    "volunteer": lambda scope: scope.volunteer_id is not None,
    "unit": lambda scope: bool(scope.unit_ids),
    "head": lambda scope: bool(scope.head_unit_ids),
    "officer": lambda scope: scope.is_officer,
    "city": lambda scope: scope.citywide,
    "administrator": lambda scope: scope.is_administrator,
    "unit_or_officer": lambda scope: bool(scope.unit_ids) or scope.is_officer,
    "appointing": lambda scope: bool(scope.unit_ids) or scope.citywide or scope.is_administrator,
    "watching": lambda scope: scope.is_officer or scope.is_administrator,
    "registrar": lambda scope: scope.citywide or scope.is_administrator,
}


class Guarded(View):
    """A page that says who it is for.

    ``public = True``, or ``audience`` (a name of ``AUDIENCES``), or ``model`` with ``action`` (an action of the
    model's access table; ``post_action`` where writing needs another). Out of reach is 404; seen but not allowed 403.
    """

    public: ClassVar[bool] = False
    audience: ClassVar[str] = ""
    action: ClassVar[str] = ""
    post_action: ClassVar[str] = ""
    abstract: ClassVar[bool] = True
    model: ClassVar[type[Model] | None] = None

    request: HttpRequest

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__dict__.get("abstract", False):
            return
        cls.abstract = False
        if not (cls.public or cls.audience or (cls.action and cls.model)):
            msg = f"{cls.__module__}.{cls.__name__}: a page names its action with its model, its audience, or is public"
            raise ImproperlyConfigured(msg)
        if cls.audience and cls.audience not in AUDIENCES:
            msg = f"{cls.__name__}: unknown audience {cls.audience}"
            raise ImproperlyConfigured(msg)
        if cls.action and cls.model:
            table = cls.model._default_manager.all().access
            for action in filter(None, (cls.action, cls.post_action)):
                if action not in table:
                    msg = f"{cls.__name__}: {cls.model.__name__} has no action {action}"
                    raise ImproperlyConfigured(msg)

    @property
    def scope(self) -> Scope:
        """Who is looking."""
        return self.request.scope

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Ask whether the page is for this person before anything else happens."""
        if not self.public and not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not self.public and self.audience and not AUDIENCES[self.audience](request.scope):
            raise Http404
        try:
            return super().dispatch(request, *args, **kwargs)
        except NotAllowed as refusal:
            return render(request, "403.html", {"sentence": refusal.sentence}, status=403)
        except Overtaken as overtaken:
            context = {"sentence": overtaken.sentence, "back": self.way_back()}
            return render(request, "errors/409.html", context, status=409)

    def way_back(self) -> tuple[str, str]:
        """Label and address of the page to look at when somebody was first; the home page where none is named."""
        return "", ""

    def rows(self, action: str | None = None) -> QuerySet[Any]:
        """The rows of the page's model that the person reaches."""
        if self.model is None:
            msg = f"{type(self).__name__} has no model"
            raise ImproperlyConfigured(msg)
        return self.model._default_manager.all().visible_to(self.scope, action or self.action)

    def one(self, *, queryset: QuerySet[Any] | None = None, **key: Any) -> Any:
        """The object with the key if it is within reach to see, else 404; 403 when it may be seen but not acted on."""
        rows = self.rows("view") if queryset is None else queryset
        found = rows.filter(**key).first()
        if found is None:
            raise Http404
        needed = self.post_action or self.action if self.request.method == "POST" else self.action
        table = self.model._default_manager.all().access
        if needed != "view" and not table.allows(self.scope, needed, found):
            raise NotAllowed(_("這項動作由{reach}辦理。").format(reach=table[needed].label))
        return found


class Page(Guarded, TemplateView):
    """A page with a template. Subclasses fill ``get_context_data``."""

    abstract = True

    def partial(self, name: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
        """Answer htmx with one part of the page's template."""
        return render(self.request, f"{self.template_name}#{name}", context, status=status)
