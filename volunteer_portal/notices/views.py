"""The bell: what a person was told."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from volunteer_portal.pages.base import Guarded, Page
from volunteer_portal.pages.clock import now

from . import services
from .models import Notice

PAGE = 30


class NoticeList(Page):
    """All notices of the account, newest first."""

    audience = "signed_in"
    template_name = "notices/notice_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """One page of notices, and how many are unread."""
        mine = Notice.objects.filter(to=self.scope.user_id)
        return super().get_context_data(
            page=Paginator(mine, PAGE).get_page(self.request.GET.get("page")),
            unread=mine.filter(read_at__isnull=True).count(),
            **kwargs,
        )


class NoticeOpen(Guarded):
    """Mark one notice as read and go where it leads."""

    audience = "signed_in"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Read, then on."""
        notice = Notice.objects.filter(to=self.scope.user_id, pk=pk).first()
        if notice is None:
            raise Http404
        services.mark_read(user_id=self.scope.user_id, notice_ids=[pk], now=now())
        safe = notice.link and url_has_allowed_host_and_scheme(notice.link, allowed_hosts={request.get_host()})
        return redirect(notice.link if safe else "notices")


class NoticesRead(Guarded):
    """Mark everything as read."""

    audience = "signed_in"
    http_method_names = ("post",)

    def post(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """All read."""
        services.mark_read(user_id=self.scope.user_id, notice_ids=None, now=now())
        return redirect("notices")
