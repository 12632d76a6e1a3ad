"""What is declared: for each kind of person, page and method the answer allow, deny, or how far it reaches.

Read off the views' own declarations, so that it cannot say anything else than what runs. Views that are not ours
(signing in, health, Django's admin) stand in ``OTHERS`` with the reason; a page that is in neither is an error.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.core.exceptions import ImproperlyConfigured
from django.urls import URLPattern, URLResolver, get_resolver

from volunteer_portal.access.reach import NO_ROWS, Reach
from volunteer_portal.access.scope import Scope

from .base import AUDIENCES, Guarded

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
ALLOW, DENY = "allow", "deny"

#: A typical person of each kind, and the kinds of reach that are theirs, widest last.
ACTORS: dict[str, tuple[Scope, tuple[str, ...]]] = {
    "public": (Scope(), ()),
    "volunteer": (Scope(user_id=1, volunteer_id=1), ("own",)),
    "unit_staff": (Scope(user_id=2, unit_ids=frozenset({1})), ("own", "unit")),
    "unit_head": (Scope(user_id=3, unit_ids=frozenset({1}), head_unit_ids=frozenset({1})), ("own", "head", "unit")),
    "authority": (Scope(user_id=4, categories=frozenset({"EDU"})), ("own", "category")),
    "city": (Scope(user_id=5, citywide=True), ("own", "category", "city")),
    "promotion_centre": (Scope(user_id=6, citywide=True, promotion_centre=True), ("own", "category", "city")),
    "administrator": (Scope(user_id=7, is_administrator=True), ("own", "administrator")),
}
#: How far a page without a model of its own reaches for whom it is for.
WORDS = {
    "volunteer": "own",
    "unit_staff": "unit",
    "unit_head": "unit",
    "authority": "category",
    "city": "city",
    "promotion_centre": "city",
    "administrator": "city",
}


@dataclass(frozen=True, slots=True)
class Other:
    """A view that is not ``Guarded``: who gets past its door, which methods it knows, and why it is as it is."""

    who: str
    methods: tuple[str, ...]
    reason: str


READ, FORM = ("GET", "HEAD", "OPTIONS"), ("GET", "HEAD", "POST", "OPTIONS")
FORM_OR_PUT = (*FORM, "PUT")  # Django's form views take a PUT for a POST
ALL_METHODS = METHODS
OTHERS: dict[str, Other] = {
    "account_login": Other("everyone", FORM_OR_PUT, "signing in"),
    "account_logout": Other("everyone", FORM, "leaving; GET only asks"),
    "account_inactive": Other("everyone", READ, "says that the account is closed"),
    "account_reauthenticate": Other("signed_in", FORM_OR_PUT, "the password once more"),
    "account_change_password": Other("signed_in", FORM_OR_PUT, "one's own password"),
    "account_set_password": Other("signed_in", FORM_OR_PUT, "one's own first password"),
    "account_reset_password": Other("everyone", FORM_OR_PUT, "a mail to whoever may have forgotten"),
    "account_reset_password_done": Other("everyone", READ, "says that a mail is on its way"),
    "account_reset_password_from_key": Other("everyone", FORM_OR_PUT, "whoever has the mail"),
    "account_reset_password_from_key_done": Other("everyone", READ, "says that it is done"),
    "mfa_index": Other("signed_in", READ, "one's own second factor"),
    "mfa_authenticate": Other("everyone", FORM, "the second step of signing in"),
    "mfa_reauthenticate": Other("signed_in", FORM_OR_PUT, "the second factor once more"),
    "mfa_activate_totp": Other("signed_in", FORM_OR_PUT, "one's own second factor"),
    "mfa_deactivate_totp": Other("signed_in", FORM_OR_PUT, "one's own second factor"),
    "mfa_view_recovery_codes": Other("signed_in", READ, "one's own codes"),
    "mfa_generate_recovery_codes": Other("signed_in", FORM_OR_PUT, "one's own codes"),
    "mfa_download_recovery_codes": Other("signed_in", READ, "one's own codes"),
    "usersessions_list": Other("signed_in", FORM_OR_PUT, "one's own sessions"),
    "set_language": Other("everyone", ALL_METHODS, "a cookie of this browser; changes only by POST"),
    "preferences": Other("everyone", ("GET", "HEAD"), "a cookie of this browser"),
    "healthz": Other("everyone", ("GET", "HEAD"), "for whoever watches the portal; no details"),
    "readyz": Other("everyone", ("GET", "HEAD"), "for whoever watches the portal; no details"),
    "admin": Other("administrator", FORM, "Django's admin: administrators with a second factor"),
}


@dataclass(frozen=True, slots=True)
class PageAt:
    """A named page: its view as declared, and its address with placeholders."""

    name: str
    address: str
    view: object

    @property
    def guarded(self) -> type[Guarded] | None:
        """The declaring class, or None when the view is not ours."""
        view = getattr(self.view, "view_class", None)
        return view if isinstance(view, type) and issubclass(view, Guarded) else None


def pages() -> list[PageAt]:
    """Every address of the portal that has a name, and the nameless ones under their address."""
    found = {page.name: page for page in _walk(get_resolver().url_patterns, "", "")}
    return [found[name] for name in sorted(found)]


def _walk(patterns: list[URLPattern | URLResolver], address: str, space: str) -> Iterator[PageAt]:
    for pattern in patterns:
        here = address + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inside = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, here, inside)
        else:
            yield PageAt(space + (pattern.name or f"/{here}"), f"/{here}", pattern.callback)


def answer(page: PageAt, actor: str, method: str) -> str:
    """``allow``, ``deny``, or the reach: ``own`` ``unit`` ``category`` ``city``."""
    scope, _kinds = ACTORS[actor]
    view = page.guarded
    if view is None:
        return _answer_of_other(page, scope, method)
    if method not in methods_of(view) or (scope.is_public and not view.public):
        return DENY
    if view.public:
        return ALLOW
    if view.audience and not AUDIENCES[view.audience](scope):
        return DENY
    if view.model is None:
        return ALLOW if view.audience == "signed_in" else WORDS.get(actor, ALLOW)
    action = (view.post_action or view.action) if method == "POST" else view.action
    return _how_far(view.model._default_manager.all().access[action], actor)


def _how_far(reach: Reach, actor: str) -> str:
    """The widest kind of reach that the actor has in the action's reach."""
    scope, kinds = ACTORS[actor]
    if "all" in reach.kinds:
        return ALLOW
    held = [kind for kind in kinds if kind in reach.kinds]
    if not held or reach.q(scope) is NO_ROWS:
        return DENY
    return {"head": "unit", "administrator": "city"}.get(held[-1], held[-1])


def methods_of(view: type[Guarded]) -> set[str]:
    """The methods that the view answers at all."""
    names = {name.upper() for name in view.http_method_names if hasattr(view, name)}
    if "GET" in names:
        names.add("HEAD")
    return names | {"OPTIONS"}


def _answer_of_other(page: PageAt, scope: Scope, method: str) -> str:
    other = other_of(page)
    if method not in other.methods:
        return DENY
    if other.who == "everyone":
        return ALLOW
    if other.who == "signed_in":
        return DENY if scope.is_public else "own"
    return "city" if AUDIENCES[other.who](scope) else DENY


def other_of(page: PageAt) -> Other:
    """The entry of a view that is not ours; one that nobody entered is an error."""
    entry = OTHERS.get("admin" if page.name.startswith("admin:") else page.name)
    if entry is None:
        msg = f"the page {page.name} ({page.address}) is neither Guarded nor entered in policy.OTHERS"
        raise ImproperlyConfigured(msg)
    return entry


def policy() -> dict[str, dict[str, dict[str, str]]]:
    """Answers by actor → page → method → answer."""
    all_pages = pages()
    return {
        actor: {page.name: {method: answer(page, actor, method) for method in METHODS} for page in all_pages}
        for actor in ACTORS
    }
