"""``dean06 migrate``: bring the database to this version."""

import argparse

HELP = "cập nhật cấu trúc cơ sở dữ liệu"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    parser.add_argument("--quiet", action="store_true", help="chỉ báo khi có lỗi")


def run(args: argparse.Namespace) -> int:
    """Apply all migrations."""
    from django.core.management import call_command

    call_command("migrate", interactive=False, verbosity=0 if args.quiet else 1)
    return 0
