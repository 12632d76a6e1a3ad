"""Completions, written directly: nobody is told, so call ``rejudge`` where verdicts matter."""

from __future__ import annotations

from datetime import date

from training.models import Completion
from training.services import CourseEntry


def a_course(kind: str = "basic", completed_on: date = date(2023, 3, 4), **fields) -> CourseEntry:
    """What is typed about a course (for ``training.services.record_completion``)."""
    return CourseEntry(kind=kind, completed_on=completed_on, minutes=fields.pop("minutes", 360), **fields)


def basic(completed_on: date = date(2023, 3, 4), **fields) -> CourseEntry:
    return a_course("basic", completed_on, **fields)


def special(category: str = "EDU", completed_on: date = date(2023, 3, 11), **fields) -> CourseEntry:
    return a_course("special", completed_on, category_id=category, **fields)


def a_completion(volunteer, kind: str = "basic", completed_on: date = date(2023, 3, 4), **fields) -> Completion:
    return Completion.objects.create(
        volunteer=volunteer, kind=kind, completed_on=completed_on, **{"minutes": 360, **fields}
    )


def trained(volunteer, category: str = "EDU", *, on: date = date(2012, 1, 1)) -> None:
    """Basic and special training of the category, both long enough and on the day."""
    a_completion(volunteer, "basic", on, minutes=720, certificate_number="基-1")
    a_completion(volunteer, "special", on, minutes=720, category_id=category, certificate_number="特-1")
