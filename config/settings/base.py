"""What is true in every environment. Each variable is described in docs/environment.md."""

from pathlib import Path

import environ
from celery.schedules import crontab
from csp.constants import NONE, SELF

from config.settings.mail import mail
from config.settings.required import required
from config.settings.storage import clamav_socket, file_storage

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

VAR_DIR = Path(env("VAR_DIR", default="") or BASE_DIR / "var")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_htmx",
    "django_filters",
    "csp",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "core",
    "accounts",
    "records",
    "notifications",
    "files",
    "exchange",
    "towns",
    "leadership",
    "policies",
    "standards",
    "applications",
    "portal",
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    # Before the two below, so that what they record carries the address too.
    "core.middleware.PrivateResponseMiddleware",
    "accounts.middleware.SessionLimitMiddleware",
    "accounts.middleware.ActorMiddleware",
    "core.middleware.DomainErrorMiddleware",
    "axes.middleware.AxesMiddleware",
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
                "django.contrib.messages.context_processors.messages",
                "portal.context.page",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
LOGIN_URL = "accounts:login"
LOGIN_REDIRECT_URL = "portal:workbench"
LOGOUT_REDIRECT_URL = "portal:home"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Sessions end after 30 idle minutes and after 12 hours whatever happens (等保 8.1.4.1 b).
SESSION_IDLE_SECONDS = env.int("SESSION_IDLE_SECONDS", default=30 * 60)
SESSION_ABSOLUTE_SECONDS = env.int("SESSION_ABSOLUTE_SECONDS", default=12 * 3600)
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "portal.views.errors.csrf_failure"

# Offices share one address: lock the pair of name and address, not the address alone.
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURE_LIMIT", default=5)
AXES_COOLOFF_TIME = env.float("LOGIN_COOLOFF_HOURS", default=0.25)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# Trying again while locked out does not prolong the lock: nobody can keep a colleague out for ever.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# The act log keeps sign-ins already.
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_CALLABLE = "accounts.views.session.locked_out"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
TOTP_FOR_OFFICES = env.bool("TOTP_FOR_OFFICES", default=False)
OTP_TOTP_ISSUER = "山西专业镇"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": file_storage(),
    "staticfiles": {"BACKEND": "core.staticfiles.ModuleManifestStorage"},
}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Of one file, in megabytes: checked while it comes in and by the guard, said on the page and to the proxy.
UPLOAD_LIMIT_MB = env.int("UPLOAD_LIMIT_MB", default=100)
# Of all files together that a unit has begun to send in pieces and not finished, in megabytes.
UPLOAD_UNFINISHED_MB = env.int("UPLOAD_UNFINISHED_MB", default=2000)
# Pieces of uploads and packed downloads: on this machine's disk (or one that all machines share), never served.
INCOMING_ROOT = VAR_DIR / "incoming"
PACKAGES_ROOT = VAR_DIR / "packages"
# The virus scanner: a path of this machine or host:port; without it files are 未查杀.
CLAMAV_SOCKET = clamav_socket()
CLAMAV_RESCAN_DAYS = env.int("CLAMAV_RESCAN_DAYS", default=30)
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_HANDLERS = [
    "files.handlers.LimitHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "files.handlers.SparingHandler",
]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# One page may not run for ever: the database cuts it off (PostgreSQL only).
STATEMENT_TIMEOUT_MS = env.int("STATEMENT_TIMEOUT_MS", default=10_000)
LOCK_TIMEOUT_MS = env.int("LOCK_TIMEOUT_MS", default=5_000)

# The broker may be down or silent; a request waits for it at most about a second.
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 240
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker waits for a broker that is away, however long.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, int | str] = {
    "socket_timeout": 1,
    "socket_connect_timeout": 1,
    "max_retries": 0,
    "visibility_timeout": 60,
    "unacked_restore_interval": 10,
    "unacked_restore_throttle": 5,
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat-schedule")
CELERY_BEAT_SCHEDULE = {
    "send-lost-checks-again": {"task": "applications.tasks.sweep_checks", "schedule": 20.0},
    "send-lost-imports-again": {"task": "exchange.tasks.sweep_imports", "schedule": 20.0},
    "close-forgotten-imports": {
        "task": "exchange.tasks.tidy_imports",
        "schedule": crontab(hour=4, minute=0),
    },
    "send-lost-exports-again": {"task": "exchange.tasks.sweep_exports", "schedule": 30.0},
    "remind-of-what-falls-due": {"task": "applications.tasks.remind", "schedule": 15 * 60.0},
    "keep-the-board-current": {"task": "standards.tasks.refresh_standings", "schedule": 60.0},
    "note-that-beat-lives": {"task": "records.tasks.note_heartbeat", "schedule": 30.0},
    "clear-uploads-nobody-finished": {
        "task": "files.tasks.sweep_uploads",
        "schedule": crontab(hour=3, minute=55),
    },
    "pack-what-was-lost": {"task": "applications.tasks.sweep_packages", "schedule": 60.0},
    "clear-what-failed-uploads-left": {
        "task": "files.tasks.sweep_blobs",
        "schedule": crontab(hour=3, minute=50),
    },
    "send-lost-scans-again": {"task": "files.tasks.sweep_scans", "schedule": 60.0},
    "scan-again-with-new-signatures": {
        "task": "files.tasks.rescan_blobs",
        "schedule": crontab(hour=2, minute=30),
    },
    # Each run takes a few minutes at most and goes on where the last one stopped.
    "compare-files-with-their-sums": {
        "task": "files.tasks.check_blobs",
        "schedule": crontab(hour="0-5", minute="5,15,25,35,45,55"),
    },
    "mail-what-waits": {"task": "notifications.tasks.send_digests", "schedule": crontab(hour=8, minute=0)},
    "take-away-old-messages": {
        "task": "notifications.tasks.sweep_messages",
        "schedule": crontab(hour=3, minute=40),
    },
    # Who has been asked this quarter is not asked again: every day, so that a group founded late is not forgotten.
    "ask-whether-rosters-hold": {
        "task": "leadership.tasks.remind_of_rosters",
        "schedule": crontab(hour=7, minute=30),
    },
    "clear-old-sessions": {"task": "accounts.tasks.clear_sessions", "schedule": crontab(hour=3, minute=20)},
}

# The daily mail is sent only where a mail server is named; a half-configured one is refused at once.
EMAIL_URL = env("EMAIL_URL", default="")
MAIL_IS_CONFIGURED = bool(EMAIL_URL)
SITE_URL = env("SITE_URL", default="")
EMAIL_TIMEOUT = 10
if MAIL_IS_CONFIGURED:
    globals().update(mail(EMAIL_URL))
    SITE_URL = required("SITE_URL", "邮件中链接的开头，例如 https://zyz.example.gov.cn")
    DEFAULT_FROM_EMAIL = required("EMAIL_FROM", "发件人地址，例如 zyz@example.gov.cn")
# Read messages are kept this long.
MESSAGE_KEEP_DAYS = env.int("MESSAGE_KEEP_DAYS", default=180)

# A running demonstration says so on every page; production never turns this on.
DEMONSTRATION = False
