"""Every write of units, teams, appointments and invitations."""

from .asking import may_invite
from .invitations import Invited, accept_invitation, find_invitation, invite, withdraw_invitation
from .people import appoint, deactivate, end_appointment, reactivate, reset_second_factor
from .teams import close_team, open_team
from .units import OWN_FIELDS, change_unit, create_unit

__all__ = [
    "OWN_FIELDS",
    "Invited",
    "accept_invitation",
    "appoint",
    "change_unit",
    "close_team",
    "create_unit",
    "deactivate",
    "end_appointment",
    "find_invitation",
    "invite",
    "may_invite",
    "open_team",
    "reactivate",
    "reset_second_factor",
    "withdraw_invitation",
]
