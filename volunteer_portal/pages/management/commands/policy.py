"""``policy [--json]``: who may open which page with which method, as declared."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from volunteer_portal.pages import policy


class Command(BaseCommand):
    """Print the declared policy; ``--json`` as one object."""

    help = "Who may open which page with which method, as declared by the views."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Only the form of the answer is a choice."""
        parser.add_argument("--json", action="store_true", dest="as_json")

    def handle(self, *_args: Any, as_json: bool, **_options: Any) -> None:
        """Print it."""
        declared = policy.policy()
        if as_json:
            answer = {
                "actors": list(policy.ACTORS),
                "methods": list(policy.METHODS),
                "pages": {page.name: page.address for page in policy.pages()},
                "policy": declared,
            }
            self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))
            return
        for page in policy.pages():
            for method in ("GET", "POST"):
                cells = " ".join(f"{actor}={declared[actor][page.name][method]}" for actor in policy.ACTORS)
                self.stdout.write(f"{method:4} {page.name:38} {cells}")
