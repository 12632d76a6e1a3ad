"""Settings of the tests: as in production, except for what would only cost time or reach outside."""

import os
import tempfile
from pathlib import Path

from volunteer_portal.embedded import addresses, place

# The tests' servers are others than those of script/server, and a power cut may cost their data.
if "PORTAL_TEST_DATA" not in os.environ:
    os.environ["PORTAL_TEST_DATA"] = os.environ["PORTAL_DATA"] = str(place.data_folder() / "test")
    os.environ["PORTAL_UNSAFE_FAST"] = "1"

from .base import *  # noqa: F403 - the way Django's settings stand on one another
from .base import DATABASES, STORAGES

# Each of pytest's parallel processes has its own database, broker number and folder.
SLOT = os.environ.get("PYTEST_XDIST_WORKER", "gw0")
DEMO_ALLOWED = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

# A worker that a test starts works in that test's database.
if "PORTAL_TEST_DATABASE" in os.environ:
    DATABASES["default"]["NAME"] = os.environ["PORTAL_TEST_DATABASE"]
DATABASES["default"]["CONN_MAX_AGE"] = 0
CELERY_BROKER_URL = addresses.broker_url(2 + int(SLOT.removeprefix("gw") or 0))
# Unit tests run a task where it is called; tests of the worker itself start a real one, which says 0.
CELERY_TASK_ALWAYS_EAGER = os.environ.get("PORTAL_TEST_EAGER", "1") == "1"
CELERY_TASK_EAGER_PROPAGATES = True
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = Path(
    os.environ.get("PORTAL_TEST_MEDIA") or Path(tempfile.gettempdir()) / f"portal-test-media-{os.getpid()}"
)
MAIL_FOLDER = MEDIA_ROOT / "mails"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
