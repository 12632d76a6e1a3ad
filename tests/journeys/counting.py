"""Counts what a person does: clicks, and keys pressed or characters typed, as the budgets count them."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Counter:
    """``within`` holds a task to its budget; ``free`` leaves out what is not part of the task (signing in)."""

    clicks: int = 0
    keystrokes: int = 0
    steps: list[str] = field(default_factory=list)
    paused: bool = False

    def clicked(self, what) -> None:
        if not self.paused:
            self.clicks += 1
            self.steps.append(f"click {what}")

    def typed(self, count: int, what) -> None:
        if not self.paused:
            self.keystrokes += count
            self.steps.append(f"{count} keys into {what}")

    @contextmanager
    def within(self, *, clicks: int, keystrokes: int | None = None):
        """The task inside takes no more than this."""
        before, first = (self.clicks, self.keystrokes), len(self.steps)
        yield self
        spent = (self.clicks - before[0], self.keystrokes - before[1])
        told = "\n  ".join(self.steps[first:])
        assert spent[0] <= clicks, f"{spent[0]} clicks, budget {clicks}:\n  {told}"
        assert keystrokes is None or spent[1] <= keystrokes, f"{spent[1]} keystrokes, budget {keystrokes}:\n  {told}"

    @contextmanager
    def free(self):
        self.paused = True
        yield
        self.paused = False
