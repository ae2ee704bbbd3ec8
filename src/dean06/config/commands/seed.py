"""``dean06 seed``: reference data always, fictional people and history in a demo."""

import argparse

from dean06.config import cli, env

HELP = "nạp dữ liệu nền; với bản minh hoạ thì nạp cả người hư cấu"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    parser.add_argument("--demo", action="store_true", help="nạp Đức Thọ hư cấu (chỉ khi DEAN06_DEMO=1)")


def run(args: argparse.Namespace) -> int:
    """Idempotent: what is there already stays."""
    from dean06.config import seeding

    seeding.reference_data()
    if args.demo:
        if not env.flag("DEAN06_DEMO"):
            raise cli.CommandFailure("dữ liệu minh hoạ chỉ được nạp khi DEAN06_DEMO=1")
        seeding.demo_data()
    return 0
