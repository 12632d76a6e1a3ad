"""Forms about record books."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from units.models import OperatingUnit, ServiceCategory
from volunteer_portal.ui.forms import RocDateField
from volunteers.choosing import MemberField, members_of

from .enums import IssueKind
from .services import BookEntry


class BookForm(forms.Form):
    """The record book that a member holds."""

    volunteer = MemberField()
    book_number = forms.CharField(label=_("紀錄冊號"), max_length=40)
    category_id = forms.ChoiceField(label=_("領冊類別"), help_text=_("冊子封面上的類別"))
    issued_on = RocDateField(label=_("發冊日期"))
    issuer = forms.CharField(label=_("發冊單位"), max_length=60, required=False)
    issue_kind = forms.ChoiceField(
        label=_("申請別"), choices=IssueKind.choices, initial=IssueKind.FIRST, widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, unit: OperatingUnit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["volunteer"].queryset = members_of(unit)
        self.fields["category_id"].choices = ServiceCategory.objects.values_list("code", "name")

    def entry(self) -> BookEntry:
        """What was typed, for the service."""
        return BookEntry(**{name: self.cleaned_data[name] for name in BookEntry.__dataclass_fields__})


class BookFilter(forms.Form):
    """Which members the list shows."""

    q = forms.CharField(label=_("姓名"), required=False, max_length=50)
    state = forms.ChoiceField(
        label=_("紀錄冊"),
        required=False,
        choices=[("", _("全部在隊志工")), ("held", _("已領冊")), ("none", _("未領冊"))],
    )
