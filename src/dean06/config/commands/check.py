"""``dean06 check``: is this installation set up properly?"""

import argparse
import sys

HELP = "kiểm tra cấu hình, cơ sở dữ liệu và nhật ký của bản cài đặt"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    parser.add_argument("--deploy", action="store_true", help="thêm các kiểm tra dành cho bản chạy thật")


def run(args: argparse.Namespace) -> int:
    """Run Django's system checks and our own; 1 when something must be mended."""
    from django.core.management import CommandError, call_command

    from dean06.config.health import procedures, readiness

    try:
        call_command("check", deploy=args.deploy, fail_level="ERROR")
    except CommandError as error:
        print(error, file=sys.stderr)  # noqa: T201 - the terminal is this command's user
        return 1
    failed = [probe for probe in (*readiness(), procedures()) if not probe.ok]
    for probe in failed:
        print(f"✗ {probe.name}: {probe.message}", file=sys.stderr)  # noqa: T201
    if failed:
        return 1
    print("Mọi thứ ổn.")  # noqa: T201
    return 0
