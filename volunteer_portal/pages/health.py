"""Is it alive, is it ready: two addresses for whoever watches the portal."""

from __future__ import annotations

from collections.abc import Callable

import redis
from django.conf import settings
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's call
    """The process answers; it asks nobody else, so that a lost database does not get it restarted."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - Django's call
    """Database, broker and files answer too; 503 if not, with the part that fails and no more."""
    parts = {name: _works(question) for name, question in QUESTIONS.items()}
    ready = all(parts.values())
    return JsonResponse({"ready": ready, **parts}, status=200 if ready else 503)


def _works(question: Callable[[], object]) -> bool:
    try:
        question()
    except (DatabaseError, redis.RedisError, OSError):
        return False
    return True


def _ask_database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM django_migrations LIMIT 1")


def _ask_broker() -> None:
    cache.get("readyz")


def _ask_files() -> None:
    settings.PORTAL_DATA.stat()


QUESTIONS = {"database": _ask_database, "broker": _ask_broker, "files": _ask_files}
