"""Sealing secrets at rest: authenticated encryption with a key id, and a keyed blind index to find them by.

Keys come from the environment (``DATA_KEYS``, ``INDEX_KEY``); production refuses the development ones.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

NONCE_BYTES = 12


class SealBroken(Exception):
    """The sealed value was changed, moved to another row, or its key is gone."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """A sealed value and the id of the key that opens it."""

    cipher: bytes
    key_id: str


def seal(text: str, *, bound_to: bytes) -> Sealed:
    """Encrypt ``text`` with the current key. ``bound_to`` names its row: elsewhere the value does not open."""
    return seal_bytes(text.encode(), bound_to=bound_to)


def unseal(sealed: Sealed, *, bound_to: bytes) -> str:
    """The text, or ``SealBroken``."""
    try:
        return unseal_bytes(sealed, bound_to=bound_to).decode()
    except UnicodeDecodeError as broken:
        raise SealBroken from broken


def seal_bytes(content: bytes, *, bound_to: bytes) -> Sealed:
    """As ``seal``, for a whole file."""
    key_id = settings.DATA_KEY_ID
    nonce = os.urandom(NONCE_BYTES)
    return Sealed(nonce + AESGCM(settings.DATA_KEYS[key_id]).encrypt(nonce, content, bound_to), key_id)


def unseal_bytes(sealed: Sealed, *, bound_to: bytes) -> bytes:
    """The file's bytes, or ``SealBroken``."""
    try:
        key = settings.DATA_KEYS[sealed.key_id]
        cipher = bytes(sealed.cipher)
        return AESGCM(key).decrypt(cipher[:NONCE_BYTES], cipher[NONCE_BYTES:], bound_to)
    except (KeyError, InvalidTag, ValueError) as broken:
        raise SealBroken from broken


def blind_index(text: str, *, purpose: str) -> bytes:
    """32 bytes that are equal for equal texts and say nothing without the index key."""
    return hmac.new(settings.INDEX_KEY, f"{purpose}:{text}".encode(), hashlib.sha256).digest()
