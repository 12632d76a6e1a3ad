"""Every write of completions. Each announces ``completions_changed`` inside its transaction."""

from .completions import CourseEntry, Recorded, correct_completion, record_completion, revoke
from .prerequisites import prerequisites_missing

__all__ = [
    "CourseEntry",
    "Recorded",
    "correct_completion",
    "prerequisites_missing",
    "record_completion",
    "revoke",
]
