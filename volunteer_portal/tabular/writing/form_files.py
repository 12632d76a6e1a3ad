"""A statutory form into a file. Apart from `forms`, so that declaring a form loads neither openpyxl nor odfpy."""

from typing import IO

from . import forms_ods, forms_xlsx
from .forms import FormSheet

_WRITERS = {"xlsx": forms_xlsx.write, "ods": forms_ods.write}


def write_form(stream: IO[bytes], format: str, form: FormSheet) -> None:  # noqa: A002
    """Writes the form as `xlsx` or `ods`."""
    _WRITERS[format](stream, form)
