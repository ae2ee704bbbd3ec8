"""Settings of the test suite: demo people allowed, static files unhashed, nothing on the network."""

from dean06.config.settings import *  # noqa: F403 - settings are composed by star import, as Django expects

DEMO = True
SMS = []
VNEID_INBOX = {}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
WHITENOISE_AUTOREFRESH = True
