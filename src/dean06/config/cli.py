"""The ``dean06`` command: one entry point, one module per subcommand."""

import argparse
import contextlib
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Protocol, cast

from dean06.config import database, env
from dean06.config.postgres import DatabaseError

COMMANDS = (
    "demo",
    "serve",
    "worker",
    "sandbox",
    "reader",
    "migrate",
    "seed",
    "import-dispatch",
    "report",
    "verify",
    "keys",
    "audit",
    "retention",
    "backup",
    "restore",
    "check",
    "break-glass",
    "django",
)
EXIT_FAILURE = 1
EXIT_INTERRUPTED = 130


class CommandFailure(Exception):
    """A command could not do its work; the message says why and what to do."""


class Command(Protocol):
    """What a module in ``config.commands`` offers."""

    HELP: str
    NEEDS_DATABASE: bool

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the command line."""

    def run(self, args: argparse.Namespace) -> int:
        """Do the work and return the exit status."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one subcommand; returns the exit status, 2 for a wrong command line."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dean06.config.settings")
    args = _parser().parse_args(argv)
    try:
        return _run(_command(args.command), args)
    except (CommandFailure, DatabaseError, env.ConfigurationError) as error:
        print(f"dean06: {error}", file=sys.stderr)  # noqa: T201 - the terminal is this command's user
        return EXIT_FAILURE
    except KeyboardInterrupt:
        return EXIT_INTERRUPTED


def setup_django() -> None:
    """Load settings and applications."""
    import django

    django.setup()


def _run(command: Command, args: argparse.Namespace) -> int:
    with contextlib.ExitStack() as stack:
        if command.NEEDS_DATABASE:
            stack.enter_context(database.available())
            setup_django()
        return command.run(args)


def _command(name: str) -> Command:
    return cast(Command, import_module(f"dean06.config.commands.{name.replace('-', '_')}"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="dean06", description="Nền tảng 23 mô hình điểm Đề án 06")
    subparsers = parser.add_subparsers(dest="command", required=True, metavar="LỆNH")
    for name in COMMANDS:
        command = _command(name)
        command.add_arguments(subparsers.add_parser(name, help=command.HELP, description=command.HELP))
    return parser
