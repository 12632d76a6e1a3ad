"""CAT-4, contract of 服務類別, and Tainan's districts."""

from __future__ import annotations

import pytest

from volunteer_portal.rules.categories import BY_CODE, CATEGORIES, UnknownCategory, category_name, read_category
from volunteer_portal.rules.districts import DISTRICTS, POSTAL_CODES, district_of, is_tainan

NAMES = {
    "社會福利類": "SW",
    "綜合類": "GEN",
    "教育類": "EDU",
    "衛生類": "HEA",
    "環保類": "ENV",
    "文化類": "CUL",
    "民政類": "CIV",
    "戶政類": "HHR",
    "警政類": "POL",
    "消防類": "FIR",
    "財政類": "TAX",
    "農業類": "AGR",
    "勞工類": "LAB",
    "觀光類": "TOU",
    "地政類": "LND",
    "客家類": "HAK",
    "原住民類": "IND",
    "廉政類": "ETH",
    "體育類": "SPO",
}


def test_CAT_4_nineteen_categories():
    assert {category.name: category.code for category in CATEGORIES} == NAMES
    assert len(BY_CODE) == 19
    assert all(category.authority and category.central_authority for category in CATEGORIES)


@pytest.mark.parametrize(("name", "code"), NAMES.items())
def test_a_category_is_read_with_and_without_its_ending(name, code):
    assert read_category(name) == read_category(name.removesuffix("類")) == read_category(code) == code
    assert category_name(code) == name


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("社福", "SW"),
        ("社福類", "SW"),
        ("社福類(祥和)", "SW"),
        ("社福類（祥和）", "SW"),
        ("祥和", "SW"),
        ("衛生保健", "HEA"),
        ("衛生保健類", "HEA"),
        ("環境保護類", "ENV"),
        ("環境保護", "ENV"),
        ("消防救難類", "FIR"),
        ("原住民族類", "IND"),
        ("教 育 類", "EDU"),
        ("　教育類　", "EDU"),
    ],
)
def test_aliases(alias, code):
    assert read_category(alias) == code


@pytest.mark.parametrize("text", ["航太類", "類", "", "  ", "教育類類", "衛生福利類"])
def test_an_unknown_category_is_refused(text):
    with pytest.raises(UnknownCategory, match="服務類別"):
        read_category(text)


def test_no_alias_names_two_categories():
    names = [name for category in CATEGORIES for name in (category.name.removesuffix("類"), *category.aliases)]
    assert len(names) == len(set(names))


def test_a_code_from_the_future_is_shown_as_it_is():
    assert category_name("NEW") == "NEW"


def test_TNN_1_thirty_seven_districts():
    assert len(DISTRICTS) == len(POSTAL_CODES) == 37
    assert POSTAL_CODES["安南區"] == "709"
    assert district_of("70955") == district_of("７０９") == "安南區"
    assert district_of("100") is None
    assert is_tainan("台南市")
    assert is_tainan(" 臺南市 ")
    assert not is_tainan("高雄市")
