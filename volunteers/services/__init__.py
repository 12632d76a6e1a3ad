"""Every write of people and memberships, and every look at a clear identity number."""

from .consents import record_consent
from .enrolment import Enrolled, enrol
from .entries import PersonEntry
from .looking import Found, LookUp, find_by_identity, find_in_reach, reveal_identity
from .memberships import change_team, join_unit, leave_unit
from .people import correct_person, version_of
from .photos import set_photo

__all__ = [
    "Enrolled",
    "Found",
    "LookUp",
    "PersonEntry",
    "change_team",
    "correct_person",
    "enrol",
    "find_by_identity",
    "find_in_reach",
    "join_unit",
    "leave_unit",
    "record_consent",
    "reveal_identity",
    "set_photo",
    "version_of",
]
