"""Forms: field, error summary, filters, file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import template
from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField
from django.forms.widgets import CheckboxInput, ClearableFileInput, FileInput
from django.template.context import Context
from django.utils.safestring import SafeString

from .drawing import draw, one_of

register = template.Library()

WIDTHS = ("", "4", "8", "12", "20", "full")


def field_context(
    bound: BoundField, *, label: str = "", hint: str = "", width: str = "", small: bool = False
) -> dict[str, Any]:
    """What ``ui/field.html`` needs to draw a bound field in any of its shapes."""
    one_of(width, WIDTHS, "field width")
    if hint:
        bound.help_text = hint
    widget = bound.field.widget
    shape = "plain"
    if isinstance(widget, CheckboxInput):
        shape = "check"
    elif bound.use_fieldset:
        shape = "group"
    elif isinstance(widget, (FileInput, ClearableFileInput)):
        shape = "file"
    return {
        "field": bound,
        "label": label or bound.label,
        "shape": shape,
        "width": width,
        "optional": not bound.field.required and not bound.field.disabled and shape != "check" and not small,
        "small": small,
    }


@register.simple_tag
def field(bound: BoundField, *, label: str = "", hint: str = "", width: str = "") -> SafeString:
    """Label, hint, error, control, in that order, joined for screen readers."""
    return draw("field", **field_context(bound, label=label, hint=hint, width=width))


@register.simple_tag
def fields(form: BaseForm, *names: str) -> SafeString:
    """All visible fields of a form, or those named, one under the other; hidden ones as well when none is named."""
    chosen = [form[name] for name in names] if names else list(form.visible_fields())
    rows = [field_context(bound) for bound in chosen]
    hidden = [] if names else list(form.hidden_fields())
    return draw("fields", rows=rows, hidden=hidden)


@register.simple_tag
def file_drop(bound: BoundField, *, hint: str = "", label: str = "") -> SafeString:
    """A file field that also takes what is dropped on it."""
    context = field_context(bound, label=label, hint=hint, width="full")
    return draw("field", **{**context, "shape": "file"})


def _errors_of(form: BaseForm) -> Iterator[dict[str, str]]:
    for message in form.non_field_errors():
        yield {"message": message, "label": "", "target": ""}
    for bound in form:
        for message in bound.errors:
            target = bound.id_for_label or f"{bound.auto_id}_0"  # a group of choices: its first one
            yield {"message": message, "label": bound.label, "target": target}


@register.simple_tag
def error_summary(*forms: BaseForm | BaseFormSet, quiet: bool = False) -> SafeString | str:
    """What must be changed, each line a link to its field; takes the focus unless ``quiet``. Else nothing."""
    rows: list[dict[str, str]] = []
    for form in forms:
        if isinstance(form, BaseFormSet):
            rows += [{"message": m, "label": "", "target": ""} for m in form.non_form_errors()]
            for each in form.forms:
                rows += _errors_of(each)
        elif form is not None and form.is_bound:
            rows += _errors_of(form)
    return draw("error_summary", rows=rows, quiet=quiet) if rows else ""


@register.simple_tag(takes_context=True)
def filter_form(context: Context, filterset: Any, *, label: str = "", hx_target: str = "") -> SafeString:
    """The filters of a list (django-filter or any GET form), with what is set shown as chips that unset it."""
    form = getattr(filterset, "form", filterset)
    request = context.get("request")
    chips = []
    hidden = []
    if request is not None:
        own = set(form.fields)
        keep = {"sort", "tab"}
        hidden = [(k, v) for k, v in request.GET.items() if k in keep and k not in own]
        for name, bound in ((each.name, each) for each in form.visible_fields()):
            if request.GET.get(bound.html_name):
                query = request.GET.copy()
                query.pop(bound.html_name, None)
                query.pop("page", None)
                chips.append(
                    {
                        "label": bound.label,
                        "value": _chosen(bound, request.GET.getlist(bound.html_name)),
                        "href": f"?{query.urlencode()}",
                        "name": name,
                    }
                )
    rows = [field_context(bound, small=True) for bound in form.visible_fields()]
    return draw("filter_form", rows=rows, chips=chips, hidden=hidden, label=label, hx_target=hx_target)


def _chosen(bound: BoundField, values: list[str]) -> str:
    """The words of the chosen values, as the reader saw them."""
    known = {str(key): str(word) for key, word in getattr(bound.field, "choices", ()) or ()}
    return "、".join(known.get(value, value) for value in values)
