"""Every change of a request knows its author: the request's context goes into the history rows."""

from __future__ import annotations

from typing import Any

import pghistory.middleware
from django.http import HttpRequest


class HistoryMiddleware(pghistory.middleware.HistoryMiddleware):
    """Attach the account and the page's path (no query string: it may carry a name) to each change."""

    def get_context(self, request: HttpRequest) -> dict[str, Any]:
        """The context stored with each change of this request."""
        user = getattr(request, "user", None)
        return {"user": user.pk if user is not None and user.is_authenticated else None, "path": request.path}
