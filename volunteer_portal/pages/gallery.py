"""The component gallery: every component in every state, on invented people. Tests and screenshots stand on it."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import django_tables2 as tables
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from volunteer_portal.ui.components.signs import icon_names, status
from volunteer_portal.ui.forms import RocDateField

from .base import Page

TODAY = date(2026, 7, 2)
NOW = datetime(2026, 7, 2, 9, 41, tzinfo=timezone(timedelta(hours=8)))
CATEGORIES = [("SW", _("社會福利")), ("EDU", _("教育")), ("ENV", _("環保"))]
COLOURS = (
    ("--brand", _("主要動作、連結")),
    ("--bar", _("頁首頁尾")),
    ("--accent", _("目前位置，只此一處")),
    ("--ok", _("採計、通過")),
    ("--warn", _("不採計、提醒、將到期")),
    ("--bad", _("錯誤、逾期、不符")),
    ("--other", _("他人編輯中")),
    ("--ink", _("文字")),
    ("--ink-2", _("次要文字")),
    ("--page", _("頁底")),
    ("--line-field", _("欄位框")),
    ("--focus", _("焦點")),
)


class PersonForm(forms.Form):
    """A form with every kind of field; sent with mistakes it shows every kind of error."""

    name = forms.CharField(label=_("姓名"), max_length=20)
    number = forms.CharField(label=_("身分證字號"), help_text=_("國民身分證、居留證都可以"), max_length=10)
    born_on = RocDateField(label=_("生日"))
    note = forms.CharField(label=_("罕用字說明"), required=False)
    category = forms.ChoiceField(label=_("服務類別"), choices=CATEGORIES)
    book = forms.CharField(label=_("紀錄冊號"), help_text=_("核發後由市府編號"), disabled=True, required=False)
    sex = forms.ChoiceField(label=_("性別"), choices=[("m", _("男")), ("f", _("女"))], widget=forms.RadioSelect)
    teams = forms.MultipleChoiceField(
        label=_("通知方式"),
        choices=[("mail", _("電子郵件")), ("line", "LINE")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reason = forms.CharField(label=_("事由"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agrees = forms.BooleanField(label=_("資料已核對"), help_text=_("送出後鎖定，要改請線上申請解鎖"))
    sheet = forms.FileField(label=_("名冊檔案"), help_text=_("ODS、XLSX、XLS 或 CSV，10 MB 以內"), required=False)

    def clean_number(self) -> str:
        if not re.fullmatch(r"[A-Z][0-9]{9}", self.cleaned_data["number"]):
            raise ValidationError(_("最後一碼對不上，請對照證件再打一次"))
        return self.cleaned_data["number"]


class RosterFilter(forms.Form):
    """What a list can be narrowed by."""

    q = forms.CharField(label=_("姓名或身分證字號"), required=False)
    category = forms.ChoiceField(label=_("類別"), choices=[("", _("全部")), *CATEGORIES], required=False)
    gap = forms.ChoiceField(
        label=_("缺什麼"), choices=[("", _("不限")), ("cover", _("保險")), ("book", _("紀錄冊"))], required=False
    )


class RosterTable(tables.Table):
    """A roster as the back office shows it."""

    name = tables.Column(verbose_name=_("姓名"))
    number = tables.Column(verbose_name=_("身分證字號"), orderable=False, attrs={"td": {"class": "num"}})
    team = tables.Column(verbose_name=_("隊"))
    joined_on = tables.Column(verbose_name=_("加入日期"), attrs={"td": {"class": "num"}})
    hours = tables.Column(
        verbose_name=_("採計時數"), attrs={"td": {"class": "n"}, "th": {"class": "n"}}, footer="1,261.7"
    )
    cover = tables.Column(verbose_name=_("保險"), orderable=False)

    class Meta:
        template_name = "ui/table.html"
        attrs = {"caption": _("志工名冊示例"), "unit": _("人")}
        row_attrs = {"class": lambda record: record.get("row", "")}

    def render_cover(self, value: tuple[str, str]) -> SafeString:
        return status(*value)


PEOPLE = [
    {"name": "施予晴", "number": "B22****316", "team": "關懷據點", "joined_on": "112/10/01", "hours": "258.0",
     "cover": ("ok", "有效")},
    {"name": "谷縣・巴奈・伊斯坦大", "number": "A80****771", "team": "海岸淨灘與社區環境教育解說第二小隊",
     "joined_on": "098/09/01", "hours": "1,003.7", "cover": ("warn", "7 月 14 日到期")},
    {"name": "謝承叡", "number": "D12****077", "team": "關懷據點", "joined_on": "115/06/05", "hours": "0.0",
     "cover": ("bad", "無保險"), "row": "is-flag"},
]  # fmt: skip
YEARS = [
    {"label": "112", "value": 12.0, "shown": "12.0", "extra": 0, "extra_shown": "—"},
    {"label": "113", "value": 96.5, "shown": "96.5", "extra": 6.0, "extra_shown": "6.0"},
    {"label": "114", "value": 104.0, "shown": "104.0", "extra": 0, "extra_shown": "—"},
    {"label": "115", "value": 46.0, "shown": "46.0", "extra": 18.0, "extra_shown": "18.0", "strong": True},
]
MONTHS = [
    {"label": f"{month}", "value": value, "extra": extra, "strong": month == 6}
    for month, (value, extra) in enumerate(
        [(182, 4), (96, 0), (211, 12), (240, 8), (198, 30), (335, 18), (0, 0), (120, 0), (150, 9), (174, 0), (160, 0),
         (90, 2)],
        start=1,
    )
]  # fmt: skip
TRAIL = [
    {"label": "單位提交", "state": "done", "at": NOW, "by": "郭沛恩"},
    {"label": "退回補正：表揚人數與名單不符", "state": "bad", "at": date(2026, 7, 3), "by": "邵以寧"},
    {"label": "市府審核", "state": "now", "note": "預計三個工作天"},
    {"label": "通過並公布", "state": "todo"},
]
CHANGES = [
    {"at": NOW, "text": "許禾安改了林子洵 6/18 的時數：2.0 → 2.5", "href": "#changes"},
    {"at": date(2026, 7, 1), "text": "市府核發 6 張榮譽卡"},
    {"at": date(2026, 6, 28), "text": "匯入時數 84 列，可復原到 7/5"},
]


class Gallery(Page):
    """Shows every component; needs no data and no sign-in."""

    public = True
    template_name = "pages/gallery.html"

    @cached_property
    def sent_form(self) -> PersonForm:
        """A form that came back with mistakes."""
        return PersonForm(
            {"name": "林子洵", "number": "A123", "born_on": "58-13-2", "category": "SW"}, auto_id="sent_%s"
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        roster = RosterTable(PEOPLE, request=self.request)
        roster.paginate(page=1, per_page=25)
        unknown = [name for name, _use in COLOURS if f"{name}:" not in _tokens()]
        if unknown:
            raise LookupError(unknown)
        return super().get_context_data(
            today=TODAY,
            now=NOW,
            days=[TODAY - timedelta(days=2), TODAY, TODAY + timedelta(days=3), TODAY + timedelta(days=28), None],
            colours=[(name.removeprefix("--"), use) for name, use in COLOURS],
            icons=sorted(icon_names()),
            clean_form=PersonForm(initial={"born_on": date(1969, 11, 2), "book": "1120417"}),
            sent_form=self.sent_form,
            filter_form=RosterFilter(self.request.GET or None),
            roster=roster,
            empty_roster=RosterTable([], attrs={"caption": _("沒有人的名冊")}, request=self.request),
            page_two=Paginator(range(106), 20).page(2),
            page_many=Paginator(range(106_300), 50).page(1063),
            years=YEARS,
            months=MONTHS,
            trail=TRAIL,
            changes=CHANGES,
            legend=[("a", _("採計")), ("b", _("上期")), ("x", _("不採計")), ("accent", _("年資"))],
            **kwargs,
        )


def _tokens() -> str:
    return (Path(settings.BASE_DIR) / "static" / "css" / "tokens.css").read_text(encoding="utf-8")
