"""Every write of record books and of notes on their misuse."""

from .annotations import annotate_misuse, withdraw_annotation
from .books import BookEntry, record_book, void_book

__all__ = ["BookEntry", "annotate_misuse", "record_book", "void_book", "withdraw_annotation"]
