"""Django's admin for administrators: plain tables of reference data and accounts, no second way to sign in."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import update_wrapper
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _


class PlainAdmin(admin.ModelAdmin):
    """Administrators see; nobody adds, changes or deletes: services write. Subclasses open what is reference."""

    may_add = False
    may_change = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the app is listed."""
        return request.scope.is_administrator

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002 - Django's call
        """Administrators look at everything that is registered."""
        return request.scope.is_administrator

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Only reference data."""
        return self.may_add and request.scope.is_administrator

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002 - the same
        """Only reference data."""
        return self.may_change and request.scope.is_administrator

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:  # noqa: ARG002 - the same
        """Nothing is deleted here: other rows stand on it, and history must stay."""
        return False


class ReferenceAdmin(PlainAdmin):
    """Reference data that a city may adjust."""

    may_add = True
    may_change = True


class AdministratorsSite(admin.AdminSite):
    """The site. Signing in happens where everybody signs in, with lockout and second factor."""

    site_header = _("系統管理")
    site_title = _("系統管理")
    index_title = _("基礎資料與帳號")
    site_url = "/home/"
    enable_nav_sidebar = False

    def register(self, model_or_iterable: Any, admin_class: type | None = None, **options: Any) -> None:
        """Take only what says that it is plain: packages' own pages would show secrets or go past the services."""
        if admin_class is not None and issubclass(admin_class, PlainAdmin):
            super().register(model_or_iterable, admin_class, **options)

    def unregister(self, model_or_iterable: Any) -> None:
        """Packages that replace one another's pages find nothing to remove."""
        models: Iterable[Any] = (
            model_or_iterable if isinstance(model_or_iterable, (list, tuple)) else [model_or_iterable]
        )
        super().unregister([model for model in models if self.is_registered(model)])

    def has_permission(self, request: HttpRequest) -> bool:
        """Administrators; the second factor was asked before this."""
        return request.user.is_authenticated and request.scope.is_administrator

    def admin_view(self, view: Callable[..., HttpResponse], cacheable: bool = False) -> Callable[..., HttpResponse]:  # noqa: FBT001, FBT002 - Django's call
        """A page of the admin: signing in first; for everybody but administrators it does not exist."""
        inner = super().admin_view(view, cacheable)

        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not request.scope.is_administrator:
                raise Http404
            return inner(request, *args, **kwargs)

        return update_wrapper(asked, view)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002
        """To everybody's sign-in; who is signed in and no administrator finds nothing here."""
        if request.user.is_authenticated and not request.scope.is_administrator:
            raise Http404
        if request.user.is_authenticated:
            return redirect("admin:index")
        return redirect_to_login(request.GET.get("next") or "/admin/")

    def get_urls(self) -> list[Any]:
        """Django's, without the one that opens any table by number."""
        return [each for each in super().get_urls() if getattr(each, "name", "") != "view_on_site"]

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:  # noqa: ARG002
        """Everybody changes passwords at one place."""
        return redirect("account_change_password")
