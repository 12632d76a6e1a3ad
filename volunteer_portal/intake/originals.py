"""The original file at rest: sealed, because it is full of identity numbers; opened for who may see the import."""

from __future__ import annotations

import uuid

from django.core.files.base import ContentFile

from volunteer_portal import sealing
from volunteer_portal.tabular.reading import Sheet, read_sheet

from .models import Import


def keep(row: Import, content: bytes) -> None:
    """Seal the file onto an import that is not saved yet. Its hash binds it: elsewhere it does not open."""
    sealed = sealing.seal_bytes(content, bound_to=row.sha256.encode())
    head = sealed.key_id.encode()
    row.file.save(f"{uuid.uuid4().hex}.sealed", ContentFile(bytes([len(head)]) + head + sealed.cipher), save=False)


def content_of(row: Import) -> bytes:
    """The file as it was uploaded."""
    with row.file.open("rb") as file:
        kept = file.read()
    length = kept[0]
    sealed = sealing.Sealed(kept[1 + length :], kept[1 : 1 + length].decode())
    return sealing.unseal_bytes(sealed, bound_to=row.sha256.encode())


def sheet_of(row: Import) -> Sheet:
    """The file read again."""
    return read_sheet(content_of(row), row.file_name)
