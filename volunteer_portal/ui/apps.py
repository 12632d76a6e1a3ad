"""The part of the foundation that draws: components, form fields, preferences of the reader."""

from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    name = "volunteer_portal.ui"
    label = "ui"

    def ready(self) -> None:
        # Said once for every form: the framework's own sentence does not say what to do.
        Field.default_error_messages["required"] = _("這一欄還沒有填。")
