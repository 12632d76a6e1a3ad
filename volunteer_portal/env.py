"""The one place that reads the environment. What is missing or must not be there is named at start, all at once."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

import environ
from django.core.exceptions import ImproperlyConfigured

from volunteer_portal.embedded import addresses, place

env = environ.Env()

# Known to everyone who reads this file: good for trying the portal, refused by production.
DEVELOPMENT_SECRET_KEY = "development-only-and-known-to-everyone-who-reads-the-source"  # noqa: S105
DEVELOPMENT_DATA_KEYS = "dev:" + base64.b64encode(b"development-data-key-of-32-bytes").decode()
DEVELOPMENT_INDEX_KEY = base64.b64encode(b"development-index-key-32-bytes!!").decode()
DEVELOPMENT = {
    "SECRET_KEY": DEVELOPMENT_SECRET_KEY,
    "DATA_KEYS": DEVELOPMENT_DATA_KEYS,
    "INDEX_KEY": DEVELOPMENT_INDEX_KEY,
}
SHORTEST_SECRET_KEY = 50
KEY_BYTES = 32


def text(name: str, default: str = "") -> str:
    """A variable as it stands."""
    return os.environ.get(name) or default


def flag(name: str, *, default: bool) -> bool:
    """A variable that says yes or no."""
    return env.bool(name, default=default)


def number(name: str, default: int) -> int:
    """A whole number."""
    return env.int(name, default=default)


def names(name: str, default: Iterable[str] = ()) -> list[str]:
    """A comma-separated list."""
    return [each.strip() for each in text(name).split(",") if each.strip()] or list(default)


def data_folder() -> Path:
    """PORTAL_DATA: the embedded database, uploaded files, mails of a trial."""
    return place.data_folder()


def database() -> dict[str, object]:
    """Django's settings for DATABASE_URL, or for the embedded PostgreSQL, with limits on waiting in milliseconds."""
    settings = environ.Env.db_url_config(addresses.database_url())
    limits = {
        "statement_timeout": number("STATEMENT_TIMEOUT_MS", 0),
        "lock_timeout": number("LOCK_TIMEOUT_MS", 60_000),
        "idle_in_transaction_session_timeout": number("IDLE_IN_TRANSACTION_TIMEOUT_MS", 600_000),
    }
    options = {
        "connect_timeout": 5,
        "application_name": text("PORTAL_PROCESS", "portal"),
        "options": " ".join(f"-c {name}={value}" for name, value in limits.items()),
        **settings.get("OPTIONS", {}),
    }
    return settings | {
        "HOST": unquote(settings.get("HOST", "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }


def data_keys() -> dict[str, bytes]:
    """DATA_KEYS as ``id:base64,id:base64``; the first seals, all open."""
    keys = {}
    for each in names("DATA_KEYS", [DEVELOPMENT_DATA_KEYS]):
        key_id, _, encoded = each.partition(":")
        keys[key_id] = _key(f"DATA_KEYS ({key_id})", encoded)
    return keys


def index_key() -> bytes:
    """INDEX_KEY: finds sealed ID numbers without opening them. It never changes while there is data."""
    return _key("INDEX_KEY", text("INDEX_KEY", DEVELOPMENT_INDEX_KEY))


def _key(name: str, encoded: str) -> bytes:
    try:
        key = base64.b64decode(encoded, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != KEY_BYTES:
        message = f"{name} must be {KEY_BYTES} bytes in base64; make one with: openssl rand -base64 {KEY_BYTES}"
        raise ImproperlyConfigured(message)
    return key


def demand(*required: str) -> None:
    """Production's start: every variable is set, and none to what the source shows."""
    faults = [f"{name} is not set." for name in required if not text(name)]
    for name, known in DEVELOPMENT.items():
        if known.rpartition(":")[2] in text(name):
            faults.append(f"{name} is the development value, which everyone can read.")
    secret = text("SECRET_KEY")
    if secret and (len(secret) < SHORTEST_SECRET_KEY or secret.startswith(("django-insecure-", "development"))):
        faults.append(f"SECRET_KEY must be {SHORTEST_SECRET_KEY} or more random characters.")
    if "*" in names("ALLOWED_HOSTS"):
        faults.append("ALLOWED_HOSTS must name the hosts; * lets a forged address into mails.")
    if (data_folder() / "demo_accounts.json").exists():
        faults.append(f"{data_folder()} holds the demo town, whose passwords are printed; use another PORTAL_DATA.")
    if faults:
        raise ImproperlyConfigured("The portal does not start:\n- " + "\n- ".join(faults))
