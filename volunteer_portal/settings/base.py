"""Settings that do not vary between places. Secrets and addresses come from the environment (``env.py``)."""

from __future__ import annotations

from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from volunteer_portal import env
from volunteer_portal.embedded import addresses

BASE_DIR = Path(__file__).resolve().parent.parent.parent
PORTAL_DATA = env.data_folder()

DEBUG = False
# Whether the demo town may be made here, with its printed passwords.
DEMO_ALLOWED = False
SECRET_KEY = env.text("SECRET_KEY", env.DEVELOPMENT_SECRET_KEY)
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", ["localhost", "127.0.0.1", "[::1]"])
# Where people reach the portal: the beginning of every address in a mail.
PORTAL_URL = env.text("PORTAL_URL", f"http://localhost:{env.number('PORT', 8000)}").rstrip("/")

# ID numbers are sealed with the first key and opened with any; the index key finds them.
DATA_KEYS = env.data_keys()
DATA_KEY_ID = next(iter(DATA_KEYS))
INDEX_KEY = env.index_key()

# Apps stand in the order of the storeys: foundation first, then from the lowest app to the highest.
FOUNDATION_APPS = [
    "volunteer_portal.ui",
    "volunteer_portal.accounts",
    "volunteer_portal.access",
    "volunteer_portal.workflow",
    "volunteer_portal.audit",
    "volunteer_portal.jobs",
    "volunteer_portal.intake",
    "volunteer_portal.notices",
    "volunteer_portal.tabular",
    "volunteer_portal.pages",
]
DOMAIN_APPS = [
    "units",
    "volunteers",
    "training",
    "recordbook",
    "hours",
    "insurance",
    "awards",
    "complaints",
    "recruitment",
    "reports",
]
INSTALLED_APPS = [
    *FOUNDATION_APPS,
    *DOMAIN_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "volunteer_portal.accounts.admin_app.AdministratorsConfig",
    "django.contrib.postgres",
    "django.forms",
    "django_htmx",
    "template_partials",
    "django_tables2",
    "django_filters",
    "import_export",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "volunteer_portal.pages.headers.HeadersMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "volunteer_portal.access.middleware.ScopeMiddleware",
    "volunteer_portal.accounts.middleware.SessionClockMiddleware",
    "volunteer_portal.accounts.middleware.SecondFactorMiddleware",
    "volunteer_portal.audit.middleware.HistoryMiddleware",
]

DATABASES = {"default": env.database()}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": addresses.redis_url(1),
        "OPTIONS": {"socket_timeout": 5, "socket_connect_timeout": 5},
    },
}

ROOT_URLCONF = "volunteer_portal.urls"
WSGI_APPLICATION = "volunteer_portal.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "volunteer_portal.ui.context.preferences",
                "volunteer_portal.pages.context.office",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "volunteer_portal.ui.templatetags.ui",
                "volunteer_portal.ui.templatetags.roc",
            ],
        },
    },
]
DJANGO_TABLES2_TEMPLATE = "ui/table.html"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["volunteer_portal.accounts.backends.AccountBackend"]
LOGIN_REDIRECT_URL = "home"
LOGIN_URL = "account_login"
LOGOUT_REDIRECT_URL = "front"

# Signing in: by address or staff number; accounts come by invitation.
ACCOUNT_ADAPTER = "volunteer_portal.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = "staff_number"
ACCOUNT_USER_DISPLAY = str
ACCOUNT_SIGNUP_FIELDS = ["email*", "username", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "volunteer_portal.accounts.forms.SignInForm",
    "reset_password": "volunteer_portal.accounts.forms.AskResetForm",
    "reset_password_from_key": "volunteer_portal.accounts.forms.ResetForm",
    "change_password": "volunteer_portal.accounts.forms.ChangeForm",
    "set_password": "volunteer_portal.accounts.forms.SetForm",
    "reauthenticate": "volunteer_portal.accounts.forms.ConfirmPasswordForm",
}
ACCOUNT_RATE_LIMITS = {"login_failed": "5/15m/key"}  # codes of the second factor; passwords: accounts/lockout.py
LOCKOUT_FAILURES = 5
LOCKOUT_SECONDS = 15 * 60
PASSWORD_RESET_TIMEOUT = 30 * 60
MFA_ADAPTER = "volunteer_portal.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "臺南市志願服務網"
MFA_TOTP_PERIOD = 30
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "volunteer_portal.accounts.second_factor.SignInCodeForm",
    "reauthenticate": "volunteer_portal.accounts.second_factor.ConfirmCodeForm",
    "activate_totp": "volunteer_portal.accounts.second_factor.SetUpCodeForm",
}
# Length and the list of broken passwords for all; the national rule's mixed characters for staff where a city asks.
STAFF_PASSWORD_MIXED = env.flag("STAFF_PASSWORD_MIXED", default=False)
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name", "staff_number")},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "volunteer_portal.accounts.passwords.MixedCharacters"},
]
# Staff sessions end after 15 idle minutes, all after 12 hours.
STAFF_IDLE_SECONDS = 15 * 60
OTHERS_IDLE_SECONDS = 60 * 60
SESSION_COOKIE_AGE = 12 * 60 * 60

LANGUAGE_CODE = "zh-hant"
LANGUAGES = [("zh-hant", _("繁體中文")), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Taipei"
USE_TZ = True

STATIC_URL = "static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "volunteer_portal.ui.finders.StylesheetFinder",
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATIC_ROOT = Path(env.text("STATIC_ROOT") or PORTAL_DATA / "static")
MEDIA_ROOT = PORTAL_DATA / "media"
# Uploaded files are given out by views that ask who may see them, never under an address of their own.
MEDIA_URL = "/no-media-address/"
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# A page whose picture is missing is a page without a picture, not an error.
WHITENOISE_MANIFEST_STRICT = False

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"

# What an import may hold at most; the reader enforces its own limits on cells, time and memory.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
PGHISTORY_DEFAULT_TRACKERS = None

# The foundation imports no app: it finds the apps' parts by these names.
SCOPE_OF = "units.scopes.scope_of"

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# How many proxies of our own stand before the portal; the address of a visitor is read behind them only.
ALLAUTH_TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)

# What links in mails begin with; never taken from a request.
SITE_URL = env.text("SITE_URL", f"http://localhost:{env.number('PORT', 8000)}")

EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "志願服務推廣中心 <portal@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# Jobs. Rows in PostgreSQL are the truth; the broker only carries ids, and may lose everything it holds.
NOTICES, FILES = "notices", "files"
JOB_LIMIT_SECONDS = 3600
CELERY_BROKER_URL = addresses.broker_url()
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than any task may run: a message comes back only when its worker is gone.
    "visibility_timeout": 2 * JOB_LIMIT_SECONDS,
    "socket_timeout": 10,
}
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 2, "interval_start": 0.1, "interval_step": 0.2}
CELERY_TASK_SERIALIZER = CELERY_RESULT_SERIALIZER = CELERY_EVENT_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_TIME_LIMIT = JOB_LIMIT_SECONDS
CELERY_TASK_SOFT_TIME_LIMIT = JOB_LIMIT_SECONDS - 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 200
CELERY_WORKER_SOFT_SHUTDOWN_TIMEOUT = 10
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_TASK_DEFAULT_QUEUE = FILES
CELERY_TASK_ROUTES = {"notices.*": {"queue": NOTICES}, "jobs.sweep": {"queue": NOTICES}}
EACH_MINUTE = {"schedule": 60.0, "options": {"expires": 50}}
CELERY_BEAT_SCHEDULE = {
    "notices.tick": {"task": "notices.tick", "schedule": crontab(hour=7, minute=0)},
    "notices.flush_mail": {"task": "notices.flush_mail", **EACH_MINUTE},
    "hours.audit_verdicts": {"task": "hours.audit_verdicts", "schedule": crontab(hour=2, minute=30)},
    "jobs.expire_files": {"task": "jobs.expire_files", "schedule": crontab(hour=3, minute=30)},
    "jobs.sweep": {"task": "jobs.sweep", **EACH_MINUTE},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "volunteer_portal.logs.MaskedLine", "format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {"()": "volunteer_portal.logs.JsonLine"},
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        # Its own handlers mail the admins or print only while debugging; ours print always, and once.
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "ERROR"},
    },
}
