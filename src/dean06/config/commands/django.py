"""``dean06 django …``: Django's own commands, for engineers (shell, makemigrations, dbshell …)."""

import argparse

HELP = "lệnh quản trị của Django (dành cho kỹ sư)"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    parser.add_argument("arguments", nargs=argparse.REMAINDER, help="ví dụ: shell, makemigrations")


def run(args: argparse.Namespace) -> int:
    """Hand over to Django."""
    from django.core.management import execute_from_command_line

    execute_from_command_line(["dean06 django", *args.arguments])
    return 0
