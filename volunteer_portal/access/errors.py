"""What a service says when it will not act: a sentence for the screen, never a stack."""

from __future__ import annotations

from dataclasses import dataclass, field


class NotAllowed(Exception):
    """The person may see the object but not do this; shown with status 403.

    The sentence says why, and who may.
    """

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with what was given: where it stands and what to do about it."""

    field: str
    code: str
    sentence: str


@dataclass(eq=False)
class Refused(Exception):
    """Nothing was written; ``problems`` say what is wrong, where, and what to do."""

    problems: list[Problem] = field(default_factory=list)

    @classmethod
    def one(cls, field: str, code: str, sentence: str) -> Refused:
        """Refuse for a single reason."""
        return cls([Problem(field, code, sentence)])

    def __str__(self) -> str:
        return "；".join(problem.sentence for problem in self.problems)


class Overtaken(Exception):
    """Somebody else decided first, or changed what the person was looking at."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence
