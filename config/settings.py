"""Settings, all from the environment; see README for the list. Checked at start."""

import os
from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment, secret_files, setting_names
from config.database_roles import process
from config.embedded import addresses
from config.embedded.secrets import sandbox_seal_key, sandbox_secrets
from config.http import network
from config.staff import signing_in
from config.staff.navigation import UNFOLD  # noqa: F401  (read by the staff site)

BASE_DIR = Path(__file__).resolve().parent.parent
_environ = secret_files.with_files(os.environ)
MODE = environment.mode(_environ)
SANDBOX = MODE == "sandbox"
DATA_DIR = environment.data_folder(_environ, BASE_DIR)

if SANDBOX:
    _generated = sandbox_secrets(DATA_DIR)
    _secrets = {name: _environ.get(name) or _generated[name] for name in environment.SECRETS}
else:
    setting_names.refuse_unknown(_environ, frozenset(secret_files.FROM_FILES))
    environment.require_production_secrets(_environ)
    _secrets = {name: _environ[name] for name in environment.SECRETS}

SECRET_KEY = _secrets["HUANCUI_SECRET_KEY"]
FIELD_KEYS = _secrets["HUANCUI_FIELD_KEYS"]
INDEX_KEY = _secrets["HUANCUI_INDEX_KEY"]
SUPPRESSION_KEY = _secrets["HUANCUI_SUPPRESSION_KEY"]
# The sealed chain (accounts.chain): who signs its heads, who verifies them, where they go.
SEAL_KEYS = _environ.get("HUANCUI_SEAL_KEYS", "")
SEAL_PUBLIC_KEYS = _environ.get("HUANCUI_SEAL_PUBLIC_KEYS", "")
if SANDBOX and not SEAL_KEYS:
    SEAL_KEYS = sandbox_seal_key(DATA_DIR)
HEADS_FOLDER = environment.heads_folder(_environ, DATA_DIR)
HEADS_WEBHOOK = environment.heads_webhook(_environ)
HEADS_SYSLOG = environment.switch(_environ, "HUANCUI_HEADS_SYSLOG", default=False)

DEBUG = SANDBOX and _environ.get("HUANCUI_DEBUG", "").lower() in {"1", "true", "yes", "on"}
ALLOWED_HOSTS = network.hosts(_environ) or ["localhost", "127.0.0.1", "[::1]", "testserver"]
STAFF_HOSTS = network.staff_hosts(_environ, ALLOWED_HOSTS)
# None but the host a form is on: a lender's address for customers posts to no staff page.
CSRF_TRUSTED_ORIGINS: list[str] = []

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "unfold.contrib.forms",
    "config.apps.ConfigApp",
    "config.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "pgtrigger",
    "crispy_forms",
    "csp",
    "accounts",
    "messaging",
    "feedback",
]

MIDDLEWARE = [
    "config.http.proxies.FromOurProxies",  # before anything reads what they say
    "csp.middleware.CSPMiddleware",  # outermost: what the others refuse has its headers too
    "config.http.middleware.Policies",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.http.middleware.CustomersHosts",
    "accounts.api.gate.Gate",
    "config.http.api_names.KnownNames",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "accounts.signin.gate.Gate",
    "config.http.middleware.ActingStaff",
    "config.http.middleware.Bounds",
    "config.http.staff_forms.StaffForms",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "config.staff.context.sandbox",
                "config.staff.help.pages.link",
                "accounts.admin.training.reminder",
                "accounts.admin.signins.many_wrong",
                "accounts.admin.watched_pages.waiting",
                "accounts.admin.chain_pages.chain_trouble",
                "messaging.admin.stops.banner.stops_in_force",
                "messaging.admin.calendars.banner.unknown_calendars",
                "feedback.admin.alarms.banner.ringing",
                "config.watching.pages.lasting",
            ],
        },
    },
]

