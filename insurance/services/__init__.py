"""Every write of policies and covers."""

from .covers import Covered, CoverEntry, cover, end_cover

__all__ = ["CoverEntry", "Covered", "cover", "end_cover"]
