"""Opening, changing and closing units."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from units.access import UNITS
from units.models import OperatingUnit, ServiceCategory, UnitCategory
from volunteer_portal.access.errors import NotAllowed, Refused
from volunteer_portal.accounts.models import User
from volunteer_portal.pages.clock import today as civil_today

from .asking import scope_for

#: What a unit keeps up to date by itself; the rest is the city's and the authority's.
OWN_FIELDS = frozenset({"district", "address", "phone"})
FIELDS = OWN_FIELDS | {"code", "name", "sector", "exempt_from_prior_filing", "opened_on", "closed_on"}


@transaction.atomic
def create_unit(
    *,
    code: str,
    name: str,
    category: ServiceCategory | str,
    by: User | None,
    today: date | None = None,
    **fields: Any,
) -> OperatingUnit:
    """A new unit, without teams. Its category holds for all days before, too, until it is changed.

    ``category`` may be a code. Raises ``NotAllowed`` unless ``by`` is the city, an administrator or the system.
    """
    scope = scope_for(by, today or civil_today())
    if not (scope.citywide or scope.is_administrator):
        raise NotAllowed(_("運用單位由{reach}建立。").format(reach=UNITS["create"].label))
    _known(fields)
    code, name = code.strip(), name.strip()
    _demand_text(code, name)
    if OperatingUnit.objects.filter(code=code).exists():
        raise Refused.one("code", "taken", _("單位代碼「{code}」已經有人用了，請換一個。").format(code=code))
    category_id = category if isinstance(category, str) else category.pk
    try:
        with transaction.atomic():
            unit = OperatingUnit.objects.create(code=code, name=name, category_id=category_id, **fields)
    except IntegrityError as taken:
        raise Refused.one("code", "taken", _("單位代碼「{code}」已經有人用了，請換一個。").format(code=code)) from taken
    UnitCategory.objects.create(unit=unit, category_id=category_id, starts_on=None, ends_before=None)
    return unit


@transaction.atomic
def change_unit(
    *,
    unit: OperatingUnit,
    by: User | None,
    today: date,
    category: ServiceCategory | None = None,
    **fields: Any,
) -> OperatingUnit:
    """Change a unit. Its own staff change ``OWN_FIELDS``; a new category holds from today on, history keeps the old.

    Returns the unit as stored. Raises ``NotAllowed`` or ``Refused``.
    """
    _known(fields)
    unit = OperatingUnit.objects.select_for_update().get(pk=unit.pk)
    changed = {name: value for name, value in fields.items() if getattr(unit, name) != value}
    if category is not None and category.pk != unit.category_id:
        changed["category"] = category
    _demand_change(unit, changed, by, today)
    _demand_text(changed.get("code", unit.code), changed.get("name", unit.name))
    taken = "code" in changed and OperatingUnit.objects.filter(code=changed["code"]).exclude(pk=unit.pk).exists()
    if taken:
        raise Refused.one("code", "taken", _("單位代碼「{code}」已經有人用了。").format(code=changed["code"]))
    if "category" in changed:
        _start_category(unit, category, today)
    for name, value in changed.items():
        setattr(unit, name, value)
    _demand_days(unit)
    unit.save()
    return unit


def _start_category(unit: OperatingUnit, category: ServiceCategory, today: date) -> None:
    """End the period in force today and begin another; a slip of the same day is simply put right."""
    current = UnitCategory.objects.get(unit=unit, ends_before=None)
    entered_today = current.starts_on == today or (current.starts_on is None and unit.created_at.date() == today)
    if entered_today:
        current.category = category
        current.save()
        return
    current.ends_before = today
    current.save()
    UnitCategory.objects.create(unit=unit, category=category, starts_on=today, ends_before=None)


def _demand_change(unit: OperatingUnit, changed: dict[str, Any], by: User | None, today: date) -> None:
    if by is None or not changed:
        return
    scope = scope_for(by, today)
    if not UNITS.allows(scope, "change", unit):
        raise NotAllowed(_("單位資料由{reach}修改。").format(reach=UNITS["change"].label))
    officer = scope.citywide or scope.is_administrator or unit.category_id in scope.categories
    if not officer and set(changed) - OWN_FIELDS:
        raise NotAllowed(_("名稱、代碼、類別與公私部門由目的事業主管機關或市府修改，請與他們聯絡。"))
    if "category" in changed and not (scope.citywide or scope.is_administrator):
        raise NotAllowed(_("類別會改變主管機關，由市府修改。"))


def _demand_text(code: str, name: str) -> None:
    if not code:
        raise Refused.one("code", "required", _("請填單位代碼。"))
    if not name:
        raise Refused.one("name", "required", _("請填單位名稱。"))


def _demand_days(unit: OperatingUnit) -> None:
    if unit.opened_on and unit.closed_on and unit.closed_on < unit.opened_on:
        raise Refused.one("closed_on", "before_opening", _("結束日不能早於成立日。"))


def _known(fields: dict[str, Any]) -> None:
    if unknown := set(fields) - FIELDS:
        msg = f"not a field of a unit that services write: {', '.join(sorted(unknown))}"
        raise TypeError(msg)
