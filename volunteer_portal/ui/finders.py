"""One stylesheet from many small ones, without a build step.

``css/site.css`` does not stand in the checkout. This finder puts it together from the parts in the order of their
layers whenever one of them has changed, so that a reader loads one file and an author edits forty.
"""

from __future__ import annotations

import atexit
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

SITE = "css/site.css"
FIRST = ("tokens.css", "base.css", "layout.css")
LAYERS = "@layer tokens, base, layout, components, utilities;"
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)


def parts(folder: Path) -> list[Path]:
    """The files that make up the common stylesheet, in their order."""
    return [folder / name for name in FIRST] + sorted((folder / "ui").glob("*.css"))


def joined(folder: Path) -> str:
    """The common stylesheet: comments and indentation left out, nothing else changed."""
    lines = [LAYERS]
    for part in parts(folder):
        text = _COMMENT.sub("", part.read_text(encoding="utf-8")).replace(LAYERS, "")
        lines += [line.strip() for line in text.splitlines() if line.strip()]
    return "\n".join(lines) + "\n"


class StylesheetFinder(BaseFinder):
    """Finds ``css/site.css``, freshly joined."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.folder = Path(settings.BASE_DIR) / "static" / "css"
        self.place: Path | None = None

    def check(self, **kwargs: Any) -> list[Any]:  # noqa: ARG002 - the framework's signature
        """Nothing to check: the folder is part of the checkout."""
        return []

    def _fresh(self) -> Path:
        if self.place is None:
            self.place = Path(tempfile.mkdtemp(prefix="stylesheet-"))
            atexit.register(shutil.rmtree, self.place, ignore_errors=True)
        target = self.place / SITE
        newest = max(part.stat().st_mtime_ns for part in parts(self.folder))
        if not target.exists() or target.stat().st_mtime_ns < newest:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(joined(self.folder), encoding="utf-8")
        return self.place

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str]:  # noqa: ARG002, FBT001, FBT002
        """The joined file when it is the one asked for."""
        wanted = path if path == SITE else ""
        if not wanted:
            return []
        found = str(self._fresh() / SITE)
        return [found] if find_all else found

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:  # noqa: ARG002
        """What ``collectstatic`` copies."""
        yield SITE, FileSystemStorage(location=str(self._fresh()))
