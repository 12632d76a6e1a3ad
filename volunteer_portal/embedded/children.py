"""The processes of a running portal, as ``script/server`` starts and stops them."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .place import ROOT, say

PATIENCE_SECONDS = 20
LONGEST_LOG = 5_000_000
# A child that falls this often within the time below will not get up again.
FALLS, FALLS_SECONDS = 5, 60
PR_SET_PDEATHSIG = 1


@dataclass
class Child:
    """One process, its log, and how often it has fallen."""

    name: str
    command: Sequence[str]
    log: Path
    environment: dict[str, str] = field(default_factory=dict)
    process: subprocess.Popen[bytes] | None = None
    falls: list[float] = field(default_factory=list)

    def start(self) -> None:
        """Start it in a group of its own: Ctrl-C reaches us alone, and we stop the others in order."""
        if self.log.exists() and self.log.stat().st_size > LONGEST_LOG:
            self.log.replace(self.log.with_suffix(".old.log"))
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603 - our own programs
                [sys.executable, *self.command],
                cwd=ROOT,
                env={**os.environ, **self.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=_end_with_parent,  # noqa: PLW1509 - there are no threads here
            )

    def mend(self) -> bool:
        """Start it again if it has ended; False when it keeps falling."""
        if self.process is None or self.process.poll() is None:
            return True
        now = time.monotonic()
        self.falls = [*(fall for fall in self.falls if now - fall < FALLS_SECONDS), now]
        if len(self.falls) >= FALLS:
            return False
        say(f"{self.name} 結束（{self.process.returncode}），重新啟動。 {self.name} ended and is started again.")
        self.start()
        return True

    def ask_to_stop(self) -> None:
        """Ask it to finish what it is doing and end."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)

    def wait(self, deadline: float) -> None:
        """Wait for its end, and end it with its children when the time is over."""
        if self.process is None:
            return
        try:
            self.process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def tail(self, characters: int = 2000) -> str:
        """The end of its log."""
        return self.log.read_text(encoding="utf-8", errors="replace")[-characters:] if self.log.exists() else ""


def stop(children: Sequence[Child]) -> None:
    """Stop them all; each has the same time."""
    for child in children:
        child.ask_to_stop()
    deadline = time.monotonic() + PATIENCE_SECONDS
    for child in children:
        child.wait(deadline)


def _end_with_parent() -> None:
    """On Linux the kernel asks a child to stop when its parent is killed, so that nothing is left behind."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
