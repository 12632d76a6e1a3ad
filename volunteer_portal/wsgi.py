"""The web process. A page that waits for the database longer than this is a fault, not patience."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "volunteer_portal.settings.production")
os.environ.setdefault("PORTAL_PROCESS", "portal-web")
os.environ.setdefault("STATEMENT_TIMEOUT_MS", "20000")
os.environ.setdefault("LOCK_TIMEOUT_MS", "5000")
os.environ.setdefault("IDLE_IN_TRANSACTION_TIMEOUT_MS", "30000")

application = get_wsgi_application()
