"""``dean06 report``: weekly report and reminder letter in the form of NĐ 30/2020, as of a day."""

import argparse
from datetime import date
from pathlib import Path

from dean06.config import cli

HELP = "lập báo cáo tuần hoặc công văn đôn đốc tại một ngày"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    parser.add_argument("kind", choices=("weekly", "reminder"), help="weekly: báo cáo tuần; reminder: công văn đôn đốc")
    parser.add_argument("--as-of", type=date.fromisoformat, metavar="YYYY-MM-DD", help="mặc định: hôm nay")
    parser.add_argument("--out", type=Path, required=True, metavar="TỆP", help="tệp .docx hoặc .pdf")


def run(args: argparse.Namespace) -> int:
    """Write the document; the same day always gives the same numbers."""
    from dean06.kernel.base import clock
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.base.errors import DomainError
    from dean06.programme.services.documents import official_document

    try:
        document = official_document(
            SYSTEM, kind=args.kind, form=args.out.suffix.lstrip(".").lower(), as_of=args.as_of or clock.today()
        )
    except DomainError as error:
        raise cli.CommandFailure(str(error)) from error
    args.out.write_bytes(document.data)
    return 0
