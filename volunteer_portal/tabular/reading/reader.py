"""`read_sheet`: looks at the first bytes here, opens the file in a child process that may die alone."""

import contextlib
import json
import marshal
import subprocess
import sys
import threading
from datetime import date, datetime
from pathlib import Path
from typing import IO

from .refusals import SheetRefused
from .sandbox.limits import LIMITS, MIB, Limits
from .sheet import MUST_HAVE, Cell, Sheet, warnings_about

FORMATS = ("xlsx", "xls", "ods", "csv")
_HERE = Path(__file__).resolve().parent
# -I: neither the working folder nor the environment can put another module in the way
_START = "import sys; sys.path.append(sys.argv[1]); from sandbox.child import main; main()"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER = {
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
}


class _Died(Exception):
    """The child ended before it was done."""


def read_sheet(
    source: str | Path | bytes, filename: str, *, limits: Limits = LIMITS, must_have: str = MUST_HAVE
) -> Sheet:
    """Reads an uploaded file: the first sheet that has a cell `must_have`, else the first that is not empty.

    `source` is a path or the bytes; `filename` is what the person called it and must tell the format.
    Raises `SheetRefused`, whatever the file does.
    """
    content = _content(source, filename, limits)
    kind = _format(content, filename)
    try:
        about, rows = _in_child(content, kind, must_have, limits)
    except _Died:
        with contextlib.suppress(_Died):  # a second child looks for the reason, with a pattern instead of a reader
            _in_child(content, kind, must_have, limits, explain=True)
        raise SheetRefused("unreadable") from None
    return Sheet(
        name=about["name"],
        format=kind,
        encoding=about["encoding"],
        rows=rows,
        first_row_number=about["first_row_number"],
        sheet_names=tuple(about["sheet_names"]),
        hidden_rows=tuple(about["hidden_rows"]),
        merges=tuple(about["merges"]),
        warnings=warnings_about(about),
    )


def _content(source: str | Path | bytes, filename: str, limits: Limits) -> bytes:
    if isinstance(source, bytes):
        content = source
    else:
        with Path(source).open("rb") as file:
            content = file.read(limits.file_bytes + 1)
    if len(content) > limits.file_bytes:
        raise SheetRefused("file_size", limit=limits.file_bytes // MIB)
    if not content.strip(b"\0 \t\r\n"):
        raise SheetRefused("empty", filename=shown(filename))
    return content


def shown(filename: str) -> str:
    """A file name fit for a sentence: no control or direction marks, at most 60 characters."""
    name = "".join(each for each in filename.replace("\\", "/").rpartition("/")[2] if each.isprintable())
    return name if len(name) <= 60 else f"{name[:40]}…{name[-15:]}"


def _format(content: bytes, filename: str) -> str:
    """By extension, and only if the first bytes agree."""
    expected = shown(filename).rpartition(".")[2].lower()
    if expected == "xlsm":
        raise SheetRefused("macros")
    if expected == "xlsb":
        raise SheetRefused("xlsb")
    if expected not in FORMATS:
        raise SheetRefused("unknown_extension", filename=shown(filename))
    actual = _kind_of(content)
    if actual == "ole" and _is_encrypted(content):
        raise SheetRefused("encrypted")
    agreeing = {"xlsx": "zip", "ods": "zip", "xls": "ole", "csv": "text"}[expected]
    if actual != agreeing:
        told = {"zip": "xlsx / ods", "ole": "xls", "text": "csv"}.get(actual, actual)
        raise SheetRefused("extension", expected=expected, actual=told)
    return expected


def _kind_of(content: bytes) -> str:
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "zip"
    if content.startswith(_OLE):
        return "ole"
    for magic, name in _OTHER.items():
        if content.startswith(magic):
            return name
    start = content[:2_000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head", b"<body")):
        return "HTML"
    if start.startswith(b"<?xml"):
        return "XML"
    return "text"


def _is_encrypted(content: bytes) -> bool:
    return "EncryptedPackage".encode("utf-16-le") in content


def _in_child(
    content: bytes, kind: str, must_have: str, limits: Limits, *, explain: bool = False
) -> tuple[dict, list[tuple[Cell, ...]]]:
    arguments = [str(_HERE), json.dumps(limits.as_dict()), kind, must_have, "explain" if explain else "read"]
    child = subprocess.Popen(  # noqa: S603  our own interpreter and code; the file comes on stdin
        [sys.executable, "-I", "-c", _START, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"LANG": "C.UTF-8"},  # no address, key or password of ours
        close_fds=True,
    )
    stopper = threading.Timer(limits.wall_seconds, child.kill)
    stopper.daemon = True
    stopper.start()
    try:
        with child.stdin as pipe:
            pipe.write(content)
    except BrokenPipeError:
        pass
    try:
        return _receive(child.stdout)
    finally:
        stopper.cancel()
        child.kill()
        child.stdout.close()
        child.wait()


def _receive(pipe: IO[bytes]) -> tuple[dict, list[tuple[Cell, ...]]]:
    about: dict = {}
    rows: list[tuple[Cell, ...]] = []
    while True:
        frame = _frame(pipe)
        if frame[0] == "rows":
            block = frame[1]
            for index, column, *parts in frame[2]:
                cell = date(*parts) if len(parts) == 3 else datetime(*parts)  # noqa: DTZ001  a wall clock in a cell has no zone
                block[index] = (*block[index][:column], cell, *block[index][column + 1 :])
            rows += block
        elif frame[0] == "about":
            about = frame[1]
        elif frame[0] == "refused":
            raise SheetRefused(frame[1], **frame[2])
        else:
            return about, rows


def _frame(pipe: IO[bytes]) -> tuple:
    head = pipe.read(4)
    length = int.from_bytes(head, "little")
    packed = pipe.read(length) if len(head) == 4 else b""
    if not packed or len(packed) < length:
        raise _Died
    return marshal.loads(packed)  # noqa: S302  written by our own child, never by the uploader
