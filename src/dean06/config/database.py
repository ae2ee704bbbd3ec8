"""Which PostgreSQL this installation uses: an outside one by address, else the embedded one."""

import contextlib
from collections.abc import Iterator
from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from dean06.config import env, paths
from dean06.config.postgres import EmbeddedServer

CONNECTION_SECONDS = 600
CONNECT_TIMEOUT_SECONDS = 10


def embedded_server() -> EmbeddedServer:
    """The cluster under the state directory."""
    return EmbeddedServer(paths.state() / "postgres")


def url() -> str:
    """Connection address in force."""
    return env.text("DEAN06_DATABASE_URL") or embedded_server().url()


def log_place() -> str:
    """Where the server in force says what ails it, in words."""
    return "nhật ký máy chủ PostgreSQL" if env.text("DEAN06_DATABASE_URL") else str(embedded_server().log)


def django_settings() -> dict[str, Any]:
    """The address as Django's DATABASES entry; ConfigurationError when it cannot be read."""
    try:
        parts = conninfo_to_dict(url())
    except ProgrammingError as error:
        raise env.ConfigurationError(f"DEAN06_DATABASE_URL không phải địa chỉ PostgreSQL: {error}") from error
    known = {key: str(parts.pop(key, "") or "") for key in ("dbname", "user", "password", "host", "port")}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": known["dbname"],
        "USER": known["user"],
        "PASSWORD": known["password"],
        "HOST": known["host"],
        "PORT": known["port"],
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": CONNECT_TIMEOUT_SECONDS, **parts},
    }


@contextlib.contextmanager
def available() -> Iterator[None]:
    """Keep the database up while the block runs; an outside server is left alone."""
    if env.text("DEAN06_DATABASE_URL"):
        yield
        return
    with embedded_server().running():
        yield