_addresses = addresses.resolve(_environ, DATA_DIR, kind=process.kind)
DATABASES = {
    "default": {
        **addresses.django_database(_addresses.database_url),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
# A sandbox makes its sample anew from a page; in production a page knows no owner's address.
OWNER_DATABASE = (
    addresses.django_database(addresses.resolve(_environ, DATA_DIR).database_url)
    if SANDBOX
    else None
)
PAGE_STATEMENT_SECONDS = 30
"""The longest statement of a web process (config.wsgi); workers and commands take their time."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = _addresses.redis_url
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "OPTIONS": {"serializer": "config.processes.json_cache.JsonSerializer"},
    }
}
CELERY_BROKER_URL = addresses.celery_broker_url(REDIS_URL)

# What gateways sign with is kept here; what is ours is never given to one.
GATEWAY_FOLDER: Path = environment.gateway_folder(_environ, DATA_DIR)
OWN_SECRETS = environment.own_secrets(
    {
        **_secrets,
        "HUANCUI_SEAL_KEYS": SEAL_KEYS,
        "HUANCUI_OIDC_CLIENT_SECRET": _environ.get("HUANCUI_OIDC_CLIENT_SECRET", ""),
        "HUANCUI_ALARM_WEBHOOK_SECRET": _environ.get("HUANCUI_ALARM_WEBHOOK_SECRET", ""),
    },
    *environment.database_urls(_environ, _addresses.database_url),
    REDIS_URL,
    _environ.get("HUANCUI_EMAIL_URL", ""),
)
# Where gateways and alarms are called (messaging.gateways.destinations).
OUTGOING_HOSTS = network.outgoing_hosts(_environ, sandbox=SANDBOX)
OUTGOING_NETWORKS = network.outgoing_networks(_environ, sandbox=SANDBOX)

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_validation = "django.contrib.auth.password_validation"
PASSWORD_RESET_TIMEOUT = 24 * 3600  # of a link that sets a password
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_validation}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_validation}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_validation}.CommonPasswordValidator"},
    {"NAME": f"{_validation}.NumericPasswordValidator"},
    {"NAME": "accounts.signin.validators.GuessableValidator"},
]
SECOND_FACTOR_ROLES = signing_in.second_factor_roles(_environ, sandbox=SANDBOX)
FIRST_FACTOR_BY_LINK = not SANDBOX  # accounts.signin.first_factor
OIDC = signing_in.oidc(_environ, sandbox=SANDBOX)
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
TEAM_ZONE = environment.team_zone(_environ)
TIME_ZONE = TEAM_ZONE  # staff read their screens where they work
USE_I18N = True
SEARCHES_A_DAY = environment.number(_environ, "HUANCUI_SEARCHES_A_DAY", default=150)
REVEALS_A_DAY = environment.number(_environ, "HUANCUI_REVEALS_A_DAY", default=40)
NEW_PEOPLE_ALONE = environment.number(_environ, "HUANCUI_NEW_PEOPLE_ALONE", default=0, least=0)
NEW_LOANS_ALONE = environment.number(_environ, "HUANCUI_NEW_LOANS_ALONE", default=0, least=0)
RAISED_PERCENT = environment.number(_environ, "HUANCUI_RAISED_PERCENT", default=150)
LOWERED_AMOUNT = environment.number(_environ, "HUANCUI_LOWERED_AMOUNT", default=10_000)
LOWERED_PERCENT = environment.number(_environ, "HUANCUI_LOWERED_PERCENT", default=50)
PHONE_SENDS_A_DAY = environment.number(_environ, "HUANCUI_PHONE_SENDS_A_DAY", default=20)
CALLS_A_DAY = environment.number(_environ, "HUANCUI_CALLS_A_DAY", default=200)
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["config.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static", ("help", BASE_DIR / "docs" / "pictures")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
UPLOAD_DIR = DATA_DIR / "uploads"
CLAMD = environment.scanner(_environ, sandbox=SANDBOX)  # accounts.scanning
DISKS_ARE_ENCRYPTED = environment.disks_are_encrypted(_environ, sandbox=SANDBOX)
# An import file is streamed to an encrypted file; nothing larger is kept in memory.
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

CRISPY_TEMPLATE_PACK = "unfold_crispy"
CRISPY_ALLOWED_TEMPLATE_PACKS = ["unfold_crispy"]

# How many of our own proxies stand before us; each adds one hop to X-Forwarded-For.
PROXIES: int = network.proxies(_environ, sandbox=SANDBOX)

PROXY_NETWORKS = network.proxy_networks(_environ, sandbox=SANDBOX)

SESSION_ENGINE = "accounts.signin.session_store"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 3600  # a working day; see accounts.signin.sessions
# Alarms leave these pages by e-mail and by a signed call (feedback.alarms).
STAFF_URL = network.staff_url(_environ, sandbox=SANDBOX, hosts=STAFF_HOSTS or ALLOWED_HOSTS)
ALARM_EMAILS = environment.addresses(_environ, "HUANCUI_ALARM_EMAILS")
METRICS_TOKEN = environment.metrics_token(_environ)
ALARM_WEBHOOK, ALARM_WEBHOOK_SECRET = environment.webhook(_environ)
DEFAULT_FROM_EMAIL = _environ.get("HUANCUI_EMAIL_FROM") or "huancui@localhost"
EMAIL_TIMEOUT = 10
_mail = environment.mail_server(_environ)
if _mail is None:  # nothing leaves: kept as files, to be looked at
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(DATA_DIR / "mail")
else:
    globals().update(_mail)

CSRF_FAILURE_VIEW = "config.http.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
if not SANDBOX:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    # Browsers take these names from this very host only, by TLS, for all of it.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-huancui_session", "__Host-huancui_csrf"
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # asked by the machine itself
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SECURE_HSTS_INCLUDE_SUBDOMAINS = environment.switch(
        _environ, "HUANCUI_HSTS_SUBDOMAINS", default=True
    )

# No script but our files, on any page; what staff pages need besides is in config.http.policies.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

_log_level = environment.log_level(_environ)
# A line for each tick given, taken and done is a hundred megabytes a day in which no error is seen.
_of_each_tick = {"level": "DEBUG" if _log_level == "DEBUG" else "WARNING"}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {
        "without_tokens": {"()": "config.processes.logs.WithoutTokens"},
        "without_values": {"()": "config.processes.logs.WithoutValues"},
        "refusals_in_one_line": {"()": "config.processes.logs.RefusalsInOneLine"},
        "beat_in_one_line": {"()": "config.processes.logs.BeatInOneLine"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": [
                *("without_tokens", "without_values", "refusals_in_one_line", "beat_in_one_line")
            ],
        }
    },
    "loggers": {
        "celery.beat": _of_each_tick,
        "celery.worker.strategy": _of_each_tick,
        "celery.app.trace": _of_each_tick,
        "django.request": {"filters": ["without_tokens"]},
        "django.server": {
            "handlers": ["console"],
            "filters": ["without_tokens"],
            "level": "INFO",
            "propagate": False,
        },
    },
    "root": {"handlers": ["console"], "level": _log_level},
}
