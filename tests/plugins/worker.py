"""A real Celery worker on the real broker, in the test's database, for tests of the jobs themselves."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from volunteer_portal.celery import app

ROOT = Path(__file__).resolve().parent.parent.parent
SECONDS = 40


class RunningWorker:
    """One worker process; ``kill`` is what a power cut does, ``stop`` what an operator does."""

    def __init__(self, folder, environment):
        self.log = folder / "worker.log"
        self.environment = environment
        self.process = None

    def start(self):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "celery", "-A", "volunteer_portal", "worker"),
                    *("-Q", "notices,files", "-c", "1", "--loglevel", "INFO", "--without-gossip", "--without-mingle"),
                ],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        already = self.said().count(" ready.")
        self.until(lambda: self.said().count(" ready.") > already, "the worker did not start")

    def said(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def kill(self):
        """Kill the worker and its children at once; nothing is cleaned up."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                self.kill()

    def until(self, question, otherwise="it did not happen", seconds=SECONDS):
        """Wait until the question is answered with yes."""
        deadline = time.monotonic() + seconds
        while not (answer := question()):
            if time.monotonic() > deadline:
                pytest.fail(f"{otherwise} in {seconds} s\n{self.said()[-3000:]}")
            time.sleep(0.05)
        return answer


@pytest.fixture
def worker(transactional_db, services, settings, tmp_path):
    """A worker for this test. Tasks are sent through the broker, not run where they are called."""
    eager = app.conf.task_always_eager
    app.conf.task_always_eager = False
    with app.connection_for_write() as broker:
        broker.default_channel.client.flushdb()
    running = RunningWorker(
        tmp_path,
        os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "volunteer_portal.settings.test",
            "PORTAL_TEST_DATABASE": connection.settings_dict["NAME"],
            "PORTAL_TEST_MEDIA": str(settings.MEDIA_ROOT),
            "PORTAL_TEST_EAGER": "0",
            "PYTHONUNBUFFERED": "1",
        },
    )
    running.start()
    yield running
    running.stop()
    app.conf.task_always_eager = eager
