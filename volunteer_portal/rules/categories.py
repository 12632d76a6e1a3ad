"""The service categories, who is in charge of each, and the names people write (CAT-1 to CAT-6)."""

from __future__ import annotations

from dataclasses import dataclass

from volunteer_portal.rules.typed import half_width, quoted


@dataclass(frozen=True, slots=True)
class Category:
    """One 服務類別: ``name`` ends in 類; ``aliases`` do not."""

    code: str
    name: str
    authority: str
    central_authority: str
    aliases: tuple[str, ...] = ()


CATEGORIES: tuple[Category, ...] = (
    Category(
        "SW", "社會福利類", "社會局", "衛生福利部", ("社福", "社會服務", "祥和", "社福類(祥和)", "社會福利類(祥和)")
    ),
    Category("GEN", "綜合類", "社會局", "衛生福利部", ("綜合服務",)),
    Category("EDU", "教育類", "教育局", "教育部", ("教育服務",)),
    Category("HEA", "衛生類", "衛生局", "衛生福利部", ("衛生保健", "醫療衛生", "衛生醫療")),
    Category("ENV", "環保類", "環境保護局", "環境部", ("環境保護", "環境")),
    Category("CUL", "文化類", "文化局", "文化部", ("文化藝術", "文化服務")),
    Category("CIV", "民政類", "民政局", "內政部"),
    Category("HHR", "戶政類", "民政局", "內政部", ("戶政服務",)),
    Category("POL", "警政類", "警察局", "內政部", ("警察", "警政服務")),
    Category("FIR", "消防類", "消防局", "內政部", ("消防救難",)),
    Category("TAX", "財政類", "財政稅務局", "財政部", ("稅務", "財稅", "財政稅務", "國稅")),
    Category("AGR", "農業類", "農業局", "農業部", ("農政",)),
    Category("LAB", "勞工類", "勞工局", "勞動部", ("勞政", "勞動")),
    Category("TOU", "觀光類", "觀光旅遊局", "交通部", ("觀光旅遊",)),
    Category("LND", "地政類", "地政局", "內政部"),
    Category("HAK", "客家類", "客家事務委員會", "客家委員會", ("客家事務",)),
    Category("IND", "原住民類", "原住民族事務委員會", "原住民族委員會", ("原住民族", "原民", "原住民族事務")),
    Category("ETH", "廉政類", "政風處", "法務部", ("政風",)),
    Category("SPO", "體育類", "體育局", "運動部", ("運動", "體育運動")),
)

BY_CODE = {category.code: category for category in CATEGORIES}


class UnknownCategory(ValueError):
    """No category of that name; the message is a sentence for the person who typed it."""


def _plain(text: str) -> str:
    return half_width(text).replace(" ", "").strip().removesuffix("類")


_CODES = {
    _plain(name): category.code for category in CATEGORIES for name in (category.name, category.code, *category.aliases)
}


def read_category(text: str) -> str:
    """The code of the category called ``text``; 類 may be left out, known aliases and codes are read."""
    plain = _plain(text)
    if not plain:
        raise UnknownCategory("沒有填服務類別，請填社會福利類、教育類等類別名稱。")
    code = _CODES.get(plain.upper()) or _CODES.get(plain.removesuffix("服務"))  # 社會福利服務類, as the Act writes
    if code is None:
        raise UnknownCategory(f"沒有{quoted(text)}這個服務類別，請填社會福利類、教育類等類別名稱。")
    return code


def category_name(code: str) -> str:
    """「教育類」 for ``EDU``; a code this module does not know is returned as it is."""
    category = BY_CODE.get(code)
    return category.name if category else code
