"""Which function does which kind of job. Apps declare theirs in ``tasks.py``."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any


class Cancelled(Exception):
    """The person who asked for the job took it back; the transaction under way is rolled back."""


@dataclass
class Progress:
    """How far a job is. Kept in memory; the heartbeat writes it down from a connection of its own.

    ``stop`` ends the heartbeat: ``finish`` touches the job's row inside the work's transaction.
    """

    done: int = 0
    total: int = 0
    message: str = ""
    cancelled: threading.Event = field(default_factory=threading.Event)
    stop: Callable[[], None] = lambda: None

    def __call__(self, done: int, total: int, message: str = "") -> None:
        """Report progress; raises ``Cancelled`` when the job was taken back."""
        self.done, self.total = done, total
        if message:
            self.message = message
        if self.cancelled.is_set():
            raise Cancelled


JobFunction = Callable[[Any, Progress], None]
_functions: dict[str, JobFunction] = {}


def job(kind: str) -> Callable[[JobFunction], JobFunction]:
    """Declare the function of a kind.

    It gets the job and its progress, does its work in one transaction and calls ``services.finish`` as the last thing
    inside that transaction, so that the work and the end of the job stand or fall together.
    """

    def keep(function: JobFunction) -> JobFunction:
        _functions[kind] = function
        return function

    return keep


def function_of(kind: str) -> JobFunction:
    """The function of a kind; ``KeyError`` for an unknown one."""
    return _functions[kind]
