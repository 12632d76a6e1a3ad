"""Forms about people. They read and shape; the services decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from units.models import District, OperatingUnit, Team
from volunteer_portal.rules.identity import BadIdentity, check
from volunteer_portal.ui.forms import RocDateField

from .enums import Education, IdKind, Occupation, Sex
from .gaps import all_gaps
from .models import Volunteer
from .services import PersonEntry
from .services.entries import KINDS

LOOK_UP_PURPOSES = (
    ("join", _("新進志工入隊")),
    ("training", _("登錄訓練或紀錄冊")),
    ("answer", _("回覆志工本人的詢問")),
    ("correct", _("核對或更正資料")),
)
REVEAL_PURPOSES = (
    ("book", _("申請紀錄冊或榮譽卡")),
    ("insurance", _("辦理保險")),
    ("correct", _("核對或更正資料")),
    ("answer", _("回覆志工本人的詢問")),
)
CHOOSE = ("", _("請選擇"))


class IdentityField(forms.CharField):
    """An identity number, checked by shape and check digit; the browser does not remember it."""

    def __init__(self, **options: Any) -> None:
        attributes = {"autocomplete": "off", "spellcheck": "false", "autocapitalize": "characters"}
        options.setdefault("label", _("身分證字號"))
        options.setdefault("max_length", 40)
        super().__init__(widget=forms.TextInput(attrs=attributes), **options)


class NumberedForm(forms.Form):
    """A form with a kind of number and a number: both are checked together."""

    def clean(self) -> dict[str, Any]:
        """Refuse a number that cannot be right."""
        cleaned = super().clean()
        number, kind = cleaned.get("number"), cleaned.get("id_kind", "")
        if number:
            try:
                cleaned["number"] = check(number, kind=KINDS.get(kind)).value
            except BadIdentity as wrong:
                self.add_error("number", str(wrong))
        return cleaned


class FirstStepForm(NumberedForm):
    """新增志工, first step: is the person known already?"""

    id_kind = forms.ChoiceField(
        label=_("證號類別"), choices=IdKind.choices, initial=IdKind.NATIONAL, widget=forms.RadioSelect
    )
    number = IdentityField(label=_("證號"), help_text=_("例如 A123456789；系統先查有沒有登錄過"))
    born_on = RocDateField(label=_("出生年月日"), help_text=_("民國年月日，例如 049/05/04"))
    purpose = forms.ChoiceField(label=_("查詢目的"), choices=LOOK_UP_PURPOSES, initial="join")


class LookUpForm(NumberedForm):
    """查詢其他單位的志工: exact number, birth date, reason."""

    id_kind = forms.ChoiceField(label=_("證號類別"), choices=IdKind.choices, initial=IdKind.NATIONAL)
    number = IdentityField(label=_("證號"), help_text=_("須為完整證號"))
    born_on = RocDateField(label=_("出生年月日"))
    purpose = forms.ChoiceField(label=_("查詢目的"), choices=(CHOOSE, *LOOK_UP_PURPOSES))


class JoinForm(forms.Form):
    """Since when, and in which team."""

    joined_on = RocDateField(label=_("加入日期"))
    team = forms.ModelChoiceField(
        label=_("志工隊"), queryset=Team.objects.none(), required=False, empty_label=_("不分隊")
    )

    def __init__(self, *args: Any, unit: OperatingUnit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].queryset = unit.teams.all()


class PersonForm(forms.Form):
    """基本資料, as far as every unit may correct it."""

    name = forms.CharField(label=_("姓名"), max_length=50)
    sex = forms.ChoiceField(label=_("性別"), choices=Sex.choices, widget=forms.RadioSelect)
    born_on = RocDateField(label=_("出生年月日"), help_text=_("民國年月日，例如 049/05/04"))
    is_indigenous = forms.BooleanField(label=_("具原住民身分"), required=False)
    education = forms.ChoiceField(label=_("教育程度"), choices=[CHOOSE, *Education.choices])
    occupation = forms.ChoiceField(label=_("身分別"), choices=[CHOOSE, *Occupation.choices])
    roman_name = forms.CharField(label=_("羅馬拼音姓名"), max_length=50, required=False)
    mobile = forms.CharField(label=_("行動電話"), max_length=30, required=False)
    phone = forms.CharField(label=_("聯絡電話"), max_length=30, required=False)
    email = forms.EmailField(label=_("電子郵件"), required=False)
    postcode = forms.CharField(label=_("郵遞區號"), max_length=6, required=False)
    county = forms.CharField(label=_("縣市"), max_length=10, required=False, initial="臺南市")
    district = forms.CharField(label=_("行政區"), max_length=10, required=False)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    emergency_name = forms.CharField(label=_("緊急聯絡人"), max_length=50, required=False)
    emergency_phone = forms.CharField(label=_("緊急聯絡人電話"), max_length=30, required=False)
    skills = forms.CharField(label=_("專長"), max_length=200, required=False)
    licences = forms.CharField(label=_("證照"), max_length=200, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["district"].widget.attrs["list"] = "districts"
        self.districts = District.objects.values_list("name", flat=True)

    @staticmethod
    def initial_of(volunteer: Volunteer) -> dict[str, Any]:
        """What the form shows of a person."""
        return {name: getattr(volunteer, name) for name in PersonForm.base_fields}


class NewPersonForm(NumberedForm, PersonForm, JoinForm):
    """新增志工, second step: everything about a person that the portal does not know."""

    id_kind = forms.ChoiceField(label=_("證號類別"), choices=IdKind.choices, widget=forms.RadioSelect)
    number = IdentityField(label=_("證號"))

    def entry(self) -> PersonEntry:
        """What was typed, for the service."""
        names = PersonEntry.__dataclass_fields__
        return PersonEntry(**{name: value for name, value in self.cleaned_data.items() if name in names})


class LeaveForm(forms.Form):
    """離隊."""

    left_on = RocDateField(label=_("離隊日期"), help_text=_("最後一天在隊的日子，例如 115/06/30"))
    reason = forms.CharField(label=_("離隊原因"), max_length=100, required=False)


class TeamForm(forms.Form):
    """更換志工隊."""

    team = forms.ModelChoiceField(
        label=_("志工隊"), queryset=Team.objects.none(), required=False, empty_label=_("不分隊")
    )

    def __init__(self, *args: Any, unit: OperatingUnit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["team"].queryset = unit.teams.all()


class RevealForm(forms.Form):
    """Why the whole number is needed."""

    purpose = forms.ChoiceField(label=_("顯示的目的"), choices=(CHOOSE, *REVEAL_PURPOSES))


class PhotoForm(forms.Form):
    """大頭照."""

    photo = forms.FileField(
        label=_("大頭照"),
        help_text=_("JPEG 或 PNG，8 MB 以內；拍攝地點等資訊會先清除"),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
    )


class ConsentForm(forms.Form):
    """個資同意."""

    version = forms.CharField(label=_("告知書版本"), max_length=20)
    given_on = RocDateField(label=_("同意日期"))
    by_guardian = forms.BooleanField(label=_("由法定代理人同意"), required=False)


class RosterFilter(forms.Form):
    """Whom the roster shows."""

    q = forms.CharField(label=_("姓名"), required=False, max_length=50)
    team = forms.ChoiceField(label=_("志工隊"), required=False)
    state = forms.ChoiceField(
        label=_("狀態"),
        required=False,
        choices=(("", _("收編中")), ("left", _("已離隊")), ("all", _("全部"))),
    )
    gap = forms.ChoiceField(label=_("還缺"), required=False)

    def __init__(self, *args: Any, unit: OperatingUnit, **options: Any) -> None:
        super().__init__(*args, **options)
        teams = [(str(pk), name) for pk, name in unit.teams.values_list("pk", "name")]
        self.fields["team"].choices = [("", _("各隊")), *teams, ("none", _("不分隊"))]
        gaps = [(each.code, each.label) for each in all_gaps()]
        self.fields["gap"].choices = [("", _("不限")), ("any", _("任一項")), *gaps]


class OfficerSearch(forms.Form):
    """An officer looks for people by name."""

    q = forms.CharField(label=_("姓名"), required=False, max_length=50)


class OfficerLookUpForm(forms.Form):
    """An officer looks for one person by number."""

    number = IdentityField(label=_("完整證號"))
    purpose = forms.ChoiceField(label=_("查詢目的"), choices=(CHOOSE, *LOOK_UP_PURPOSES[1:]))
