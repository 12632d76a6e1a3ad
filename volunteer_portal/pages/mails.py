"""Mails of a trial, on a page: where nothing is sent, one still has to be able to read them."""

from __future__ import annotations

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse

from volunteer_portal.ui.templatetags.roc import roc_clock

from .base import Page

SHOWN = 50
BETWEEN_MAILS = b"\n" + b"-" * 79 + b"\n"


@dataclass(frozen=True, slots=True)
class Mail:
    """What a reader wants of a mail."""

    to: str
    subject: str
    at: str
    text: str


class Mails(Page):
    """The newest mails that were not sent. Only where demo data is allowed; elsewhere the page does not exist."""

    public = True
    template_name = "pages/mails.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show them, or nothing at all."""
        if not settings.DEMO_ALLOWED or not getattr(settings, "MAIL_FOLDER", None):
            raise Http404
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The newest first."""
        return super().get_context_data(mails=newest_mails(settings.MAIL_FOLDER), **kwargs)


def newest_mails(folder: Path, limit: int = SHOWN) -> list[Mail]:
    """The newest mails that Django's file backend wrote into the folder."""
    mails: list[Mail] = []
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime_ns, reverse=True)
    for path in files:
        pieces = [piece for piece in path.read_bytes().split(BETWEEN_MAILS) if piece.strip()]
        mails += [_read(piece) for piece in reversed(pieces)]
        if len(mails) >= limit:
            break
    return mails[:limit]


def _when(header: str) -> str:
    """「115/06/30 14:05」 in Taipei; what is not a date stays as it is."""
    try:
        return roc_clock(parsedate_to_datetime(header))
    except ValueError:
        return header


def _read(piece: bytes) -> Mail:
    message: EmailMessage = email.message_from_bytes(piece, policy=email.policy.default)
    body = message.get_body(("plain", "html"))
    return Mail(
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        at=_when(str(message["Date"] or "")),
        text=body.get_content() if body is not None else "",
    )
