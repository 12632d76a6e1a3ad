"""Settings for trying the portal on one machine: everything has a value, and none of them is a secret."""

from volunteer_portal import env

from .base import *  # noqa: F403 - the way Django's settings stand on one another
from .base import PORTAL_DATA, STORAGES

DEBUG = env.flag("DEBUG", default=True)
DEMO_ALLOWED = True

if DEBUG:
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    WHITENOISE_USE_FINDERS = True

# Nothing is sent: each mail is a file in this folder, and the page /dev/mails shows them.
MAIL_FOLDER = PORTAL_DATA / "mails"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = MAIL_FOLDER
