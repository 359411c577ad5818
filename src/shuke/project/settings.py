"""Settings of a deployment; business policy is data in the packages, never here.

Every variable read here has a line in docs/reference/settings.md (a test compares them).
"""

from pathlib import Path

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from shuke.project import environment

_SOURCE = Path(__file__).resolve().parent.parent

SHUKE_HOME = environment.home()
SHUKE_MASTER_KEY = environment.master_key(SHUKE_HOME)
SHUKE_THREADS = environment.number("SHUKE_THREADS", 2, least=1, most=256)
SHUKE_ENGINE = environment.text("SHUKE_ENGINE", "duckdb")
SHUKE_LAKE = SHUKE_HOME / "lake"

SECRET_KEY = SHUKE_MASTER_KEY
DEBUG = False
ALLOWED_HOSTS = environment.text("SHUKE_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
SHUKE_HTTPS = environment.flag("SHUKE_HTTPS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_cotton",
    "django_htmx",
    "lucide",
    "ninja",
    "shuke.storage",
    "shuke.events",
    "shuke.jobs",
    "shuke.ledger",
    "shuke.stores",
    "shuke.catalog",
    "shuke.members",
    "shuke.sales",
    "shuke.intake",
    "shuke.lake",
    "shuke.segments",
    "shuke.interfaces.ui",
    "shuke.project",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "shuke.project.urls"
WSGI_APPLICATION = "shuke.project.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [_SOURCE / "interfaces" / "console", _SOURCE / "interfaces" / "ui"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": environment.database(environment.text("DATABASE_URL"), SHUKE_HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "stores.Staff"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "6/15m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("简体中文")), ("en", _("English"))]
LOCALE_PATHS = [
    path.parent.parent
    for path in sorted(
        [
            *_SOURCE.glob("*/locale/zh_Hans/LC_MESSAGES"),
            *_SOURCE.glob("interfaces/*/locale/zh_Hans/LC_MESSAGES"),
            *_SOURCE.glob("interfaces/*/*/locale/zh_Hans/LC_MESSAGES"),
        ]
    )
]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
# Hashed and compressed once by `make assets` (and inside the wheel), never at the first start.
STATIC_ROOT = _SOURCE / "interfaces" / "ui" / "built"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 600

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    }
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = SHUKE_HTTPS
CSRF_COOKIE_SECURE = SHUKE_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if SHUKE_HTTPS else 0

# Sources that bring their own data (`shuke import --source NAME`): where their connectors are.
SHUKE_CONNECTORS = {
    "complete-journey": "shuke.plugins.connectors.complete_journey.CONNECTOR",
    "cdnow": "shuke.plugins.connectors.cdnow.CONNECTOR",
    "cdnow-sample": "shuke.plugins.connectors.cdnow.SAMPLE",
}

# Named limits on everything that comes in (design section 11).
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
SHUKE_IMPORT_BYTES_MAX = 200 * 1_048_576

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
