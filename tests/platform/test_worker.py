"""The real worker on the real broker."""

import base64
import json
import pickle
import uuid

import pytest
from django.conf import settings

from volunteer_portal.celery import app


def push(body, content_type):
    """Put a message into the queue as somebody who reached the broker could."""
    tag = str(uuid.uuid4())
    message = {
        "body": base64.b64encode(body).decode(),
        "content-encoding": "utf-8" if "json" in content_type else "binary",
        "content-type": content_type,
        "headers": {
            "lang": "py",
            "task": "jobs.sweep",
            "id": tag,
            "root_id": tag,
            "argsrepr": "()",
            "kwargsrepr": "{}",
        },
        "properties": {
            "correlation_id": tag,
            "delivery_mode": 2,
            "delivery_info": {"exchange": "", "routing_key": "notices"},
            "body_encoding": "base64",
            "delivery_tag": tag,
            "priority": 0,
        },
    }
    with app.connection_for_write() as broker:
        broker.default_channel.client.lpush("notices", json.dumps(message))


def works(worker):
    """Whether the worker still does what it is asked."""
    worker.until(lambda: app.control.ping(timeout=1), "the worker does not answer")


@pytest.mark.logs_errors
def test_a_pickled_message_is_refused_and_the_worker_lives(worker, tmp_path):
    trap = tmp_path / "sprung"

    class Trap:
        def __reduce__(self):
            return (open, (str(trap), "w"))

    push(pickle.dumps(((), {"x": Trap()}, {})), "application/x-python-serialize")
    worker.until(lambda: "ContentDisallowed" in worker.said() or "disallow" in worker.said().lower(), "not refused")
    works(worker)
    assert not trap.exists()


def test_the_worker_stops_when_asked(worker):
    worker.stop()
    assert worker.process.returncode == 0


def test_jobs_are_acknowledged_when_done_and_carry_json():
    assert app.conf.task_acks_late
    assert app.conf.worker_prefetch_multiplier == 1
    assert app.conf.accept_content == ["json"]
    assert app.conf.result_backend is None
    assert app.conf.broker_transport_options["visibility_timeout"] > app.conf.task_time_limit
    assert set(settings.CELERY_BEAT_SCHEDULE) == {
        "notices.tick",
        "notices.flush_mail",
        "hours.audit_verdicts",
        "jobs.expire_files",
        "jobs.sweep",
    }
