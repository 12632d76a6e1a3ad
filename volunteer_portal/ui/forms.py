"""Form fields that know the 民國 calendar."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from volunteer_portal.rules.roc import BadDate, format_date, parse_date


class RocDateInput(forms.DateInput):
    """A text field for ``115/01/31``; the script beside it reads back the weekday, nothing depends on it."""

    template_name = "django/forms/widgets/roc_date.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs={"inputmode": "text", "autocomplete": "off", "data-roc": "", **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if isinstance(value, (date, datetime)):
            return format_date(value)
        return value or None


class RocDateField(forms.DateField):
    """Reads every way a date is written in the city's files; refuses with a sentence that says how to write it."""

    widget = RocDateInput

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", _("民國年月日，例如 115/01/31"))
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values:
            return None
        try:
            return parse_date(value)
        except BadDate as wrong:
            raise ValidationError(str(wrong), code="invalid") from wrong

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True
