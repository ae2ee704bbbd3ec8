"""Where the installation keeps things, all under one state directory."""

import contextlib
import os
import secrets
from pathlib import Path

from dean06.config import env

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
    """A random secret made once and kept under the state directory, readable by its owner only.

    Several processes may ask at once: a hard link appears whole or not at all, and the first one wins.
    """
    file = keys() / name
    if not file.exists():
        draft = file.with_name(f"{name}.{secrets.token_hex(8)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(SECRET_BYTES), encoding="ascii")
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_text(encoding="ascii").strip()
