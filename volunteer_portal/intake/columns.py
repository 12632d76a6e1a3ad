"""Columns of a file, declared as django-import-export resources: they read cells, name themselves and explain.

The resources' own row-by-row engine is not used: a file is read column by column, and each different text once.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from django.utils.functional import Promise
from import_export.fields import Field
from import_export.resources import Resource
from import_export.widgets import Widget

from volunteer_portal.rules.typed import half_width

_IGNORED = re.compile(r"[\s*＊()（）\-－—_/／、.:：]+")


def header_key(text: object) -> str:
    """Header text made comparable: width, spaces, brackets and the mark of needed columns do not matter."""
    return _IGNORED.sub("", half_width(str(text))).casefold() if text is not None else ""


class Column(Field):
    """One column of a file.

    ``needed``: the file must have it and each row must fill it, unless it ``may_be_blank``.
    ``aliases``: other heads that mean the same.
    ``shown``: the preview prints it. ``private``: holds an identity number, which is only ever shown masked.
    """

    def __init__(  # noqa: PLR0913 - what a column is
        self,
        column_name: str,
        widget: Widget,
        *,
        needed: bool = False,
        may_be_blank: bool = False,
        aliases: Sequence[str] = (),
        help: str | Promise = "",  # noqa: A002 - the word the templates use
        example: str = "",
        choices: Sequence[str] = (),
        shown: bool = False,
        private: bool = False,
        template: bool = True,
    ) -> None:
        super().__init__(column_name=column_name, widget=widget)
        self.needed = needed
        self.may_be_blank = may_be_blank
        self.aliases = tuple(aliases)
        self.help = help
        self.example = example
        self.choices = tuple(choices) or tuple(getattr(widget, "choices", ()))
        self.shown = shown
        self.private = private
        self.template = template


class IntakeResource(Resource):
    """The columns of one kind of file, in the order of its template."""

    @classmethod
    def columns(cls) -> dict[str, Column]:
        """Attribute → column, in order."""
        return {name: field for name, field in cls.fields.items() if isinstance(field, Column)}

    @classmethod
    @cache
    def by_header(cls) -> dict[str, str]:
        """Comparable header → attribute; aliases never hide a column's own name."""
        found: dict[str, str] = {}
        for attribute, column in cls.columns().items():
            for name in column.aliases:
                found.setdefault(header_key(name), attribute)
        for attribute, column in cls.columns().items():
            found[header_key(column.column_name)] = attribute
        return found

    @classmethod
    def name_of(cls, attribute: str) -> str:
        """The header of an attribute."""
        return cls.columns()[attribute].column_name
