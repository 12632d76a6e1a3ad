"""What the honor card asks for."""

from .eligibility import eligibility_of

__all__ = ["eligibility_of"]
