"""The embedded servers: they start, stop with the last user, and come back after whatever happened."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from volunteer_portal.embedded import place as places
from volunteer_portal.embedded.place import Account, Place
from volunteer_portal.embedded.postgres import Postgres
from volunteer_portal.embedded.services import Services

ROOT = Path(__file__).resolve().parent.parent.parent
HOLD = "import sys; from volunteer_portal.embedded.services import Services\nwith Services(): print('in', flush=True); input()"


@pytest.fixture
def data(monkeypatch):
    """A data folder that the servers' account can enter, gone afterwards with its servers."""
    monkeypatch.delenv("PORTAL_UNSAFE_FAST", raising=False)
    folder = Path(tempfile.mkdtemp(prefix="portal-"))
    folder.chmod(0o755)
    yield folder
    Services(Place(folder)).stop_unused()
    shutil.rmtree(folder)


@pytest.fixture
def environment(data):
    bare = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "REDIS_URL"}}
    return bare | {"PORTAL_DATA": str(data), "DJANGO_SETTINGS_MODULE": "volunteer_portal.settings.dev"}


def running(data):
    return [server.is_running() for server in Services(Place(data)).servers()]


def connect(data, role="portal"):
    place = Place(data)
    return psycopg.connect(
        host=str(place.sockets), user=role, password=place.secrets["portal"], dbname="portal", autocommit=True
    )


def user(environment):
    """Another process that uses the servers until it is told to end."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout.readline() == "in\n"
    return process


def leave(process):
    process.communicate("\n", timeout=60)
    assert process.returncode == 0


def test_start_for_one_user_and_stop_behind_it(data):
    with Services(Place(data)):
        assert running(data) == [True, True]
        with connect(data) as session:
            found = session.execute("SHOW fsync").fetchone(), session.execute("SELECT current_user").fetchone()
            assert found == (("on",), ("portal",))
    assert running(data) == [False, False]


def test_the_last_user_stops_them_and_no_other(data, environment):
    first, second = user(environment), user(environment)
    leave(first)
    assert running(data) == [True, True]
    leave(second)
    assert running(data) == [False, False]


def test_a_killed_user_is_not_counted(data, environment):
    killed, other = user(environment), user(environment)
    killed.kill()
    killed.wait()
    killed.stdin.close()
    killed.stdout.close()
    leave(other)
    assert running(data) == [False, False]


def test_kept_servers_stay(data, environment):
    def command(word):
        return subprocess.run(
            [sys.executable, "-m", "volunteer_portal.embedded", word],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        ).returncode

    assert command("start") == 0
    leave(user(environment))
    assert running(data) == [True, True]
    assert command("status") == 0
    assert command("stop") == 0
    assert running(data) == [False, False]
    assert command("status") == 1


def test_a_command_leaves_them_as_it_found_them(data, environment):
    done = subprocess.run(
        [sys.executable, "manage.py", "inspectdb", "pg_roles"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "rolname" in done.stdout
    assert running(data) == [False, False]


def test_nothing_embedded_starts_beside_given_addresses(data, environment):
    given = {"DATABASE_URL": "postgres://x@127.0.0.1:1/x", "REDIS_URL": "redis://127.0.0.1:1/0"}
    done = subprocess.run(
        [sys.executable, "manage.py", "inspectdb"],
        cwd=ROOT,
        env=environment | given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode != 0
    assert not (data / "control").exists()


def test_two_copies_side_by_side(data, environment):
    with tempfile.TemporaryDirectory(prefix="portal-") as second, Services(Place(data)):
        Path(second).chmod(0o755)
        with Services(Place(Path(second))), connect(data) as one, connect(Path(second)) as two:
            one.execute("CREATE TABLE here (n int)")
            assert two.execute("SELECT to_regclass('here')").fetchone() == (None,)
        assert running(data) == [True, True]


def test_both_come_back_after_a_kill_with_all_they_were_told(data):
    with Services(Place(data)) as services:
        postgres, valkey = services.servers()
        with connect(data) as session:
            session.execute("CREATE TABLE kept (n int)")
            session.execute("INSERT INTO kept VALUES (1)")
        assert valkey._ask("SET kept 1").startswith("+OK")
        time.sleep(1.2)  # appendfsync everysec
        os.kill(valkey.pid(), signal.SIGKILL)
        os.kill(int((postgres.data / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        assert services.watch() == ["PostgreSQL", "Valkey"]
        with connect(data) as session:
            assert session.execute("SELECT n FROM kept").fetchone() == (1,)
        assert valkey._ask("GET kept").startswith("$1\r\n1")


def test_a_pid_file_that_names_a_stranger_is_no_hindrance(data):
    with Services(Place(data)):
        pass
    server = Postgres(Place(data))
    server.account.write(server.data / "postmaster.pid", f"{os.getpid()}\n{server.data}\n1\n5432\n/tmp\n\n0 0\nready\n")
    valkey = Services(Place(data)).servers()[1]
    valkey.account.write(valkey.pid_file, f"{os.getpid()}\n")
    with Services(Place(data)):
        assert running(data) == [True, True]
    assert running(data) == [False, False]


def test_a_half_made_cluster_is_made_anew(data):
    place = Place(data)
    place.prepare()
    place.account.own(place.home / "postgres.new")
    place.account.write(place.home / "postgres.new" / "PG_VERSION", "18\n")
    with Services(place):
        assert running(data) == [True, True]


def test_the_sockets_are_the_only_doors_and_want_a_password(data):
    with Services(Place(data)) as services:
        postgres, valkey = services.servers()
        with connect(data) as session:
            assert session.execute("SHOW listen_addresses").fetchone() == ("",)
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(host=str(services.place.sockets), user="postgres", password="x", dbname="postgres")
        with socket.socket(socket.AF_UNIX) as line:
            line.connect(str(valkey.socket))
            line.sendall(b"GET x\r\n")
            assert line.recv(100).startswith(b"-NOAUTH")
        assert oct(services.place.sockets.stat().st_mode & 0o777) == "0o700"
        assert oct((data / "control" / "secrets.json").stat().st_mode & 0o777) == "0o600"
        assert postgres.account.name not in {"root", "0"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives its servers to another account")
def test_a_folder_nobody_else_may_enter_moves_the_servers_and_says_so(tmp_path, capsys):
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    place = Place(closed / "data")
    try:
        with Services(place):
            assert running(closed / "data") == [True, True]
            assert place.home.parent == Path("/var/tmp")
            assert str(place.home) in capsys.readouterr().err
        # Removed and made again at the same path, it has nothing to do with what the first one left.
        shutil.rmtree(closed / "data")
        former, place = place.home, Place(closed / "data")
        with Services(place):
            assert running(closed / "data") == [True, True]
        assert not former.exists()
    finally:
        shutil.rmtree(place.home)


def test_a_long_path_gets_a_short_socket(data):
    long = data / ("很長的路徑" * 8)
    with Services(Place(long)) as services:
        assert running(long) == [True, True]
        assert len(os.fsencode(services.place.sockets)) <= places.LONGEST_SOCKET_FOLDER
    shutil.rmtree(services.place.sockets.parent)


def test_root_needs_another_account(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(places, "UNPRIVILEGED", ())
    monkeypatch.delenv("PORTAL_SERVICE_USER", raising=False)
    with pytest.raises(places.CannotStart, match="PORTAL_SERVICE_USER"):
        Account.choose()
