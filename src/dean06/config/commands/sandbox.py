"""``dean06 sandbox``: the twins of outside systems, each its own process that imports nothing of the platform."""

import argparse
import os
import sys

from dean06.config import env, ports, sandbox

HELP = "chạy môi trường thử nghiệm (bản song sinh của VNeID)"
NEEDS_DATABASE = False


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line; everything else comes from the environment."""
    del parser


def run(args: argparse.Namespace) -> int:
    """Become the twin's process."""
    del args
    ports.require_free("127.0.0.1", env.number("DEAN06_SANDBOX_PORT", least=1, most=65535), "DEAN06_SANDBOX_PORT")
    command = sandbox.vneid_command()
    sys.stdout.flush()
    os.execve(command[0], command, {**os.environ, **sandbox.vneid_environment()})
