"""Where the embedded servers of one data folder live, and under which account they run."""

from __future__ import annotations

import hashlib
import json
import os
import pwd
import secrets
import shutil
import stat
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# A socket's address has room for 107 bytes on Linux and 103 on macOS, its own name included.
LONGEST_SOCKET_FOLDER = 80

# Accounts that exist on most systems and own nothing of a person.
UNPRIVILEGED = ("postgres", "nobody")


class CannotStart(RuntimeError):
    """An embedded server cannot run here; the text says why and what to do."""


def data_folder() -> Path:
    """The folder of PORTAL_DATA, by default one in the checkout that git ignores."""
    return Path(os.environ.get("PORTAL_DATA") or ROOT / ".portal").expanduser().resolve()


def say(sentence: str) -> None:
    """Tell the person at the terminal; standard output stays free for what a command prints."""
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 - before Django and its logging are there


@dataclass(frozen=True)
class Account:
    """Who runs a server: ourselves, or an unprivileged account when we are root."""

    name: str
    uid: int
    gid: int

    @classmethod
    def choose(cls) -> Account:
        """Ourselves; as root PORTAL_SERVICE_USER, or else the first account of UNPRIVILEGED that exists."""
        if os.geteuid() != 0:
            return cls(str(os.geteuid()), os.geteuid(), os.getegid())
        named = os.environ.get("PORTAL_SERVICE_USER")
        for name in (named,) if named else UNPRIVILEGED:
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            if entry.pw_uid:
                return cls(name, entry.pw_uid, entry.pw_gid)
        message = "PostgreSQL does not run as root, and no other account was found. Set PORTAL_SERVICE_USER to one."
        raise CannotStart(message)

    @property
    def is_other(self) -> bool:
        """True when it is not the account of this process."""
        return self.uid != os.geteuid()

    def run(self, *arguments: str | Path, **options: object) -> subprocess.CompletedProcess[str]:
        """Run a program as this account from a folder that everyone may enter, and return what it said."""
        identity = {"user": self.uid, "group": self.gid, "extra_groups": []} if self.is_other else {}
        environment = {
            name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG", "COV_"))
        } | {"LC_ALL": "C", "HOME": "/"}
        return subprocess.run(  # noqa: S603, PLW1510 - programs of our own wheels; callers read the exit code
            [str(each) for each in arguments],
            **(
                {"cwd": "/", "env": environment, "text": True, "capture_output": True, "check": False}
                | identity
                | options
            ),
        )

    def can_enter(self, folder: Path) -> bool:
        """Whether this account reaches the folder through all the folders above it."""
        return not self.is_other or self.run("/bin/sh", "-c", 'cd "$1"', "sh", folder).returncode == 0

    def own(self, folder: Path) -> Path:
        """Make the folder and give it to this account alone."""
        folder.mkdir(parents=True, exist_ok=True)
        folder.chmod(0o700)
        if self.is_other:
            os.chown(folder, self.uid, self.gid)
        return folder

    def write(self, path: Path, text: str) -> Path:
        """Write a file that only this account (and root) reads."""
        beside = path.with_name(path.name + ".new")
        beside.unlink(missing_ok=True)
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
            file.write(text)
        if self.is_other:
            os.chown(beside, self.uid, self.gid)
        beside.replace(path)
        return path


class Place:
    """The folders of one data folder. ``control`` is ours; ``home`` holds what the servers own."""

    def __init__(self, data: Path | None = None) -> None:
        self.data = (data or data_folder()).resolve()
        self.control = self.data / "control"

    def prepare(self) -> None:
        """Make the folders. The servers' account passes through the data folder, so others may enter but not read."""
        for folder in reversed([self.data, *self.data.parents]):
            if not folder.exists():
                folder.mkdir(mode=0o755, exist_ok=True)
                folder.chmod(0o755)
        self.control.mkdir(mode=0o700, exist_ok=True)

    @cached_property
    def account(self) -> Account:
        """The account that runs the servers."""
        return Account.choose()

    @cached_property
    def home(self) -> Path:
        """Where the servers keep their files: in the data folder, or in /var/tmp if their account cannot get there."""
        note = self.control / "home"
        if note.exists():
            return Path(note.read_text(encoding="utf-8").strip())
        self.prepare()
        home = self.data
        if not self.account.can_enter(self.data):
            home = self._elsewhere(Path("/var/tmp"))  # noqa: S108 - made there, checked, and ours alone
            say(
                f"說明：帳號 {self.account.name} 無法進入 {self.data}（上層資料夾未開放），內嵌資料庫改放 {home}。\n"
                f"Note: the account {self.account.name} cannot enter {self.data}; the embedded servers live in {home}."
            )
        note.write_text(f"{home}\n", encoding="utf-8")
        return home

    @cached_property
    def sockets(self) -> Path:
        """The folder of the servers' sockets; its path must be short."""
        folder = self.home / "run"
        if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
            return self._elsewhere(Path("/tmp")) / "run"  # noqa: S108 - made there, checked, and ours alone
        return folder

    @cached_property
    def secrets(self) -> dict[str, str]:
        """Passwords of this data folder's servers, made once, readable by us alone."""
        path = self.control / "secrets.json"
        if not path.exists():
            self.prepare()
            made = json.dumps({name: secrets.token_urlsafe(24) for name in ("superuser", "portal", "valkey")})
            beside = path.with_suffix(f".{os.getpid()}")
            with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(made)
            try:
                os.link(beside, path)  # the first of two commands that start together wins
            except FileExistsError:
                pass
            finally:
                beside.unlink()
        return json.loads(path.read_text(encoding="utf-8"))

    def package(self, name: str, *beside: str) -> Path:
        """The folder of an installed wheel, copied to ``home`` if the servers' account cannot read it in place."""
        spec = find_spec(name)
        if spec is None or spec.origin is None:
            message = f"The package {name} is not installed; run script/server or script/test, which install it."
            raise CannotStart(message)
        folder = Path(spec.origin).parent
        if not self.account.is_other or self._readable(folder):
            return folder
        copies = self.home / "wheels"
        stamp = copies / f"{name}.{int(folder.stat().st_mtime)}"
        if not stamp.exists():
            copies.mkdir(mode=0o755, exist_ok=True)
            for each in (name, *beside):
                shutil.rmtree(copies / each, ignore_errors=True)
                shutil.copytree(folder.parent / each, copies / each, symlinks=True)
                _open_for_reading(copies / each)
            stamp.touch()
        return copies / name

    def _elsewhere(self, below: Path) -> Path:
        """A folder for this data folder alone, refused if somebody else has put it there.

        The name says which path and which passwords it belongs to: a checkout that was removed and made again at the
        same path does not meet the servers of the former one, and clears away what they left.
        """
        own = hashlib.sha256(self.secrets["portal"].encode()).hexdigest()[:6]
        stem = f"volunteer-portal-{os.geteuid()}-{hashlib.sha256(os.fsencode(self.data)).hexdigest()[:8]}"
        folder = below / f"{stem}-{own}"
        for former in below.glob(f"{stem}-*"):
            if former != folder and not (former / "postgres" / "postmaster.pid").exists():
                shutil.rmtree(former, ignore_errors=True)
        folder.mkdir(mode=0o711, exist_ok=True)
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
            message = f"{folder} belongs to somebody else. Remove it, or set PORTAL_DATA to another folder."
            raise CannotStart(message)
        folder.chmod(0o711)
        return folder

    def _readable(self, folder: Path) -> bool:
        return self.account.run("/bin/sh", "-c", 'cd "$1" && test -r __init__.py', "sh", folder).returncode == 0


def _open_for_reading(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if executable else 0o644)
