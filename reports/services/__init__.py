"""Every write of the half-year report: drafting, sending, accepting, unlocking."""

from .deciding import accept, accept_many, ask_unlock, decline_unlock, grant_unlock, unlock_unasked
from .drafting import adjust_cell, draft_report, recompute, remove_draft, restore_cell, save_draft, set_manual
from .submitting import submit

__all__ = [
    "accept",
    "accept_many",
    "adjust_cell",
    "ask_unlock",
    "decline_unlock",
    "draft_report",
    "grant_unlock",
    "recompute",
    "remove_draft",
    "restore_cell",
    "save_draft",
    "set_manual",
    "submit",
    "unlock_unasked",
]
