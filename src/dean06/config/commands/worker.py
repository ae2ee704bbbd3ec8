"""``dean06 worker``: background jobs, outbox, reminders, audit sequencing."""

import argparse

HELP = "chạy tiến trình công việc nền"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    parser.add_argument("--once", action="store_true", help="làm hết việc đang chờ rồi dừng")


def run(args: argparse.Namespace) -> int:
    """Work until told to stop, or until the queue is empty with ``--once``."""
    from dean06.kernel.base.jobs import run_worker

    run_worker(wait=not args.once)
    return 0
