"""``dean06 sandbox``: the twins of outside systems, each its own process that imports nothing of the platform."""

import argparse
import os
import sys

from dean06.config import ports, sandbox

HELP = "chạy môi trường thử nghiệm (bản song sinh của một hệ thống bên ngoài)"
NEEDS_DATABASE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line; everything else comes from the environment."""
    names = [twin.name for twin in sandbox.TWINS]
    parser.add_argument("twin", nargs="?", default=names[0], choices=names, help=f"hệ thống (mặc định: {names[0]})")


def run(args: argparse.Namespace) -> int:
    """Become the twin's process."""
    twin = sandbox.twin(args.twin)
    ports.require_free("127.0.0.1", twin.port, twin.port_key)
    command = twin.command()
    sys.stdout.flush()
    os.execve(command[0], command, {**os.environ, **twin.environment()})
