"""Where the installation keeps things, all under one state directory."""

import secrets
from pathlib import Path

from dean06.config import env
from dean06.kernel.base.keyfile import made_once

REPOSITORY = Path(__file__).resolve().parents[3]
SECRET_BYTES = 48


def state() -> Path:
    """The state directory (``DEAN06_STATE``), created on first use."""
    directory = env.path("DEAN06_STATE")
    directory.mkdir(parents=True, exist_ok=True)
    return directory


def keys() -> Path:
    """Directory of secrets; only its owner may look inside."""
    directory = state() / "keys"
    directory.mkdir(mode=0o700, exist_ok=True)
    return directory


def secret(name: str) -> str:
    """A random secret made once and kept under the state directory, readable by its owner only."""
    return made_once(keys() / name, lambda: secrets.token_urlsafe(SECRET_BYTES).encode()).decode("ascii").strip()
