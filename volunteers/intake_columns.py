"""Columns of the roster: the city's own file (IMP-7) and the one that the national system exports (IMP-4)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy

from volunteer_portal.intake import widgets
from volunteer_portal.intake.columns import Column, IntakeResource
from volunteer_portal.rules import identity as rules

from .enums import Education, Occupation, Sex

IDENTITY_OR_BOOK = "身分證字號／紀錄冊號"
ACTIVE, LEFT = "收編", "離隊"
CHANGEABLE = (
    "is_indigenous", "education", "occupation", "phone", "mobile", "email", "postcode", "county", "district",
    "address", "emergency_name", "emergency_phone", "skills", "licences",
)  # fmt: skip
ROSTER_NEEDS = frozenset({"name", "identity"})
#: Columns of the national system's export that say nothing we keep (IMP-4, IMP-6).
ROSTER_ONLY = ("serial", "host", "squad", "age", "volunteer_kind", "years", "serving_since")


class County(widgets.Text):
    """縣市 in the form of the seed: 臺, not 台."""

    def clean(self, value: Any, row: Any = None, **options: Any) -> str:
        return super().clean(value, row, **options).replace("台", "臺")


def _labels(choices: Any) -> dict[str, str]:
    return {str(label): value for value, label in choices.choices}


class VolunteersResource(IntakeResource):
    """Columns of the roster (IMP-7)."""

    name = Column("姓名", widgets.Text(50), needed=True, shown=True, example="王小明")
    identity = Column(
        "身分證字號", widgets.Number(), needed=True, shown=True, private=True, example="A123456789",
        aliases=("身份證字號", "身分證統一編號", "身分證號", "證號", IDENTITY_OR_BOOK),
        help=gettext_lazy("身分證或統一證號；持護照者請在證號類別填護照。"),
    )  # fmt: skip
    id_kind = Column(
        "證號類別", widgets.Reading(rules.kinds_named, str, ("身分證", "統一證號", "護照")),
        help=gettext_lazy("留白時由證號的樣子判斷。"), example="身分證",
    )  # fmt: skip
    sex = Column(
        "性別", widgets.Choice(_labels(Sex), {"M": "男", "F": "女", "男性": "男", "女性": "女"}),
        needed=True, example="男",
    )  # fmt: skip
    born_on = Column("出生年月日", widgets.Day(), needed=True, aliases=("生日", "出生日期"), example="60/05/01")
    is_indigenous = Column("是否具原住民身分", widgets.YesNo(), aliases=("原住民", "原住民身分"), example="否")
    education = Column(
        "教育程度",
        widgets.Choice(
            _labels(Education),
            {"高中": "高中職", "高職": "高中職", "高中(職)": "高中職", "小學": "國小", "五專": "專科", "二專": "專科"},
        ),
        needed=True, aliases=("學歷",), example="大學",
    )  # fmt: skip
    occupation = Column(
        "身分別", widgets.Choice(_labels(Occupation), {"其他": "其它"}), needed=True,
        aliases=("職業", "身分別(職業)"), example="退休人員",
    )  # fmt: skip
    phone = Column("聯絡電話", widgets.Phone(), aliases=("電話",))
    mobile = Column("行動電話", widgets.Phone(), aliases=("手機",), example="0912345678")
    email = Column("電子郵件", widgets.Email(), aliases=("E-mail", "電子信箱"))
    postcode = Column("郵遞區號", widgets.Postcode(), example="708")
    county = Column("縣市", County(10), example="臺南市")
    district = Column("行政區", widgets.Text(10), aliases=("鄉鎮市區",), example="安平區")
    address = Column("地址", widgets.Text(200), aliases=("通訊地址",))
    emergency_name = Column("緊急聯絡人", widgets.Text(50))
    emergency_phone = Column("緊急聯絡人電話", widgets.Phone())
    skills = Column("專長", widgets.Text(200))
    licences = Column("證照", widgets.Text(200))
    joined_on = Column(
        "加入日期", widgets.Day(), needed=True, shown=True, example="112/03/01", aliases=("入隊日期",),
        help=gettext_lazy("加入本單位的日期；服務時數自這一天起登錄。"),
    )  # fmt: skip
    left_on = Column("離隊日期", widgets.Day(), help=gettext_lazy("在隊者留白；離隊當天仍算在隊。"))
    team = Column("志工隊", widgets.Text(60), shown=True, help=gettext_lazy("新的隊名會新增志工隊。"))
    state = Column("狀態", widgets.Text(10), choices=(ACTIVE, LEFT), help=gettext_lazy("由日期推算，可以不填。"))
    serial = Column("序號", widgets.Text(), template=False)
    host = Column("運用單位名稱", widgets.Text(), template=False)
    squad = Column("單位名稱", widgets.Text(60), template=False)
    age = Column("年齡", widgets.Text(), template=False)
    volunteer_kind = Column("志工類別", widgets.Text(), template=False)
    years = Column("年資", widgets.Text(), template=False)
    serving_since = Column("服務起始日", widgets.Text(), template=False)
