"""A service's refusal, shown where it belongs in the form."""

from __future__ import annotations

from collections.abc import Mapping

from django.forms import BaseForm

from volunteer_portal.access.errors import Refused


def show_refusal(form: BaseForm, refusal: Refused, *, names: Mapping[str, str] | None = None) -> None:
    """Put each problem beside its field; what has no field stands above the form.

    ``names`` says which field of the form stands for a field of the service.
    """
    for problem in refusal.problems:
        name = (names or {}).get(problem.field, problem.field)
        form.add_error(name if name in form.fields else None, problem.sentence)
