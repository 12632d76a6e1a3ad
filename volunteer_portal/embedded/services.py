"""Who uses the embedded servers, so that the last one out stops them and nobody stops them under another.

Each user holds a shared lock on one file for as long as it lives; the kernel drops it even after kill -9.
Whoever leaves and can lock that file alone was the last.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Self

from .place import Place
from .postgres import Postgres
from .valkey import Valkey


class Services:
    """The embedded servers of one place that this process uses, as a context manager."""

    def __init__(self, place: Place | None = None, *, database: bool = True, broker: bool = True) -> None:
        self.place = place or Place()
        self.database = database
        self.broker = broker
        self.safe = os.environ.get("PORTAL_UNSAFE_FAST") != "1"
        self._user: int | None = None

    def __enter__(self) -> Self:
        """Start what does not run yet and count ourselves in."""
        self.place.prepare()
        with self._alone():
            user = self._open("users")
            fcntl.flock(user, fcntl.LOCK_SH)
            try:
                self.mend()
            except BaseException:
                os.close(user)
                raise
            self._user = user
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Count ourselves out, and stop the servers if we were the last and nobody asked to keep them."""
        if self._user is None:
            return
        os.close(self._user)
        self._user = None
        self.stop_unused()

    def stop_unused(self) -> bool:
        """Stop the servers if nobody uses them and nobody asked to keep them; False if somebody does."""
        if not self.place.control.exists():
            return True
        with self._alone():
            if self.kept or self.is_used():
                return False
            for server in (Valkey(self.place), Postgres(self.place)):
                if server.is_running():
                    server.stop()
            return True

    @property
    def kept(self) -> bool:
        """Whether the servers stay when nobody uses them."""
        return (self.place.control / "keep").exists()

    def keep(self, *, yes: bool) -> None:
        """Let the servers stay when the last user leaves, or not."""
        mark = self.place.control / "keep"
        if yes:
            mark.touch()
        else:
            mark.unlink(missing_ok=True)

    def is_used(self) -> bool:
        """Whether anybody has counted in, this process included."""
        user = self._open("users")
        try:
            fcntl.flock(user, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        finally:
            os.close(user)
        return False

    def servers(self) -> list[Postgres | Valkey]:
        """The servers this process needs."""
        return [*([Postgres(self.place)] if self.database else []), *([Valkey(self.place)] if self.broker else [])]

    def mend(self) -> list[str]:
        """Start each server that does not run, and return their names."""
        started = []
        for server in self.servers():
            if not server.is_running():
                server.start(safe=self.safe)
                started.append(server.name)
            elif isinstance(server, Postgres) and self.safe:
                self._make_safe(server)
        return started

    def watch(self) -> list[str]:
        """Start again what has died since, and return the names."""
        if all(server.is_running() for server in self.servers()):
            return []
        with self._alone():
            return self.mend()

    def _make_safe(self, server: Postgres) -> None:
        """A server that tests started without crash safety gets it as soon as somebody needs it."""
        settings = server.data / "portal.conf"
        if "fsync = off" in settings.read_text(encoding="utf-8"):
            server.configure(safe=True)
            server.reload()

    def _open(self, name: str) -> int:
        return os.open(self.place.control / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Only one process at a time starts or stops servers here."""
        lock = self._open("lock")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)
