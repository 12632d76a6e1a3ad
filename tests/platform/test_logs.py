"""ID numbers never reach the log in clear."""

import pytest

from volunteer_portal.logs import masked


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("A123456789", "A12****789"),
        ("?id=a123456789&x", "?id=a12****789&x"),
        ("AC01234567", "AC0****567"),
        ("A800000014、B987654321", "A80****014、B98****321"),
        ("身分證A123456789號", "身分證A12****789號"),
        ("job 0A1234567890", "job 0A1234567890"),
        ("2026-11-24", "2026-11-24"),
    ],
)
def test_masked(said, shown):
    assert masked(said) == shown
