"""What every page of the back office shows around its content: the rail, the unit, the number of unread notices."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from volunteer_portal.access.scope import Scope

from .unit import current_unit_id

UNIT_RAIL = (
    ("unit_home", _("待辦"), _("待辦"), "home", ("unit/",)),
    ("unit_volunteers", _("志工"), _("志工"), "users", ("unit/volunteers",)),
    ("unit_hours", _("時數"), _("時數"), "clock", ("unit/hours",)),
    ("unit_trainings", _("訓練與紀錄冊"), _("訓練"), "book", ("unit/trainings", "unit/books")),
    ("unit_insurance", _("保險"), _("保險"), "shield", ("unit/insurance",)),
    ("unit_reports", _("報表"), _("報表"), "chart", ("unit/reports",)),
    ("import_start", _("匯入資料"), _("匯入"), "upload", ("unit/import",)),
)
OFFICER_RAIL = (
    ("city_home", _("待辦"), _("待辦"), "home", ("city/",)),
    ("city_reports", _("概況表審核"), _("報表"), "chart", ("city/reports",)),
    ("unit_list", _("運用單位"), _("單位"), "building", ("city/units",)),
    ("city_volunteers", _("志工查詢"), _("志工"), "users", ("city/volunteers",)),
)
CITY_RAIL = (("city_import_start", _("匯入榮譽卡"), _("榮譽卡"), "upload", ("city/import",)),)
ADMIN_RAIL = (
    ("unit_list", _("運用單位"), _("單位"), "building", ("city/units",)),
    ("people_list", _("帳號與職務"), _("帳號"), "key", ("city/people",)),
)
VOLUNTEER_RAIL = (
    ("my_home", _("我的志工"), _("首頁"), "home", ("me/",)),
    ("my_hours", _("我的時數"), _("時數"), "clock", ("me/hours",)),
    ("my_records", _("訓練、紀錄冊、保險"), _("紀錄"), "book", ("me/records",)),
)


def doors_of(scope: Scope) -> list[tuple]:
    """Which items of the rail the person has, by each role held."""
    held = (
        (scope.unit_ids, UNIT_RAIL),
        (scope.is_officer, OFFICER_RAIL),
        (scope.citywide, CITY_RAIL),
        (scope.citywide or scope.is_administrator, ADMIN_RAIL),
        (scope.volunteer_id, VOLUNTEER_RAIL),
    )
    return list(dict.fromkeys(item for holds, items in held if holds for item in items))


def rail_of(scope: Scope, path: str) -> list[dict[str, Any]]:
    """The items of the left rail for the person, the current one marked by the longest matching prefix."""
    items, best, length = [], None, 0
    for name, label, short, icon, prefixes in doors_of(scope):
        try:
            href = reverse(name)
        except NoReverseMatch:
            continue
        item = {"label": label, "short": short, "icon": icon, "href": href, "current": False, "count": None}
        items.append(item)
        here = path.lstrip("/")
        for prefix in prefixes:
            # A slash at the end marks a home: what lies beneath it without an item of its own is not the home.
            if (here == prefix if prefix.endswith("/") else here.startswith(prefix)) and len(prefix) > length:
                best, length = item, len(prefix)
    if best is not None:
        best["current"] = True
    return items


def place_of(request: HttpRequest) -> dict[str, Any]:
    """Where the person works: the unit chosen now with the others to change to, or the office."""
    scope: Scope = request.scope
    if scope.unit_ids:
        units = list(import_string("units.models.OperatingUnit").objects.filter(pk__in=scope.unit_ids).order_by("name"))
        current = current_unit_id(request)
        return {"own_units": units, "scope_label": next((unit.name for unit in units if unit.pk == current), "")}
    if scope.promotion_centre:
        return {"scope_label": _("志願服務推廣中心")}
    if scope.citywide:
        return {"scope_label": _("市府社會局")}
    if scope.categories:
        return {"scope_label": _("目的事業主管機關")}
    return {"scope_label": _("系統管理") if scope.is_administrator else ""}


def office(request: HttpRequest) -> dict[str, Any]:
    """Context of the frame. Public pages and error pages get the little that they need."""
    scope = getattr(request, "scope", None)
    if scope is None or scope.is_public:
        return {"rail": [], "notice_count": 0}
    return {
        "rail": rail_of(scope, request.path),
        "notice_count": request.user.notices.filter(read_at__isnull=True).count(),
        "scope": scope,
        **place_of(request),
    }
