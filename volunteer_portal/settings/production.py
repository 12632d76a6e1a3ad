"""Settings of a city. Every secret comes from the environment; without them, or with development's, nothing starts."""

from volunteer_portal import env

env.demand(
    *("SECRET_KEY", "DATA_KEYS", "INDEX_KEY"),
    *("DATABASE_URL", "REDIS_URL", "PORTAL_DATA", "ALLOWED_HOSTS", "PORTAL_URL", "EMAIL_URL", "DEFAULT_FROM_EMAIL"),
)

from .base import *  # noqa: E402, F403 - only after the demands are met
from .base import CELERY_BROKER_TRANSPORT_OPTIONS, LOGGING  # noqa: E402

DEBUG = False
DEMO_ALLOWED = False

# Only https, told to the browser for a year; the cookies are bound to this very host.
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
if env.number("TRUSTED_PROXY_COUNT", 0):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_TRUSTED_ORIGINS = env.names("CSRF_TRUSTED_ORIGINS")

vars().update(env.env.email_url("EMAIL_URL"))
CELERY_BROKER_TRANSPORT_OPTIONS["socket_connect_timeout"] = 5
LOGGING["handlers"]["console"]["formatter"] = "json"
