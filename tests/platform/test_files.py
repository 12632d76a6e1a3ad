"""The files that say how the portal is installed and run."""

import os
import re
import subprocess
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.contrib.staticfiles import finders

from volunteer_portal.celery import app

ROOT = Path(__file__).resolve().parent.parent.parent
LOCKS = ["requirements.lock", "requirements-dev.lock"]
SCRIPTS = [*sorted((ROOT / "script").glob("*")), ROOT / ".ci" / "run", ROOT / "script" / "compose" / "role.sh"]


def pins(lock):
    """Name and version of each entry, and the hashes below it."""
    found, name = {}, None
    for line in (ROOT / lock).read_text().splitlines():
        if entry := re.match(r"([a-z0-9.-]+)(?:\[[a-z, ]+\])?==(\S+)", line):
            name = entry[1]
            found[name] = (entry[2], [])
        elif hashed := re.match(r" +--hash=(sha256:[0-9a-f]{64})", line):
            found[name][1].append(hashed[1])
    return found


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_holds_names_versions_and_hashes_only(lock):
    text = (ROOT / lock).read_text()
    assert "://" not in text
    assert not re.search(r"^\s*(-|#)(?!-hash)", text, re.MULTILINE)
    assert pins(lock)
    assert all(hashes for _, hashes in pins(lock).values())


def test_the_tests_run_on_what_is_shipped():
    shipped, tested = (pins(lock) for lock in LOCKS)
    assert {name: version for name, (version, _) in shipped.items()}.items() <= {
        name: version for name, (version, _) in tested.items()
    }.items()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_requirement_is_locked(lock):
    wanted = re.findall(r"^([A-Za-z0-9_.-]+)", (ROOT / lock.replace(".lock", ".in")).read_text(), re.MULTILINE)
    assert {name.lower().replace("_", "-") for name in wanted if not name.startswith("-")} <= set(pins(lock))


@pytest.mark.parametrize("script", [path for path in SCRIPTS if path.is_file()], ids=lambda path: path.name)
def test_scripts_are_bash_and_executable(script):
    subprocess.run(["bash", "-n", script], check=True)
    assert script.name == "lib.sh" or os.access(script, os.X_OK)


def test_ci_runs_script_test():
    assert "script/test" in (ROOT / ".ci" / "run").read_text()


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def test_compose_has_every_process(compose):
    assert set(compose["services"]) == {"db", "redis", "migrate", "web", "worker", "worker-notices", "beat"}


def test_compose_every_process_of_ours_has_the_same_settings(compose):
    ours = [service for service in compose["services"].values() if service["image"] == "volunteer-portal"]
    first = ours[0]["environment"]
    assert len(ours) == 5
    assert all(first.items() <= service["environment"].items() for service in ours)
    assert first["DJANGO_SETTINGS_MODULE"] == "volunteer_portal.settings.production"


def test_compose_what_production_demands_is_asked_for(compose):
    production = (ROOT / "volunteer_portal/settings/production.py").read_text()
    demanded = re.findall(r'"([A-Z_]+)"', production.partition("env.demand(")[2].partition("from .base")[0])
    assert {"SECRET_KEY", "DATA_KEYS", "EMAIL_URL"} < set(demanded)
    assert set(demanded) <= set(compose["services"]["web"]["environment"])


def test_compose_no_secret_has_a_value_or_a_default(compose):
    for service in compose["services"].values():
        for name, value in service.get("environment", {}).items():
            if re.search("KEY|PASSWORD|AUTH|EMAIL_URL", name):
                assert re.fullmatch(r"\$\{[A-Z_]+:\?[^}]+\}", value), name


def test_compose_the_queues_are_worked(compose):
    commands = [" ".join(service.get("command", [])) for service in compose["services"].values()]
    for queue in (settings.NOTICES, settings.FILES):
        assert any(f"-Q {queue}" in command for command in commands)


def test_compose_what_it_depends_on_exists(compose):
    for service in compose["services"].values():
        assert set(service.get("depends_on", {})) <= set(compose["services"])
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert source in compose["volumes"] or (ROOT / source).is_file()


def test_every_static_file_that_a_template_names_exists():
    named = {
        (path.relative_to(ROOT), name)
        for folder in (ROOT / "templates", *ROOT.glob("*/templates"), *ROOT.glob("volunteer_portal/*/templates"))
        for path in folder.rglob("*.html")
        for name in re.findall(r"""{% static ['"]([^'"]+)['"]""", path.read_text(encoding="utf-8"))
    }
    assert not [f"{path}: {name}" for path, name in sorted(named) if finders.find(name) is None]


def test_beat_asks_only_for_tasks_that_exist():
    app.loader.import_default_modules()
    assert {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()} <= set(app.tasks)
