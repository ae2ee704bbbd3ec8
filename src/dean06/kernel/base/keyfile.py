"""Secrets in files: made on first use, kept for good, readable by their owner only."""

import contextlib
import os
import secrets
from collections.abc import Callable
from pathlib import Path

OWNER_ONLY = 0o600
DIRECTORY_OWNER_ONLY = 0o700


def made_once(file: Path, make: Callable[[], bytes]) -> bytes:
    """What the file holds; ``make`` says it when there is none yet.

    Several processes may come here at once: a hard link appears whole or not at all, and the first one wins.
    """
    if not file.exists():
        file.parent.mkdir(mode=DIRECTORY_OWNER_ONLY, parents=True, exist_ok=True)
        draft = _draft(file, make())
        with contextlib.suppress(FileExistsError):
            os.link(draft, file)
        draft.unlink()
    return file.read_bytes()


def replaced(file: Path, data: bytes) -> None:
    """Put new content into the file, whole or not at all."""
    file.parent.mkdir(mode=DIRECTORY_OWNER_ONLY, parents=True, exist_ok=True)
    _draft(file, data).replace(file)


def _draft(file: Path, data: bytes) -> Path:
    draft = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNER_ONLY), "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    return draft
