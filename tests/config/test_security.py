"""Behind TLS the cookies are bound to the host and to TLS; without it the same settings work on one machine."""

import json
import subprocess
import sys

import pytest
from tests.config.conftest import Installation

ASK = """
import json
from django.conf import settings
names = [name for name in dir(settings) if name.startswith(("SESSION_", "CSRF_", "SECURE_", "ALLOWED_", "DEBUG"))]
print(json.dumps({name: getattr(settings, name) for name in names}, default=str))
"""


def settings_of(installation: Installation, **environment: str) -> dict:
    """The settings a process with this environment has."""
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        env={
            **installation.environment,
            "DJANGO_SETTINGS_MODULE": "dean06.config.settings",
            "DEAN06_DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none",
            **environment,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def test_behind_tls(installation: Installation) -> None:
    found = settings_of(installation, DEAN06_PUBLIC_URL="https://ductho.example/")
    assert found["SESSION_COOKIE_NAME"] == "__Host-dean06"
    assert found["SESSION_COOKIE_SECURE"] is True
    assert found["CSRF_COOKIE_SECURE"] is True
    assert found["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert found["CSRF_TRUSTED_ORIGINS"] == ["https://ductho.example"]
    assert "ductho.example" in found["ALLOWED_HOSTS"]
    assert "*" not in found["ALLOWED_HOSTS"]


def test_on_one_machine(installation: Installation) -> None:
    found = settings_of(installation)
    assert found["DEBUG"] is False
    assert found["SESSION_COOKIE_SECURE"] is False, "a browser would not send it back over http"
    assert found["SESSION_COOKIE_HTTPONLY"] is True
    assert found["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert found["SECURE_PROXY_SSL_HEADER"] is None, "without a proxy anybody could claim TLS"


def test_secrets_are_made_once_and_readable_by_their_owner_only(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dean06.config import paths

    monkeypatch.setenv("DEAN06_STATE", str(installation.state))
    first = paths.secret("example")
    assert len(first) >= 48
    assert paths.secret("example") == first
    file = paths.keys() / "example"
    assert file.stat().st_mode & 0o777 == 0o600
    assert paths.keys().stat().st_mode & 0o777 == 0o700
    assert [one.name for one in paths.keys().iterdir()] == ["example"], "no draft is left"
