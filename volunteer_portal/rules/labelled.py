"""Enumerations whose members carry the Chinese words a person sees."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A string enumeration: ``MEMBER = "stored value", "中文名稱"``."""

    label: str

    def __new__(cls, value: str, label: str) -> Self:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member

    @classmethod
    def pairs(cls) -> list[tuple[str, str]]:
        """``(value, label)`` of every member, in order of declaration."""
        return [(member.value, member.label) for member in cls]
