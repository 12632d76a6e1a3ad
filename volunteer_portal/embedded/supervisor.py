"""``script/server``: from a checkout to a running portal, and back to nothing running with Ctrl-C."""

from __future__ import annotations

import fcntl
import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from . import children
from .addresses import database_url, embedded_services
from .children import Child
from .place import ROOT, CannotStart, Place, say
from .postgres import Postgres
from .services import Services

# People in the demo town of a first run; PORTAL_TOWN sets another number.
TOWN = "3000"
START_SECONDS = 90
LOOK_SECONDS = 1.0


def serve() -> int:
    """Serve until told to stop; the exit code."""
    port = int(os.environ.get("PORT") or 8000)
    os.environ |= {"PORT": str(port), "DJANGO_SETTINGS_MODULE": "volunteer_portal.settings.dev"}
    os.environ.setdefault("DEBUG", "0")
    # SIGINT too: a shell that starts us in the background has it ignored, and Python then leaves it so.
    for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(each, _interrupt)
    place = Place()
    place.prepare()
    alone = (place.control / "server").open("a")
    try:
        fcntl.flock(alone, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say(
            f"已有一個 script/server 使用 {place.data}。 It is already running there; set PORTAL_DATA for a second one."
        )
        return 1
    if not _is_free(port):
        say(f"連接埠 {port} 已被占用，請改用：PORT=8001 script/server  Port {port} is taken.")
        return 1
    try:
        services = embedded_services()
        if services is None:
            return _serve(place, port, None)
        with services:
            return _serve(place, port, services)
    except KeyboardInterrupt:
        return 0
    except CannotStart as reason:
        say(str(reason))
        return 1


def _serve(place: Place, port: int, services: Services | None) -> int:
    prepare(place, services)
    family = processes(place, port)
    for child in family:
        child.start()
    try:
        accounts = _accounts(place)  # while the others start
        _wait_until_it_answers(family, port)
        _tell(place, port, accounts)
        _watch(family, services)
    except KeyboardInterrupt:
        say("\n停止中… Stopping.")
    finally:
        for each in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(each, signal.SIG_IGN)  # once is enough: what was started is stopped first
        children.stop(family)
    return 0


def prepare(place: Place, services: Services | None) -> None:
    """Database, languages, static files, and the demo town on the first run; quick when nothing has changed."""
    seeding = place.control / "seeding"
    if seeding.exists() and services is not None and services.database:
        say("上次的示範資料沒有做完，重新建立。 The demo town was left half-made; it is made anew.")
        Postgres(place).reset()
        (place.control / "migrated").unlink(missing_ok=True)
    embedded = services is not None and services.database
    migrations = [ROOT / "requirements.lock", *ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/*/migrations/*.py")]
    if not embedded or _has_changed(place, "migrated", migrations):
        _manage("migrate", "--verbosity", "0", saying="更新資料庫… Migrating the database.")
        _remember(place, "migrated", migrations)
    for source in (ROOT / "locale").glob("*/LC_MESSAGES/*.po"):
        made = source.with_suffix(".mo")
        if not made.exists() or made.stat().st_mtime < source.stat().st_mtime:
            _manage("compilemessages", "--verbosity", "0", "--ignore", ".venv", saying="編譯翻譯… Translations.")
            break
    static = [ROOT / "requirements.lock", *(ROOT / "static").rglob("*")]
    if _has_changed(place, "static", static):
        _manage("collectstatic", "--no-input", "--clear", "--verbosity", "0", saying="整理靜態檔… Static files.")
        _remember(place, "static", static)
    if seeding.exists() or _is_empty():
        seeding.touch()
        say("第一次啟動：建立示範城市，約需一至三分鐘… First run: making the demo town.")
        _manage("seed_town", "--volunteers", os.environ.get("PORTAL_TOWN") or TOWN)
        seeding.unlink()


def processes(place: Place, port: int) -> list[Child]:
    """Web, two workers and beat. Mail has a worker of its own, so that no export makes it wait."""
    logs = place.data / "logs"
    beat = place.data / "beat"
    for folder in (logs, beat):
        folder.mkdir(mode=0o700, exist_ok=True)
    # A worker asked to stop gives its task time, and then puts it back.
    soft = {"REMAP_SIGTERM": "SIGQUIT", "PORTAL_PROCESS": "portal-worker"}
    celery = ("-m", "celery", "-A", "volunteer_portal")
    worker = (*celery, "worker", "--concurrency", "1", "--loglevel", "WARNING", "--without-gossip", "--without-mingle")
    binds = [part for host in _hosts() for part in ("--bind", f"{host}:{port}")]
    return [
        Child("beat", (*celery, "beat", "--schedule", f"{beat}/schedule", "--pidfile="), logs / "beat.log"),
        Child("notices", (*worker, "-Q", "notices", "-n", "notices@%h"), logs / "notices.log", soft),
        Child("files", (*worker, "-Q", "files", "-n", "files@%h"), logs / "files.log", soft),
        Child(
            "web",
            (
                *("-m", "gunicorn", "volunteer_portal.wsgi", *binds, "--workers", str(_web_workers())),
                *("--timeout", "60", "--graceful-timeout", "15", "--max-requests", "5000"),
                *("--max-requests-jitter", "500", "--log-level", "warning", "--no-control-socket"),
            ),
            logs / "web.log",
        ),
    ]


def _watch(family: list[Child], services: Services | None) -> None:
    while True:
        time.sleep(LOOK_SECONDS)
        if services is not None:
            try:
                for name in services.watch():
                    say(f"{name} 已重新啟動。 {name} was started again.")
            except CannotStart as reason:
                say(str(reason))
        for child in family:
            if not child.mend():
                raise CannotStart(f"{child.name} 一再結束。 It keeps ending.\n{child.tail()}")


def _wait_until_it_answers(family: list[Child], port: int) -> None:
    web = family[-1]
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if web.process is not None and web.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise CannotStart(f"網站沒有啟動。 The web process does not start.\n{web.tail()}")


def _accounts(place: Place) -> str:
    """Who can sign in to the demo town."""
    if not (place.data / "demo_accounts.json").exists():
        return ""
    command = [sys.executable, "manage.py", "demo_accounts"]
    return subprocess.run(command, cwd=ROOT, check=False, stdout=subprocess.PIPE, text=True).stdout  # noqa: S603 - ours


def _tell(place: Place, port: int, accounts: str) -> None:
    say(f"\n{accounts}")
    say(
        f"\n  志願服務管理平台   http://localhost:{port}\n"
        f"  信件 mails         http://localhost:{port}/dev/mails/   ({place.data / 'mails'})\n"
        f"  紀錄 logs          {place.data / 'logs'}\n"
        "  結束 stop          Ctrl-C\n"
    )


def _manage(*arguments: str, saying: str = "") -> None:
    if saying:
        say(saying)
    done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, check=False)  # noqa: S603 - ours
    if done.returncode:
        raise CannotStart(f"manage.py {' '.join(arguments)} 沒有完成（{done.returncode}）。 It did not finish.")


def _is_empty() -> bool:
    """Whether nobody has an account yet: then this is the first run."""
    import psycopg  # noqa: PLC0415 - not needed by those who only ask for an address

    with psycopg.connect(database_url()) as session:
        return not session.execute("SELECT EXISTS (SELECT 1 FROM accounts_user)").fetchone()[0]


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if path.is_file()):
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _has_changed(place: Place, name: str, paths: list[Path]) -> bool:
    note = place.control / name
    return not note.exists() or note.read_text(encoding="ascii") != _digest(paths)


def _remember(place: Place, name: str, paths: list[Path]) -> None:
    (place.control / name).write_text(_digest(paths), encoding="ascii")


def _hosts() -> list[str]:
    """Both loopback addresses: ``localhost`` may mean either."""
    return ["127.0.0.1", *(["[::1]"] if _can_bind(socket.AF_INET6, "::1", 0) else [])]


def _is_free(port: int) -> bool:
    return _can_bind(socket.AF_INET, "127.0.0.1", port)


def _can_bind(family: socket.AddressFamily, host: str, port: int) -> bool:
    try:
        with socket.socket(family, socket.SOCK_STREAM) as line:
            line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            line.bind((host, port))
    except OSError:
        return False
    return True


def _web_workers() -> int:
    return max(2, min(4, os.cpu_count() or 2))


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
