"""Forms about units and the people who act for them. They read and shape; the services decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from volunteer_portal.access.scope import Scope
from volunteer_portal.ui.forms import RocDateField

from .enums import Role, Sector
from .models import CompetentAuthority, District, OperatingUnit, ServiceCategory
from .services import may_invite

CHOOSE = _("請選擇")
EMAIL_HELP = _("邀請信寄到這裡，之後也用它登入")


class UnitForm(forms.Form):
    """Everything about a unit."""

    code = forms.CharField(label=_("單位代碼"), max_length=40, help_text=_("全市唯一，英數字或中文都可以"))
    name = forms.CharField(label=_("單位名稱"), max_length=100)
    category = forms.ModelChoiceField(ServiceCategory.objects.all(), label=_("服務類別"), empty_label=CHOOSE)
    sector = forms.ChoiceField(label=_("公私部門"), choices=Sector.choices, widget=forms.RadioSelect, initial="private")
    district = forms.ModelChoiceField(District.objects.all(), label=_("行政區"), required=False, empty_label=CHOOSE)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    phone = forms.CharField(label=_("電話"), max_length=40, required=False)
    exempt_from_prior_filing = forms.BooleanField(label=_("免事前備案"), required=False)
    opened_on = RocDateField(label=_("成立日"), required=False)


class ChangeUnitForm(UnitForm):
    """The same, and the end."""

    closed_on = RocDateField(label=_("結束日"), required=False, help_text=_("填了之後，這一天起不再是運用單位"))

    def __init__(self, *args: Any, unit: OperatingUnit, **kwargs: Any) -> None:
        initial = {name: getattr(unit, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["category"].help_text = _("改了之後從今天起適用；以前的時數仍屬原來的類別")


class OwnUnitForm(forms.Form):
    """What a unit keeps up to date by itself."""

    district = forms.ModelChoiceField(District.objects.all(), label=_("行政區"), required=False, empty_label=CHOOSE)
    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    phone = forms.CharField(label=_("電話"), max_length=40, required=False)


class TeamForm(forms.Form):
    """A new team."""

    name = forms.CharField(label=_("隊名"), max_length=60)
    opened_on = RocDateField(label=_("成立日"), required=False)


class ColleagueForm(forms.Form):
    """Inviting somebody to one's own unit."""

    name = forms.CharField(label=_("姓名"), max_length=50)
    email = forms.EmailField(label=_("電子郵件"), max_length=254, help_text=EMAIL_HELP)
    role = forms.ChoiceField(label=_("職務"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, scope: Scope, unit: OperatingUnit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [role for role in (Role.UNIT_STAFF, Role.UNIT_HEAD) if may_invite(scope, role, unit.pk)]
        self.fields["role"].choices = [(role.value, role.label) for role in roles]
        self.fields["role"].initial = Role.UNIT_STAFF.value


class InviteForm(forms.Form):
    """Inviting somebody to any role that the asker may fill."""

    name = forms.CharField(label=_("姓名"), max_length=50)
    email = forms.EmailField(label=_("電子郵件"), max_length=254, help_text=EMAIL_HELP)
    role = forms.ChoiceField(label=_("職務"))
    unit = forms.ModelChoiceField(
        OperatingUnit.objects.none(), label=_("運用單位"), required=False, empty_label=CHOOSE,
        help_text=_("承辦人與單位主管才要選"),
    )  # fmt: skip
    authority = forms.ModelChoiceField(
        CompetentAuthority.objects.all(), label=_("目的事業主管機關"), required=False, empty_label=CHOOSE,
        help_text=_("主管機關承辦人才要選"),
    )  # fmt: skip

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = [(role.value, role.label) for role in Role if may_invite(scope, role)]
        self.fields["role"].choices = [("", CHOOSE), *roles]
        self.fields["unit"].queryset = OperatingUnit.objects.visible_to(scope, "invite").order_by("name")


class AcceptForm(forms.Form):
    """A new person's password."""

    password = forms.CharField(
        label=_("設定密碼"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=_("至少 10 個字，不要用姓名、生日或常見密碼。幾個不相干的詞連在一起最好記。"),
    )
    again = forms.CharField(
        label=_("再輸入一次"),
        max_length=128,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both must be alike."""
        cleaned = super().clean()
        if cleaned.get("password") and cleaned.get("again") and cleaned["password"] != cleaned["again"]:
            self.add_error("again", _("兩次輸入的密碼不一樣，請再輸入一次。"))
        return cleaned


class UnitFilterForm(forms.Form):
    """Narrowing the list of units."""

    q = forms.CharField(label=_("名稱或代碼"), max_length=50, required=False)
    category = forms.ModelChoiceField(
        ServiceCategory.objects.all(), label=_("類別"), required=False, empty_label=_("全部")
    )
    state = forms.ChoiceField(
        label=_("狀態"), required=False, choices=[("", _("運作中")), ("closed", _("已結束")), ("all", _("全部"))]
    )


class PeopleFilterForm(forms.Form):
    """Narrowing the list of people."""

    q = forms.CharField(label=_("姓名、電子郵件或單位"), max_length=50, required=False)
    role = forms.ChoiceField(label=_("職務"), required=False, choices=[("", _("全部")), *Role.choices])
    state = forms.ChoiceField(label=_("狀態"), required=False, choices=[("", _("在任")), ("ended", _("已結束"))])
