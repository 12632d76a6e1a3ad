"""Production starts with secrets of its own or not at all."""

import base64
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from volunteer_portal import env

ROOT = Path(__file__).resolve().parent.parent.parent
KEY = base64.b64encode(bytes(range(32))).decode()
GOOD = {
    "DJANGO_SETTINGS_MODULE": "volunteer_portal.settings.production",
    "SECRET_KEY": "kJ3h9sLq2mNvX8bT5wRz7cYp1dFgA6eU4iOoPaSdFgHjKlZx0987654",
    "DATA_KEYS": f"k1:{KEY}",
    "INDEX_KEY": KEY,
    "DATABASE_URL": "postgres://portal:x@127.0.0.1:1/portal",
    "REDIS_URL": "redis://127.0.0.1:1/0",
    "ALLOWED_HOSTS": "portal.example.org",
    "PORTAL_URL": "https://portal.example.org",
    "EMAIL_URL": "smtp+tls://portal:x@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "portal@example.org",
    "TRUSTED_PROXY_COUNT": "1",
    "PYTHONWARNINGS": "ignore",
}


@pytest.fixture
def check(tmp_path):
    """``check(SECRET_KEY="x")``: what ``check --deploy`` says with good settings and these changes."""

    def run(*program, **changes):
        return subprocess.run(
            [sys.executable, *(program or ("manage.py", "check", "--deploy"))],
            cwd=ROOT,
            env={"PATH": os.environ["PATH"], "PORTAL_DATA": str(tmp_path), **GOOD, **changes},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


def test_check_deploy_is_clean(check):
    done = check()
    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout + done.stderr


def test_everything_missing_is_named_at_once(check):
    names = ["SECRET_KEY", "DATA_KEYS", "INDEX_KEY", "EMAIL_URL", "ALLOWED_HOSTS"]
    done = check(**dict.fromkeys(names, ""))
    assert done.returncode != 0
    assert all(f"{name} is not set." in done.stderr for name in names)


@pytest.fixture
def refusal(monkeypatch, tmp_path):
    """What a start of production says with good variables and one changed."""

    def ask(name, value):
        for each in (GOOD | {"PORTAL_DATA": str(tmp_path), name: value}).items():
            monkeypatch.setenv(*each)
        with pytest.raises(ImproperlyConfigured) as refused:  # noqa: PT012 - production does all three
            env.demand("SECRET_KEY", "DATA_KEYS", "INDEX_KEY")
            env.data_keys()
            env.index_key()
        return str(refused.value)

    return ask


@pytest.mark.parametrize(("name", "value"), sorted(env.DEVELOPMENT.items()))
def test_development_values_are_refused(refusal, name, value):
    assert f"{name} is the development value" in refusal(name, value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "django-insecure-" + "x" * 60),
        ("ALLOWED_HOSTS", "*"),
        ("DATA_KEYS", "k1:not-base64"),
        ("DATA_KEYS", f"k1:{KEY[:20]}"),
        ("INDEX_KEY", "AAAA"),
        ("DATA_KEYS", f"k1:{KEY},{env.DEVELOPMENT_DATA_KEYS}"),
    ],
)
def test_weak_values_are_refused(refusal, name, value):
    assert name in refusal(name, value)


def test_the_demo_town_is_refused(refusal, tmp_path):
    (tmp_path / "demo_accounts.json").write_text("{}")
    assert "demo town" in refusal("PORTAL_DATA", str(tmp_path))


def test_cookies_are_bound_to_the_host(check):
    shown = "from django.conf import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.DEMO_ALLOWED, s.DEBUG)"
    assert check("-c", shown).stdout.split() == ["__Host-session", "__Host-csrf", "False", "False"]


def test_log_lines_are_json_without_identity_numbers(check):
    program = (
        "import django, logging; django.setup()\n"
        "try: 1 / 0\n"
        "except ZeroDivisionError: logging.getLogger('x').exception('查 %s 與 a800000014', 'A123456789')"
    )
    line = check("-c", program).stderr
    assert line.startswith("{")
    assert "A12****789" in line
    assert "a80****014" in line
    assert "123456789" not in line
    assert "ZeroDivisionError" in line
