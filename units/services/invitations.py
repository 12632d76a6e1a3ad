"""Invitations: sent by mail, good for seven days, used once. The token stands only in the mail; we keep its hash."""

from __future__ import annotations

import hashlib
import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import send_mail
from django.core.validators import validate_email
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from units.access import INVITATIONS
from units.enums import Role
from units.models import CompetentAuthority, Invitation, OperatingUnit
from units.scopes import scope_of
from volunteer_portal.access.errors import NotAllowed, Overtaken, Problem, Refused
from volunteer_portal.accounts.models import User

from .asking import demand_invite, demand_place, scope_for
from .people import appoint

GOOD_FOR = timedelta(days=7)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation and the address in its mail: the only place where its token stands in clear."""

    invitation: Invitation
    address: str


def hash_of(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def invite(  # noqa: PLR0913 - an invitation has this many parts
    *,
    email: str,
    name: str,
    role: Role,
    by: User | None,
    now: datetime,
    unit: OperatingUnit | None = None,
    authority: CompetentAuthority | None = None,
) -> Invited:
    """Invite somebody to a role. An open invitation of the same person to the same role is replaced by the new one."""
    email, name = email.strip().lower(), name.strip()
    _demand_person(email, name)
    demand_place(role, unit, authority)
    demand_invite(scope_for(by, timezone.localdate(now)), role, unit)
    same = Invitation.objects.select_for_update().still_open(now)
    for former in same.filter(email=email, role=role, unit=unit, authority=authority):
        former.withdrawn_at = now
        former.save(update_fields=["withdrawn_at"])
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        email=email,
        name=name,
        role=role,
        unit=unit,
        authority=authority,
        token_hash=hash_of(token),
        invited_by=by,
        invited_at=now,
        expires_at=now + GOOD_FOR,
    )
    invited = Invited(invitation, settings.PORTAL_URL + reverse("invitation_accept", args=[token]))
    transaction.on_commit(lambda: _send(invited))
    return invited


def find_invitation(*, token: str, now: datetime) -> Invitation | None:
    """The invitation of a token while it can be accepted, with its places."""
    return (
        Invitation.objects.still_open(now)
        .filter(token_hash=hash_of(token))
        .select_related("unit", "authority", "invited_by")
        .first()
    )


@transaction.atomic
def accept_invitation(*, token: str, now: datetime, password: str = "", by: User | None = None) -> User:
    """Take up the role. A new person sets a password; who has an account must be signed in with it (``by``).

    Two at once: one wins, the other is told (``Overtaken``). A withdrawn or expired one is ``Overtaken``, too.
    """
    found = Invitation.objects.select_for_update().filter(token_hash=hash_of(token)).first()
    if found is None or found.withdrawn_at or found.accepted_at or found.expires_at <= now:
        raise Overtaken(_("這份邀請已經用過、撤回或過期。請邀請您的人再寄一次。"))
    today = timezone.localdate(now)
    _demand_inviter_still_may(found, today)
    if by is not None and by.email != found.email:
        raise NotAllowed(_("這份邀請是給 {email} 的。請先登出，再打開邀請信裡的連結。").format(email=found.email))
    user = User.objects.filter(email=found.email).first()
    if user is not None and (by is None or by.pk != user.pk):
        raise NotAllowed(_("這個電子郵件已有帳號，請先用它登入，再接受邀請。"))
    if user is None:
        user = _new_account(found, password)
    found.accepted_at = now
    found.save(update_fields=["accepted_at"])
    appointment = appoint(user=user, role=found.role, by=None, today=today, unit=found.unit, authority=found.authority)
    if appointment.appointed_by_id is None and found.invited_by_id:
        appointment.appointed_by_id = found.invited_by_id
        appointment.save(update_fields=["appointed_by"])
    return user


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User | None, now: datetime) -> Invitation:
    """Make an invitation useless. Raises ``Overtaken`` when it was accepted in the meantime."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if by is not None and not INVITATIONS.allows(scope_of(by, timezone.localdate(now)), "withdraw", invitation):
        raise NotAllowed(_("這份邀請由{reach}撤回。").format(reach=INVITATIONS["withdraw"].label))
    if invitation.accepted_at:
        raise Overtaken(_("{name}已經接受邀請。要收回職務，請在人員清單按「結束職務」。").format(name=invitation.name))
    if invitation.withdrawn_at is None:
        invitation.withdrawn_at = now
        invitation.save(update_fields=["withdrawn_at"])
    return invitation


def _new_account(invitation: Invitation, password: str) -> User:
    person = User(email=invitation.email, name=invitation.name)
    try:
        validate_password(password, person)
    except ValidationError as weak:
        raise Refused([Problem("password", "weak", sentence) for sentence in weak.messages]) from weak
    return User.objects.create_user(invitation.email, password, name=invitation.name)


def _demand_person(email: str, name: str) -> None:
    if not name:
        raise Refused.one("name", "required", _("請填姓名。"))
    try:
        validate_email(email)
    except ValidationError as wrong:
        raise Refused.one("email", "invalid", _("電子郵件的樣子不對，例如 name@example.gov.tw。")) from wrong


def _demand_inviter_still_may(invitation: Invitation, today: object) -> None:
    """Whoever has lost the right to invite since has lost it for the mails on their way, too."""
    if invitation.invited_by is not None and not _may_still(invitation, today):
        raise Overtaken(_("邀請您的人已經不能邀請這個職務了。請向單位主管或志願服務推廣中心要一份新的。"))


def _may_still(invitation: Invitation, today: object) -> bool:
    try:
        demand_invite(scope_of(invitation.invited_by, today), invitation.role, invitation.unit)
    except NotAllowed:
        return False
    return True


def _send(invited: Invited) -> None:
    """Send the mail. A post office that does not answer is noted; the invitation stands and can be sent again."""
    invitation = invited.invitation
    context = {"invitation": invitation, "address": invited.address, "portal_url": settings.PORTAL_URL}
    try:
        send_mail(
            render_to_string("mail/invitation.subject.txt", context).strip(),
            render_to_string("mail/invitation.txt", context),
            None,
            [invitation.email],
            html_message=render_to_string("mail/invitation.html", context),
        )
    except (OSError, SMTPException):
        log.warning("the mail of invitation %s was not sent", invitation.pk, exc_info=True)
