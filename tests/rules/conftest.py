"""The rules need no service of any kind, so their tests run with none."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _fresh_cache():
    """Nothing here counts anything in the cache: leave the broker alone."""
