"""Settings: one file, everything that varies comes from the environment (docs/operations.md)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF

from vp import environment

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(environment.text("VP_VAR", str(BASE_DIR / "var")))

# "production" unless something says otherwise; manage.py says "demo" at a developer's prompt, tests.settings
# "test" (docs/adr/0003-demo-supervisor.md).
MODE = environment.one_of("VP_MODE", ("production", "demo", "test"))
PRODUCTION = MODE == "production"
if PRODUCTION:
    environment.refuse_unsafe()

DEBUG = environment.flag("DEBUG")
SECRET_KEY = environment.text("SECRET_KEY") or environment.kept_secret(VAR / "secret_key")
ALLOWED_HOSTS = environment.words("ALLOWED_HOSTS") or ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS = environment.words("CSRF_TRUSTED_ORIGINS")
# For links in what is mailed by the scheduler, which nobody has asked for over the web.
SITE_URL = environment.text(
    "SITE_URL",
    f"https://{ALLOWED_HOSTS[0]}/" if PRODUCTION else f"http://localhost:{environment.number('PORT', 8000)}/",
)

# The demo speaks plain http to the machine itself; everything else is https from end to end.
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^(healthz|readyz)$"]  # asked from inside, past the proxy
SECURE_HSTS_SECONDS = environment.number("SECURE_HSTS_SECONDS", 31_536_000) if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_REFERRER_POLICY = "same-origin"
# The header by which the proxy says https; only for a proxy that removes it from what comes from outside.
if PROXY_SSL_HEADER := environment.text("PROXY_SSL_HEADER"):
    SECURE_PROXY_SSL_HEADER = (f"HTTP_{PROXY_SSL_HEADER.upper().replace('-', '_')}", "https")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "vp.assets.AssetsConfig",  # django.contrib.staticfiles
    "django.contrib.admin",
    "django_htmx",
    "django_prose_editor",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "vp.org",
    "vp.history",
    "vp.images",
    "vp.printing",
    "indicators",
    "goals",
    "followup",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "vp.bodies.LimitedBodies",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "vp.org.session.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "vp.urls"
WSGI_APPLICATION = "vp.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

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
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES: dict[str, dict[str, Any]]
if DATABASE_URL := environment.text("DATABASE_URL"):
    DATABASES = {"default": environment.database(DATABASE_URL)}
else:
    DATABASES = {
        "default": {
            "ENGINE": "vp.embedded.backend",
            "NAME": "vp",
            "USER": "vp",
            "EMBEDDED": {"HOME": VAR / "postgres", "DURABLE": MODE != "test"},
        }
    }
DATABASES["default"] |= {"CONN_MAX_AGE": 60, "CONN_HEALTH_CHECKS": True}

# Redis is broker and cache. Without it, the broker is a folder, which only suits one machine.
REDIS_URL = environment.text("REDIS_URL")
BROKER_FOLDER = VAR / "broker"
CELERY_BROKER_URL = REDIS_URL or "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = (
    {"socket_timeout": 5, "socket_connect_timeout": 3}
    if REDIS_URL
    else {
        "data_folder_in": str(BROKER_FOLDER / "queue"),
        "data_folder_out": str(BROKER_FOLDER / "queue"),
        "control_folder": str(BROKER_FOLDER / "control"),
        "polling_interval": 0.1,  # seconds between two looks into the folder
    }
)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_IGNORE_RESULT = True  # what became of a task stands in the database
CELERY_TASK_SERIALIZER = "json"
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "Europe/Stockholm"
CELERY_BEAT_SCHEDULE = {
    "clear-sessions": {
        "task": "vp.housekeeping.clear_sessions",
        "schedule": 6 * 3600.0,  # seconds
        "options": {"expires": 3600},  # seconds; with no worker, messages don't pile up
    },
    "forget-printed-parts": {
        "task": "vp.printing.tasks.forget_parts",
        "schedule": 24 * 3600.0,
        "options": {"expires": 3600},
    },
    "lock-lapsed-plans": {
        "task": "goals.tasks.lock_lapsed_plans",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "close-lapsed-follow-ups": {
        "task": "followup.tasks.close_lapsed_follow_ups",
        "schedule": 600.0,
        "options": {"expires": 600},
    },
    "remind-rounds": {
        "task": "followup.tasks.remind_rounds",
        "schedule": 3600.0,  # seconds; it sends in working hours, and nothing twice
        "options": {"expires": 1800},
    },
}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}
    if REDIS_URL
    else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}

EMAIL_BACKEND = environment.text(
    "EMAIL_BACKEND",
    f"django.core.mail.backends.{'smtp' if PRODUCTION else 'filebased'}.EmailBackend",
)
EMAIL_FILE_PATH = VAR / "mail"  # the demo's mail, to be read with any editor
EMAIL_HOST = environment.text("EMAIL_HOST", "localhost")
EMAIL_PORT = environment.number("EMAIL_PORT", 25)
EMAIL_HOST_USER = environment.text("EMAIL_HOST_USER")
EMAIL_HOST_PASSWORD = environment.text("EMAIL_HOST_PASSWORD")
EMAIL_USE_TLS = environment.flag("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = environment.text("DEFAULT_FROM_EMAIL", f"noreply@{ALLOWED_HOSTS[0]}")

AUTH_USER_MODEL = "org.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
TRUSTED_HOPS = environment.number("TRUSTED_HOPS", 0)  # our own proxies that add to X-Forwarded-For
LOGIN_URL = "org:login"
LOGIN_REDIRECT_URL = "goals:start"
LOGOUT_REDIRECT_URL = "org:login"

LANGUAGE_CODE = "sv"
TIME_ZONE = "Europe/Stockholm"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["vp.formats"]

STATIC_URL = "/static/"
STATIC_ROOT = Path(environment.text("STATIC_ROOT", str(VAR / "static")))
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("vendor/bootstrap/css", NODE_MODULES / "bootstrap/dist/css"),
    ("vendor/source-sans-3", NODE_MODULES / "@fontsource-variable/source-sans-3/files"),
    ("vendor/source-serif-4", NODE_MODULES / "@fontsource-variable/source-serif-4/files"),
]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "vp.printing.fonts.PrintFontFinder",
]
MEDIA_ROOT = Path(environment.text("MEDIA_ROOT", str(VAR / "media")))
MEDIA_URL = ""
STORAGES = {
    "default": {
        "BACKEND": environment.text("STORAGE_BACKEND", "django.core.files.storage.FileSystemStorage"),
        "OPTIONS": environment.json_object("STORAGE_OPTIONS"),
    },
    "staticfiles": {"BACKEND": "vp.assets.HashedStorage"},
}
# What is compressed already, and what no page loads: fonts of the print, maps for a developer's eyes.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ["jpg", "jpeg", "png", "gif", "webp", "woff", "woff2", "ttf", "map"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": environment.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": ["console"], "propagate": False},
        # What these say at INFO (a greeting, a line per page, a line per font) helps nobody.
        "fontTools": {"level": "WARNING"},
        "pikepdf": {"level": "WARNING"},
        "weasyprint.progress": {"level": "WARNING"},
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
