"""A process that holds the embedded server up until its input ends: ``python holder.py DIRECTORY``."""

import sys
from pathlib import Path

from dean06.config.postgres import EmbeddedServer

if __name__ == "__main__":
    with EmbeddedServer(Path(sys.argv[1]), durable=False).running():
        print("up", flush=True)  # noqa: T201
        sys.stdin.read()
