"""Running a command of the product as from outside: its exit code, its JSON, its messages."""

from __future__ import annotations

import contextlib
import io
import json
from dataclasses import dataclass

from django.apps import apps
from django.core.management import CommandError, call_command


@dataclass
class Answer:
    """What a command gave back."""

    code: int
    out: str
    messages: str

    @property
    def told(self) -> dict:
        """The one JSON object on stdout."""
        return json.loads(self.out)

    def codes(self, kind: str = "errors") -> list[tuple[int, str, str]]:
        """Row, column and code of each error (or warning)."""
        return [(each["row"], each["column"], each["code"]) for each in self.told[kind]]


def run(name: str, *arguments: object) -> Answer:
    """Run a management command in this process, on the test database."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            call_command(name, *map(str, arguments), stdout=out, stderr=err)
        except CommandError as refused:
            code = refused.returncode
            err.write(str(refused))
        except SystemExit as left:
            code = int(left.code or 0)
    return Answer(code, out.getvalue(), err.getvalue())


def table_counts() -> dict[str, int]:
    """How many rows each table of the product holds, history and jobs left out of nothing."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}
