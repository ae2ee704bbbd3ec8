"""The unprivileged system account PostgreSQL runs under when we are root, which it refuses to be."""

import os
import stat
import subprocess
from pathlib import Path
from typing import Any

ACCOUNT = "pgserver"
TRAVERSE = stat.S_IXGRP | stat.S_IXOTH


def needed() -> bool:
    """True when this process is root."""
    return os.name == "posix" and os.geteuid() == 0


def popen_arguments() -> dict[str, Any]:
    """Arguments for subprocess that switch to the account; empty when it is not needed."""
    return {"user": ACCOUNT, "group": ACCOUNT, "extra_groups": []} if needed() else {}


def hand_over(*directories: Path, reachable: Path) -> None:
    """Give the directories to the account and let it walk down to them and to ``reachable``."""
    if not needed():
        return
    user, group = _ids()
    for directory in directories:
        os.chown(directory, user, group)
    for place in (*directories, reachable):
        _open_the_way(place)


def _ids() -> tuple[int, int]:
    import pwd

    try:
        entry = pwd.getpwnam(ACCOUNT)
    except KeyError:
        subprocess.run(["useradd", "--system", "--shell", "/usr/sbin/nologin", ACCOUNT], check=True)
        entry = pwd.getpwnam(ACCOUNT)
    return entry.pw_uid, entry.pw_gid


def _open_the_way(place: Path) -> None:
    # Only the right to pass through is added, never the right to list or read.
    for parent in place.parents:
        mode = parent.stat().st_mode
        if mode & TRAVERSE != TRAVERSE:
            parent.chmod(mode | TRAVERSE)
