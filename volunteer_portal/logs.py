"""Log lines: one JSON object each in production, and never an ID number in clear."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime

# National IDs and both kinds of residence-permit numbers. Digits around it make it something else.
IDENTITY = re.compile(r"(?<![A-Za-z0-9])([A-Za-z])([A-Da-d0-9])(\d{5})(\d{3})(?!\d)")


def masked(text: str) -> str:
    """The text with ID numbers as A12****789 are shown on screen."""
    return IDENTITY.sub(lambda found: f"{found[1]}{found[2]}{found[3][0]}****{found[4]}", text)


class MaskedLine(logging.Formatter):
    """A line for a person at a terminal."""

    def format(self, record: logging.LogRecord) -> str:
        """The usual line, masked."""
        return masked(super().format(record))


class JsonLine(logging.Formatter):
    """A line for a log collector."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger, message, and the stack if something failed."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": masked(record.getMessage()),
            "process": record.process,
        }
        for name in ("status_code", "job_id", "task_name", "task_id"):
            if (value := record.__dict__.get(name)) is not None:
                line[name] = value
        if record.exc_info:
            line["stack"] = masked(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)
