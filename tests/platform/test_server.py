"""``script/server`` from nothing to a running portal, through a kill, and back to nothing."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from volunteer_portal.embedded.place import Place
from volunteer_portal.embedded.services import Services

ROOT = Path(__file__).resolve().parent.parent.parent


class Server:
    """One run of what ``script/server`` does once everything is installed."""

    def __init__(self, data, port):
        bare = {
            name: value
            for name, value in os.environ.items()
            if name not in {"DATABASE_URL", "REDIS_URL", "DEBUG", "DJANGO_SETTINGS_MODULE", "PORTAL_UNSAFE_FAST"}
        }
        self.environment = bare | {"PORTAL_DATA": str(data), "PORT": str(port), "PORTAL_TOWN": "200"}
        self.data, self.port = data, port
        self.output = data.with_suffix(".out")

    def start(self):
        began = time.monotonic()
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "volunteer_portal.embedded", "serve"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),  # noqa: PLW1509 - as a shell's & does
            )
        self.wait(lambda: self.said().count("Ctrl-C") or self.process.poll() is not None, 400)
        assert self.process.poll() is None, self.said()
        return time.monotonic() - began

    def said(self):
        return self.output.read_text(encoding="utf-8", errors="replace")

    def get(self, path):
        try:
            with urllib.request.urlopen(f"http://localhost:{self.port}{path}", timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, ""
        except OSError:
            return 0, ""

    def processes(self):
        """Command lines that name the data folder or the port."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
                own = f"PORTAL_DATA={self.data}".encode() in (entry / "environ").read_bytes().split(b"\0")
            except OSError:
                continue
            if own and entry.name != str(self.process.pid) and words != [b""]:
                found.append(b" ".join(words).decode(errors="replace"))
        return found

    def wait(self, question, seconds):
        deadline = time.monotonic() + seconds
        while not (answer := question()):
            assert time.monotonic() < deadline, self.said()[-3000:]
            time.sleep(0.1)
        return answer


@pytest.fixture
def server():
    data = Path(tempfile.mkdtemp(prefix="portal-"))
    data.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    running = Server(data, port)
    yield running
    if running.process.poll() is None:
        running.process.kill()
        running.process.wait()
        running.wait(lambda: not [each for each in running.processes() if " -m " in each], 40)
    Services(Place(data)).stop_unused()
    shutil.rmtree(data)
    running.output.unlink()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_from_nothing_through_a_kill_to_nothing(server):
    server.start()
    said = server.said()
    assert f"http://localhost:{server.port}" in said
    assert "驗證碼密鑰" in said
    assert server.get("/readyz")[0] == 200
    status, page = server.get("/accounts/login/")
    assert status == 200
    assert "csrfmiddlewaretoken" in page
    assert server.get("/no/such/page")[0] == 404
    assert sum("gunicorn" in each for each in server.processes()) >= 3
    assert sum("worker" in each for each in server.processes()) >= 2
    assert sum(" beat " in each for each in server.processes()) == 1

    # A second one on the same data does not start, and does no harm.
    second = subprocess.run(
        [sys.executable, "-m", "volunteer_portal.embedded", "serve"],
        cwd=ROOT,
        env=server.environment,
        capture_output=True,
        check=False,
    )
    assert second.returncode == 1

    # The broker and the database come back by themselves.
    valkey = Services(Place(server.data)).servers()[1]
    os.kill(valkey.pid(), signal.SIGKILL)
    server.wait(lambda: "Valkey 已重新啟動" in server.said(), 20)
    server.wait(lambda: server.get("/readyz")[0] == 200, 10)

    # Killed without a word, it leaves no process of the portal behind; the next run is up within seconds.
    server.process.kill()
    server.process.wait()
    server.wait(lambda: not [each for each in server.processes() if " -m " in each], 40)
    server.start()
    assert "First run" not in server.said()
    assert server.get("/readyz")[0] == 200

    # Told to stop, it stops everything, the servers that the killed run had left included.
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(timeout=60) == 0
    assert server.processes() == []
    assert [each.is_running() for each in Services(Place(server.data)).servers()] == [False, False]
