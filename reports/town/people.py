"""Invented people: names, sexes, birthdays and identity numbers with a right check digit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from volunteer_portal.rules.districts import DISTRICTS

LETTERS = {
    "A": 10, "B": 11, "C": 12, "D": 13, "E": 14, "F": 15, "G": 16, "H": 17, "I": 34, "J": 18, "K": 19, "L": 20,
    "M": 21, "N": 22, "O": 35, "P": 23, "Q": 24, "R": 25, "S": 26, "T": 27, "U": 28, "V": 29, "W": 32, "X": 30,
    "Y": 31, "Z": 33,
}  # fmt: skip
HOME_LETTERS = "DDDDDDRRRRRREEPQNTSABKMLJGHUVWXZ"
WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 1)

FAMILY = "陳林黃張李王吳劉蔡楊許鄭謝郭洪邱曾廖賴徐周葉蘇莊江呂何羅高蕭潘簡朱鍾彭游詹胡施沈余趙盧梁顏柯翁魏孫戴"
MALE = (
        "志明", "俊宏", "建成", "文雄", "家豪", "冠宇", "宗翰", "柏翰", "承恩", "宇軒", "金水", "國棟", "明輝", "榮華",
        "清山", "添財", "正雄", "武雄", "信宏", "哲維", "彥廷", "品睿", "世昌", "福源", "耀文", "啟銘")  # fmt: skip
FEMALE = (
        "淑芬", "美惠", "雅婷", "怡君", "麗華", "秀英", "玉蘭", "月娥", "素貞", "佳穎", "欣怡", "詩涵", "宜蓁", "金鳳",
          "秋香", "美玉", "惠珍", "淑貞", "千慧", "郁婷", "思妤", "品妍", "阿緞", "碧雲", "寶珠", "麗卿")  # fmt: skip
# Names that try a page: four characters, rare characters, a registered name in Latin letters.
UNUSUAL = (
    ("歐陽靜芳", "F"), ("司徒宏遠", "M"), ("林𡍼水", "M"), ("陳𤧟", "F"), ("高‧依瑪‧巴奈", "F"), ("Kacaw Namoh", "M"),
    ("張簡惠如", "F"), ("黃堃祐", "M"), ("葉峯", "M"), ("游双喜", "F"),
)  # fmt: skip

EDUCATION = (
    ("不識字", 1), ("自修", 1), ("國小", 12), ("國中", 13), ("高中職", 30), ("專科", 14), ("大學", 22), ("碩士", 6),
    ("博士", 1),
)  # fmt: skip
SKILLS = ("烹飪", "開車", "急救", "手語", "攝影", "電腦文書", "說故事", "水電修繕", "園藝", "外語（英）", "")


@dataclass(frozen=True, slots=True)
class Person:
    """One invented person, as a roster writes them."""

    number: str
    name: str
    sex: str
    born_on: date
    indigenous: bool
    education: str
    occupation: str
    mobile: str
    email: str
    postcode: str
    district: str
    emergency: tuple[str, str]
    skill: str


def with_check_digit(letter: str, eight: str) -> str:
    """A letter and eight digits, completed by the digit that makes the weighted sum divisible by ten (ID-3)."""
    value = LETTERS[letter]
    total = value // 10 + 9 * (value % 10) + sum(w * int(d) for w, d in zip(WEIGHTS, eight, strict=True))
    return f"{letter}{eight}{-total % 10}"


def make_people(random: Random, count: int, today: date) -> list[Person]:
    """``count`` people, a third of them over 65, no two with the same number."""
    numbers: set[str] = set()
    return [_person(random, index, numbers, today) for index in range(count)]


def _person(random: Random, index: int, numbers: set[str], today: date) -> Person:
    name, sex = _name(random, index)
    age = _age(random)
    born_on = today - timedelta(days=int(age * 365.2425) + random.randrange(365))
    code, district = random.choice(sorted(DISTRICTS.items()))
    reachable = random.random() < 0.96
    return Person(
        number=_number(random, sex, numbers),
        name=name,
        sex="男" if sex == "M" else "女",
        born_on=born_on,
        indigenous="‧" in name or name.isascii() or random.random() < 0.02,
        education=_weighted(random, EDUCATION),
        occupation=_occupation(random, age, sex),
        mobile=f"09{random.randrange(10**8):08d}" if reachable else "",
        email=f"v{index:06d}@example.org" if random.random() < 0.35 and age < 75 else "",
        postcode=code,
        district=district,
        emergency=(f"{random.choice(FAMILY)}{random.choice(FEMALE)}", f"06{random.randrange(10**7):07d}")
        if random.random() < 0.95
        else ("", ""),
        skill=random.choice(SKILLS),
    )


def _name(random: Random, index: int) -> tuple[str, str]:
    if index % 97 == 7:
        return UNUSUAL[index // 97 % len(UNUSUAL)]
    sex = "F" if random.random() < 0.68 else "M"
    return random.choice(FAMILY) + random.choice(FEMALE if sex == "F" else MALE), sex


def _age(random: Random) -> float:
    band = random.random()
    if band < 0.34:
        return random.uniform(65, 88)
    if band < 0.60:
        return random.uniform(50, 65)
    if band < 0.88:
        return random.uniform(25, 50)
    return random.uniform(13, 25)


def _occupation(random: Random, age: float, sex: str) -> str:
    if age < 23:
        return "學生"
    if age >= 62:
        return _weighted(random, (("退休人員", 55), ("公教退休", 17), ("家庭管理", 22), ("其它", 6)))
    home = 28 if sex == "F" else 3
    return _weighted(random, (("工商界", 40), ("公教現職", 12), ("家庭管理", home), ("退休人員", 8), ("其它", 12)))


def _number(random: Random, sex: str, taken: set[str]) -> str:
    resident = random.random() < 0.012
    second = {("M", False): "1", ("F", False): "2", ("M", True): "8", ("F", True): "9"}[sex, resident]
    while True:
        number = with_check_digit(random.choice(HOME_LETTERS), f"{second}{random.randrange(10**7):07d}")
        if number not in taken:
            taken.add(number)
            return number


def _weighted(random: Random, choices: tuple[tuple[str, int], ...]) -> str:
    words, weights = zip(*choices, strict=True)
    return random.choices(words, weights)[0]
