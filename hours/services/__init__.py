"""Every write of hours. ``judging`` alone writes verdicts."""

from .records import (
    ServiceEntry,
    correct_service,
    entry_of,
    record_service,
    remove_service,
    split_service,
    version_of,
)

__all__ = [
    "ServiceEntry",
    "correct_service",
    "entry_of",
    "record_service",
    "remove_service",
    "split_service",
    "version_of",
]
