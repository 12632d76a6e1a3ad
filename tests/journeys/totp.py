"""The authenticator app of a person in a test (RFC 6238, as the phone computes it)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import struct
import time

HALF_MINUTE = 30


def code_now(secret: str, *, later: int = 0) -> str:
    """Six digits; ``later=1`` is the code of the next half-minute, since each code is good once."""
    moment = int(time.time()) // HALF_MINUTE + later
    digest = hmac.digest(base64.b32decode(secret + "=" * (-len(secret) % 8)), struct.pack(">Q", moment), hashlib.sha1)
    start = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[start : start + 4])[0] & 0x7FFFFFFF) % 1_000_000:06d}"
