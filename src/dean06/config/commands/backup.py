"""``dean06 backup FILE``."""

import argparse
from pathlib import Path

from dean06.config import backup, cli
from dean06.config.postgres import DatabaseError

HELP = "sao lưu toàn bộ bản cài đặt vào một tệp"
NEEDS_DATABASE = True
MEGABYTE = 1_000_000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="tệp .tar sẽ được tạo; chứa cả khoá nên phải cất kỹ")


def run(args: argparse.Namespace) -> int:
    """Write the archive."""
    try:
        size = backup.create(args.file)
    except (OSError, DatabaseError) as error:
        raise cli.CommandFailure(f"không sao lưu được: {error}") from error
    print(f"Đã sao lưu vào {args.file} ({size / MEGABYTE:.1f} MB). Tệp chứa khoá ký: hãy cất nơi an toàn.")  # noqa: T201
    return 0
