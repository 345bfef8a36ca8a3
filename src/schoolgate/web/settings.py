"""Django's settings, from the environment alone. Importing this module writes nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.functional import SimpleLazyObject

from schoolgate.web import environment


def _secret_key() -> str:
    from schoolgate.record.keys import secret

    return secret("django").hex()


DATA = environment.data_folder()
DEBUG = False
SECRET_KEY = SimpleLazyObject(_secret_key)
HTTPS = environment.flag("HTTPS")
ALLOWED_HOSTS = environment.words("HOSTS", "localhost 127.0.0.1 [::1]")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "schoolgate.record",
    "schoolgate.jobs",
    "schoolgate.community",
    "schoolgate.policy",
    "schoolgate.approvals",
    "schoolgate.duties",
    "schoolgate.duties.agreements",
    "schoolgate.duties.training",
    "schoolgate.duties.declarations",
    "schoolgate.duties.searches",
    "schoolgate.duties.reviews",
    "schoolgate.duties.lessons",
    "schoolgate.duties.guides",
    "schoolgate.casework.cases",
    "schoolgate.casework.evidence",
    "schoolgate.casework.reports",
    "schoolgate.casework.steps",
    "schoolgate.casework.letters",
    "schoolgate.casework.removals",
    "schoolgate.casework.support",
    "schoolgate.casework.board",
    "schoolgate.publishing.channels",
    "schoolgate.publishing.consents",
    "schoolgate.publishing.pictures",
    "schoolgate.publishing.posts",
    "schoolgate.publishing.takedowns",
    "schoolgate.publishing.moderation",
    "schoolgate.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django_htmx",
    "crispy_forms",
    "crispy_forms_gds",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "schoolgate.web.middleware.headers",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "schoolgate.web.middleware.idle",
    "django.middleware.common.CommonMiddleware",
    # Before the CSRF check, so that a stranger's POST learns no more than a stranger's GET.
    "schoolgate.community.middleware.PowerMiddleware",
    # After it, so that a stranger learns nothing from what a page takes; before the CSRF check, which reads the form.
    "schoolgate.web.middleware.SizeMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "schoolgate.community.middleware.person",
    "schoolgate.web.middleware.wrong_method",
]

ROOT_URLCONF = "schoolgate.web.urls"
WSGI_APPLICATION = "schoolgate.web.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before the apps, so that our sign-in pages replace allauth's.
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "schoolgate.web.context.chrome",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["gds"]
CRISPY_TEMPLATE_PACK = "gds"

DATABASES = {"default": environment.database(DATA)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, so that the slow-down on guessing counts across every worker.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        # Wide, so that a flood of guesses at other accounts cannot push out the count for one.
        "OPTIONS": {"MAX_ENTRIES": 200_000},
    }
}

# Jobs wait in the database, put there by the transaction that asks for them.
TASKS = {"default": {"BACKEND": "schoolgate.jobs.backend.Backend"}}
JOB_LEASE = int(environment.text("JOB_LEASE", "60"))

# What somebody uploads never lies open on the disk: how much a page takes stands in middleware.py.
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler"]
FILE_UPLOAD_MAX_MEMORY_SIZE = 64 * 1024 * 1024

# Evidence: a virus scanner (host:port or a socket), and a time-stamping service with its root certificates.
CLAMD = environment.text("CLAMD")
TIMESTAMP_URL = environment.text("TIMESTAMP_URL")
TIMESTAMP_CA = environment.text("TIMESTAMP_CA")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = DATA / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "schoolgate.web.storage.StaticFiles"},
}
WHITENOISE_USE_FINDERS = True

# Sign-in.
AUTH_USER_MODEL = "community.Account"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "schoolgate.community.passwords.NotGuessable"},
    {"NAME": "schoolgate.community.passwords.NotTheSame"},
    {"NAME": "schoolgate.policy.signin.Composition"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "schoolgate.community.signin.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGIN_BY_CODE_ENABLED = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "schoolgate.web.forms.SignIn",
    "reauthenticate": "schoolgate.web.forms.ConfirmPassword",
    "reset_password": "schoolgate.web.forms.ForgottenPassword",
    "reset_password_from_key": "schoolgate.web.forms.NewPassword",
    "change_password": "schoolgate.web.forms.ChangePassword",
    "set_password": "schoolgate.web.forms.FirstPassword",
}
MFA_FORMS = {
    "authenticate": "schoolgate.web.forms.OneTimeCode",
    "reauthenticate": "schoolgate.web.forms.ConfirmOneTimeCode",
    "activate_totp": "schoolgate.web.forms.FirstOneTimeCode",
    "add_webauthn": "schoolgate.web.forms.NewPasskey",
    "edit_webauthn": "schoolgate.web.forms.RenamedPasskey",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 600
# A school stands behind one address, so that limit is wide; the one by account is narrow.
ACCOUNT_RATE_LIMITS = {"login": "120/m/ip", "login_failed": "60/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = int(environment.text("PROXIES", "0"))
MFA_ADAPTER = "schoolgate.community.signin.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Schoolgate"
MFA_TOTP_TOLERANCE = 1
MFA_PASSKEY_LOGIN_ENABLED = True
# A passkey may stand alone, so it has to check who holds it.
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
# Nobody can sign up: the school made the account and its address.
MFA_ALLOW_UNVERIFIED_EMAIL = True
SOCIALACCOUNT_ADAPTER = "schoolgate.community.oidc.adapter.SocialAdapter"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "schoolgate.community.oidc.provider.Provider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": environment.identity_providers(),
    }
}

# Sessions.
SESSION_COOKIE_AGE = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

# Headers.
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # A browser asks about each address that a form leads to: signing in with Google begins with one.
        "form-action": [SELF, *environment.identity_origins()],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# Where people find this service: links in mail and calendars begin with it.
ADDRESS = environment.text("ADDRESS", f"http://127.0.0.1:{environment.text('PORT', '8000')}").rstrip("/")

# E-mail: console or file by default, SMTP by the environment.
globals().update(environment.mail(DATA))
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", "Schoolgate <schoolgate@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"quiet": {"()": "schoolgate.web.logs.QuietFormatter"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "quiet"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False}},
}
