"""Forms about completed courses."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from units.models import OperatingUnit, ServiceCategory
from volunteer_portal.ui.forms import RocDateField
from volunteers.choosing import MemberField, TimeSpent, members_of

from .enums import Evidence, TrainingKind
from .models import Completion
from .services import CourseEntry


class CourseForm(TimeSpent):
    """One completed course."""

    field_order = ("volunteer", "kind", "category_id", "completed_on", "hours", "minutes")  # as they stand on the page

    kind = forms.ChoiceField(label=_("訓練類別"), choices=[("", _("請選擇")), *TrainingKind.choices])
    category_id = forms.ChoiceField(
        label=_("服務類別"), required=False, help_text=_("基礎訓練不分類別；特殊訓練一定要選")
    )
    completed_on = RocDateField(label=_("完訓日期"), help_text=_("結業證書上的日期，例如 114/06/30"))
    started_on = RocDateField(label=_("訓練起日"), required=False, help_text="")
    ended_on = RocDateField(label=_("訓練迄日"), required=False, help_text="")
    course_name = forms.CharField(label=_("課程名稱"), max_length=100, required=False)
    organiser = forms.CharField(label=_("辦理單位"), max_length=100, required=False)
    certificate_number = forms.CharField(label=_("證書字號"), max_length=60, required=False)
    evidence = forms.ChoiceField(
        label=_("證明"), choices=Evidence.choices, initial=Evidence.CERTIFICATE, widget=forms.RadioSelect
    )
    certificate_file = forms.FileField(label=_("證書檔案"), required=False, help_text=_("PDF、JPEG 或 PNG，8 MB 以內"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["category_id"].choices = [("", _("不分類別")), *ServiceCategory.objects.values_list("code", "name")]

    def entry(self) -> CourseEntry:
        """What was typed, for the service."""
        typed = self.cleaned_data
        names = set(CourseEntry.__dataclass_fields__) - {"minutes", "category_id"}
        return CourseEntry(
            minutes=self.total(),
            category_id=typed["category_id"] or None,
            **{name: typed[name] for name in names},
        )

    @staticmethod
    def initial_of(completion: Completion) -> dict[str, Any]:
        """What the form shows of a completion."""
        names = set(CourseEntry.__dataclass_fields__) - {"minutes"}
        shown = {name: getattr(completion, name) for name in names}
        return {**shown, "hours": completion.minutes // 60, "minutes": completion.minutes % 60}


class NewCourseForm(CourseForm):
    """One completed course, and whose it is."""

    volunteer = MemberField()

    def __init__(self, *args: Any, unit: OperatingUnit, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["volunteer"].queryset = members_of(unit)


class RevokeForm(forms.Form):
    """Why a completion is taken back."""

    reason = forms.CharField(label=_("撤銷的原因"), max_length=200, help_text=_("例如：登錄到別人、證書不實"))


class CompletionFilter(forms.Form):
    """Which completions the list shows."""

    volunteer = forms.UUIDField(required=False, widget=forms.HiddenInput)
    q = forms.CharField(label=_("姓名"), required=False, max_length=50)
    kind = forms.ChoiceField(label=_("訓練類別"), required=False, choices=[("", _("各類")), *TrainingKind.choices])
    state = forms.ChoiceField(
        label=_("狀態"),
        required=False,
        choices=[("", _("有效")), ("short", _("時數不足")), ("revoked", _("已撤銷"))],
    )
