"""Invented units: names, categories, sizes, teams. The first dozen are written by hand, further ones by pattern."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from volunteer_portal.rules.districts import DISTRICTS


@dataclass(frozen=True, slots=True)
class Place:
    """A unit of the town. ``weight`` is its share of the volunteers."""

    code: str
    name: str
    category: str
    sector: str
    district: str
    teams: tuple[str, ...]
    weight: float


BY_HAND = (
    Place("SW-001", "晴岸社區照顧協會", "SW", "private", "安平區", ("據點一隊", "據點二隊", "送餐隊", "行政隊"), 3.0),
    Place("SW-002", "府城長青關懷協會", "SW", "private", "中西區", ("訪視隊", "電話問安隊"), 2.0),
    Place("SW-003", "曾文溪畔社區發展協會", "SW", "private", "西港區", ("社區關懷隊",), 1.2),
    Place("GEN-001", "南風運動場館志工總隊", "GEN", "public", "南區", ("場館導覽隊", "賽事支援隊"), 2.0),
    Place("EDU-001", "南濱國民小學", "EDU", "public", "安南區", ("導護志工隊", "圖書志工隊", "故事媽媽隊"), 2.4),
    Place("EDU-002", "新化東興國民中學", "EDU", "public", "新化區", ("導護志工隊",), 1.0),
    Place("HEA-001", "海東衛生所保健志工隊", "HEA", "public", "安南區", ("保健志工隊",), 1.4),
    Place("HEA-002", "永康大灣衛生所保健志工隊", "HEA", "public", "永康區", ("篩檢隊", "衛教隊"), 1.2),
    Place("ENV-001", "鹽水溪環保志工隊", "ENV", "private", "安南區", ("河川巡守隊",), 1.2),
    Place("CUL-001", "鯤島文化館", "CUL", "public", "安平區", ("導覽隊", "教育推廣隊"), 1.5),
    Place("POL-001", "府東分局志工隊", "POL", "public", "東區", ("為民服務隊",), 0.8),
    Place("FIR-001", "新營消防志工宣導隊", "FIR", "public", "新營區", ("防火宣導隊",), 0.8),
    Place("HHR-001", "中西戶政事務所志工隊", "HHR", "public", "中西區", ("櫃台引導隊",), 0.7),
    Place("TAX-001", "府城稅務志工隊", "TAX", "public", "東區", ("服務台隊",), 0.6),
    Place("AGR-001", "官田農會四健志工隊", "AGR", "private", "官田區", ("四健隊",), 0.6),
    Place("TOU-001", "關子嶺遊客中心志工隊", "TOU", "public", "白河區", ("解說隊",), 0.7),
)

PATTERNS = (
    ("SW", "private", "{district}{word}社區發展協會", ("關懷隊", "送餐隊")),
    ("EDU", "public", "{district}{word}國民小學", ("導護志工隊", "圖書志工隊")),
    ("HEA", "public", "{district}{word}衛生保健志工隊", ("保健隊",)),
    ("ENV", "private", "{district}{word}環保志工隊", ("清淨家園隊",)),
    ("CUL", "public", "{district}{word}圖書館志工隊", ("流通隊",)),
)
WORDS = ("長安", "福安", "仁愛", "和平", "東興", "大同", "光華", "成功", "永樂", "溪頂", "海佃", "中洲", "南興", "北勢")
PER_UNIT = 160


def make_places(random: Random, volunteers: int) -> list[Place]:
    """The units for a town of this many volunteers: those by hand, and further ones of about 50 people each."""
    places = list(BY_HAND)
    districts = sorted(DISTRICTS.values())
    further = max(0, (volunteers - PER_UNIT * len(BY_HAND)) // 55)
    for index in range(further):
        category, sector, pattern, teams = PATTERNS[index % len(PATTERNS)]
        district = districts[(index // len(PATTERNS)) % len(districts)]
        round_ = index // (len(PATTERNS) * len(districts))
        word = WORDS[round_ % len(WORDS)] + (f"第{round_ // len(WORDS) + 1}" if round_ >= len(WORDS) else "")
        name = pattern.format(district=district, word=word)
        places.append(
            Place(f"{category}-{index + 101:04d}", name, category, sector, district, teams, random.uniform(0.25, 0.6))
        )
    return places
