"""Forms about insurance."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from units.models import OperatingUnit
from volunteer_portal.ui.forms import RocDateField
from volunteers.choosing import MembersField, members_of

from .enums import CoverScope
from .services import CoverEntry


class CoverForm(forms.Form):
    """Members, a policy, and the days it covers them."""

    insurer = forms.CharField(label=_("保險公司"), max_length=60, widget=forms.TextInput(attrs={"list": "insurers"}))
    policy_number = forms.CharField(label=_("保單號碼"), max_length=60, required=False)
    scope = forms.ChoiceField(
        label=_("承保範圍"),
        choices=CoverScope.choices,
        initial=CoverScope.ON_DUTY_WITH_TRAVEL,
        widget=forms.RadioSelect,
    )
    starts_on = RocDateField(label=_("保險起日"), help_text=_("民國年月日，例如 115/01/01"))
    ends_on = RocDateField(label=_("保險迄日"), help_text=_("最後一天，當天仍有保險"))
    amount = forms.IntegerField(
        label=_("保險金額（元）"), required=False, min_value=0, max_value=2_000_000_000, help_text=_("身故或失能的金額")
    )
    volunteers = MembersField(label=_("被保險的志工"))

    def __init__(self, *args: Any, unit: OperatingUnit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["volunteers"].queryset = members_of(unit, also_former=False)

    def entry(self) -> CoverEntry:
        """What was typed, for the service."""
        typed = self.cleaned_data
        return CoverEntry(
            **{name: typed[name] for name in CoverEntry.__dataclass_fields__ if name in typed and name != "scope_text"},
            scope_text=CoverScope(typed["scope"]).label,
        )


class EndCoverForm(forms.Form):
    """退保."""

    ends_on = RocDateField(label=_("退保日"), help_text=_("最後一天，當天仍有保險"))


class CoverFilter(forms.Form):
    """Which members the list shows."""

    q = forms.CharField(label=_("姓名"), required=False, max_length=50)
    state = forms.ChoiceField(
        label=_("保險"),
        required=False,
        choices=[
            ("", _("全部在隊志工")),
            ("covered", _("今天有保險")),
            ("gap", _("今天沒有保險")),
            ("ending", _("30 天內到期")),
        ],
    )
