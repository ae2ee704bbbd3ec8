"""Settings of every process. With an empty environment they describe a working installation on one machine."""

from typing import Any
from urllib.parse import urlsplit

from dean06.config import database, env, messages, paths, witness
from dean06.config.settings.security import *  # noqa: F403 - settings are composed by star import, as Django expects
from dean06.kernel.manifest.registry import installed_apps

STATE = paths.state()
DEMO = env.flag("DEAN06_DEMO")
BREAK_GLASS = env.flag("DEAN06_BREAK_GLASS")
DEBUG = False
SECRET_KEY = env.text("DEAN06_SECRET_KEY") or paths.secret("session-key")
# Unlike the session key it can never be changed: looks at people who have not signed in yet are filed under it.
PSEUDONYM_KEY = env.text("DEAN06_PSEUDONYM_KEY") or paths.secret("pseudonym-key")

HOST = env.text("DEAN06_HOST")
PORT = env.number("DEAN06_PORT", least=1, most=65535)
SANDBOX_PORT = env.number("DEAN06_SANDBOX_PORT", least=1, most=65535)
PUBLIC_URL = (env.text("DEAN06_PUBLIC_URL") or f"http://{HOST}:{PORT}").rstrip("/")
ALLOWED_HOSTS = sorted({urlsplit(PUBLIC_URL).hostname or "localhost", HOST, "localhost", "127.0.0.1"})
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]

INSTALLED_APPS = [
    "dean06.kernel.base",
    "dean06.kernel.audit",
    "dean06.kernel.parties",
    "dean06.kernel.devices",
    "dean06.kernel.identity",
    "dean06.kernel.documents",
    "dean06.kernel.messaging",
    "dean06.kernel.payments",
    "dean06.kernel.registry",
    "dean06.kernel.privacy",
    "dean06.kernel.cases",
    "dean06.ui",
    "dean06.programme",
    "dean06.portal",
    *installed_apps(),
    "dean06.config",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "procrastinate.contrib.django",
    "django_htmx",
    "template_partials",
]

MIDDLEWARE = [
    "dean06.ui.middleware.RequestIdMiddleware",
    "dean06.config.middleware.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "dean06.config.middleware.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "dean06.kernel.identity.middleware.ActorMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "dean06.ui.middleware.DomainErrorMiddleware",
]

ROOT_URLCONF = "dean06.config.urls"
WSGI_APPLICATION = "dean06.config.wsgi.application"
DATABASES = {"default": database.django_settings()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "identity.User"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "dean06.ui.context.shell",
            ],
        },
    }
]

LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = STATE / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

MEGABYTE = 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * MEGABYTE
FILE_UPLOAD_MAX_MEMORY_SIZE = 1 * MEGABYTE
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
REQUEST_MAX_BYTES = 30 * MEGABYTE

LOG_FORMAT = env.text("DEAN06_LOG_FORMAT")
LOGGING_CONFIG = None

VNEID = {
    "issuer": env.text("DEAN06_VNEID_ISSUER") or f"http://127.0.0.1:{SANDBOX_PORT}",
    "client_id": env.text("DEAN06_VNEID_CLIENT_ID"),
    "client_secret": env.text("DEAN06_VNEID_CLIENT_SECRET") or paths.secret("vneid-client-secret"),
    "redirect_uri": f"{PUBLIC_URL}/dang-nhap/xong/",
}
WITNESS = witness.django_settings(demo=DEMO)
# Certificates and revocation lists cards are judged by; a demo believes its sandbox's office instead.
CSCA_DIR = env.path("DEAN06_CSCA_DIR") if env.text("DEAN06_CSCA_DIR") else STATE / ("sandbox/csca" if DEMO else "csca")
READER_PORT = env.number("DEAN06_READER_PORT", least=1, most=65535)
POPULATION = {
    "url": env.text("DEAN06_POPULATION_URL") or f"http://127.0.0.1:{env.text('DEAN06_SANDBOX_POPULATION_PORT')}",
    "client": env.text("DEAN06_POPULATION_CLIENT"),
}
BANK = {
    "url": env.text("DEAN06_BANK_URL") or f"http://127.0.0.1:{env.text('DEAN06_SANDBOX_BANK_PORT')}",
    "token": env.text("DEAN06_BANK_TOKEN") or paths.secret("bank-token"),
    "notice_secret": env.text("DEAN06_BANK_NOTICE_SECRET") or paths.secret("bank-notice-secret"),
}
CA = {
    "url": env.text("DEAN06_CA_URL") or f"http://127.0.0.1:{env.text('DEAN06_SANDBOX_CA_PORT')}",
    "credentials": env.text("DEAN06_CA_CREDENTIALS") or f"dean06:{paths.secret('ca-password')}",
    "status_urls": env.text("DEAN06_CA_STATUS_URLS"),
}
TSA = {"url": env.text("DEAN06_TSA_URL") or f"http://127.0.0.1:{env.text('DEAN06_SANDBOX_TSA_PORT')}/"}
WALLETS = messages.wallet_settings()
JUDICIAL_REGISTER = {
    "url": env.text("DEAN06_JUDICIAL_URL") or f"http://127.0.0.1:{env.text('DEAN06_SANDBOX_JUDICIAL_PORT')}",
    "token": env.text("DEAN06_JUDICIAL_TOKEN") or paths.secret("judicial-token"),
    # A twin writes its key when it first starts, maybe after us: so a file is named, and read when the key is needed.
    "key_file": env.path("DEAN06_JUDICIAL_KEY_FILE")
    if env.text("DEAN06_JUDICIAL_KEY_FILE")
    else STATE / "sandbox" / "judicial_register" / "register.pub",
}
SOCIAL_INSURANCE = {
    "url": env.text("DEAN06_INSURANCE_URL") or f"http://127.0.0.1:{env.text('DEAN06_SANDBOX_INSURANCE_PORT')}",
    "token": env.text("DEAN06_INSURANCE_TOKEN") or paths.secret("insurance-token"),
    "key_file": env.path("DEAN06_INSURANCE_KEY_FILE")
    if env.text("DEAN06_INSURANCE_KEY_FILE")
    else STATE / "sandbox" / "social_insurance" / "insurance.pub",
}
EMAIL_URL = env.text("DEAN06_EMAIL_URL")
SMS = messages.sms_settings(demo=DEMO)
# Where a notice in VNeID leads: the letter it stands for (pilot 3; a test holds the two together).
VNEID_NOTICE_PATH = "/p03/tin/{}/"
VNEID_INBOX = messages.inbox_settings(demo=DEMO)
NATIONAL_PORTAL = messages.portal_settings(demo=DEMO)

PROCRASTINATE_ON_APP_READY = "dean06.config.jobs.on_app_ready"
SILENCED_SYSTEM_CHECKS: list[str] = []
