"""News from below: facts changed, so these people's hours are judged anew, inside the same transaction."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.dispatch import receiver

from recordbook.signals import annotations_changed
from training.signals import completions_changed

from .services.judging import Rejudged, rejudge


@receiver([completions_changed, annotations_changed])
def on_facts_changed(volunteer_ids: Collection[int], **_: Any) -> Rejudged:
    """Re-judge the people whose facts changed; whoever announced it may tell the person at the screen."""
    return rejudge(volunteer_ids=volunteer_ids)
