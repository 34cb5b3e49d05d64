"""Production: everything that differs from machine to machine is named, and what is missing is said at once."""

from config.settings.base import *  # noqa: F403
from config.settings.base import LOCK_TIMEOUT_MS, STATEMENT_TIMEOUT_MS, VAR_DIR, env
from config.settings.database import database
from config.settings.logs import configure_logs
from config.settings.required import earlier_secrets, https_origins, required, secret

VAR_DIR.mkdir(parents=True, exist_ok=True)
SECRET_KEY = secret("SECRET_KEY")
# What was signed with them is still known: prints that hang on walls, sessions of this morning.
SECRET_KEY_FALLBACKS = earlier_secrets("SECRET_KEY_FALLBACKS")
DEBUG = False
DEMONSTRATION = False
ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS", "对外域名，多个以逗号分隔").split(",")]
CSRF_TRUSTED_ORIGINS = https_origins(ALLOWED_HOSTS)

DATABASES = {
    "default": database(
        required("DATABASE_URL", "例如 postgres://用户:口令@主机:5432/库名"),
        statement_timeout_ms=STATEMENT_TIMEOUT_MS,
        lock_timeout_ms=LOCK_TIMEOUT_MS,
    )
}
CELERY_BROKER_URL = required("REDIS_URL", "例如 redis://主机:6379/0")

# __Host- binds a cookie to this host over https: no subdomain can plant one.
SESSION_COOKIE_NAME = "__Host-sessionid"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"
CSRF_COOKIE_SECURE = True

SECURE_SSL_REDIRECT = env.bool("SSL_REDIRECT", default=True)
# Only where a proxy in front sets the header itself and removes what a visitor sent.
if env.bool("BEHIND_HTTPS_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("HSTS_SECONDS", default=365 * 24 * 3600)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

LOGGING = configure_logs(machine_readable=True, level=env("LOG_LEVEL", default="INFO"))
