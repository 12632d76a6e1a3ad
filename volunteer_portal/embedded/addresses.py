"""Where database and broker are: what the environment says, or else the embedded servers' own addresses."""

from __future__ import annotations

import os
from urllib.parse import quote, quote_plus

from .place import Place
from .postgres import DATABASE, ROLE
from .services import Services


def database_url() -> str:
    """DATABASE_URL, or that of the embedded PostgreSQL; asking does not start it."""
    if given := os.environ.get("DATABASE_URL"):
        return given
    place = Place()
    return f"postgres://{ROLE}:{quote(place.secrets['portal'])}@{quote_plus(str(place.sockets))}/{DATABASE}"


def redis_url(number: int = 0) -> str:
    """REDIS_URL, or that of the embedded Valkey, for database ``number``."""
    if given := os.environ.get("REDIS_URL"):
        return given if number == 0 else _with_number(given, number)
    place = Place()
    return f"unix://:{quote(place.secrets['valkey'])}@{place.sockets}/valkey.sock?db={number}"


def broker_url(number: int = 0) -> str:
    """The same as ``redis_url``, as Celery wants it."""
    if os.environ.get("REDIS_URL"):
        return redis_url(number)
    place = Place()
    return f"redis+socket://:{quote(place.secrets['valkey'])}@{place.sockets}/valkey.sock?virtual_host={number}"


def embedded_services() -> Services | None:
    """The embedded servers that are needed beside DATABASE_URL and REDIS_URL, or None when both are given."""
    database, broker = not os.environ.get("DATABASE_URL"), not os.environ.get("REDIS_URL")
    return Services(database=database, broker=broker) if database or broker else None


def _with_number(url: str, number: int) -> str:
    """The same server's database ``number``: its own number plus ours, so that cache and broker never meet."""
    head, _, tail = url.partition("://")
    address, slash, own = tail.partition("/")
    if head.startswith("unix") or not (own.isdigit() or not own):
        return url
    return f"{head}://{address}/{int(own or 0) + number}" if slash or not own else url
