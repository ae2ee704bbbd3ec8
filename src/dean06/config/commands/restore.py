"""``dean06 restore FILE``."""

import argparse
from pathlib import Path

from dean06.config import backup, cli

HELP = "khôi phục bản cài đặt từ tệp sao lưu"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="tệp do lệnh backup tạo ra")
    parser.add_argument("--replace", action="store_true", help="thay thế dữ liệu đang có")


def run(args: argparse.Namespace) -> int:
    """Restore, bring the tables up to this version, then prove the audit log whole."""
    try:
        backup.restore(args.file, replace=args.replace)
    except backup.BackupError as error:
        raise cli.CommandFailure(str(error)) from error
    from django.core.management import call_command

    from dean06.kernel.audit import api as audit

    # A backup of an older version has older tables; only after this can the log be read.
    call_command("migrate", interactive=False, verbosity=0)
    result = audit.verify()
    if not result.is_intact:
        raise cli.CommandFailure(f"đã khôi phục nhưng nhật ký kiểm toán không khớp: {result.findings[0].message}")
    print(f"Đã khôi phục. Nhật ký kiểm toán nguyên vẹn: {result.size} bản ghi.")  # noqa: T201
    return 0
