"""Tainan's 37 districts and their postal codes (domain §17.4, TNN-1)."""

from __future__ import annotations

from volunteer_portal.rules.typed import half_width

CITY = "臺南市"

DISTRICTS: dict[str, str] = {
    "700": "中西區", "701": "東區", "702": "南區", "704": "北區", "708": "安平區", "709": "安南區",
    "710": "永康區", "711": "歸仁區", "712": "新化區", "713": "左鎮區", "714": "玉井區", "715": "楠西區",
    "716": "南化區", "717": "仁德區", "718": "關廟區", "719": "龍崎區", "720": "官田區", "721": "麻豆區",
    "722": "佳里區", "723": "西港區", "724": "七股區", "725": "將軍區", "726": "學甲區", "727": "北門區",
    "730": "新營區", "731": "後壁區", "732": "白河區", "733": "東山區", "734": "六甲區", "735": "下營區",
    "736": "柳營區", "737": "鹽水區", "741": "善化區", "742": "大內區", "743": "山上區", "744": "新市區",
    "745": "安定區",
}  # fmt: skip
"""Postal code → district."""

POSTAL_CODES = {name: code for code, name in DISTRICTS.items()}
"""District → postal code."""


def district_of(postal_code: str) -> str | None:
    """The district of a postal code of three, five or six digits; None outside Tainan."""
    return DISTRICTS.get(half_width(postal_code).strip()[:3])


def is_tainan(city: str) -> bool:
    """Whether ``city`` is Tainan, in either spelling (臺南市, 台南市)."""
    return half_width(city).strip().replace("台", "臺") == CITY
