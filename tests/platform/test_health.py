"""What a watcher of the portal asks."""

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection
from redis import ConnectionError as BrokerGone

HEADERS = {
    "Content-Security-Policy",
    "Permissions-Policy",
    "Cross-Origin-Resource-Policy",
    "Cross-Origin-Opener-Policy",
    "Referrer-Policy",
    "X-Content-Type-Options",
    "X-Frame-Options",
}


def test_alive_without_asking_anybody(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert set(answer.headers) >= HEADERS
    assert "unsafe" not in answer["Content-Security-Policy"]


@pytest.mark.django_db
def test_ready(client):
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "database": True, "broker": True, "files": True}


@pytest.mark.django_db
@pytest.mark.logs_errors
def test_not_ready_without_the_broker(client, monkeypatch):
    def gone(*_):
        raise BrokerGone

    monkeypatch.setattr(cache, "get", gone)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["broker"] is False
    assert answer.json()["database"] is True


@pytest.mark.django_db
@pytest.mark.logs_errors
def test_not_ready_without_the_database(client, monkeypatch):
    def gone(*_):
        raise DatabaseError("secret detail")

    monkeypatch.setattr(connection, "cursor", gone)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert b"secret" not in answer.content


def test_only_reading_is_allowed(client):
    assert client.post("/healthz").status_code == 405
