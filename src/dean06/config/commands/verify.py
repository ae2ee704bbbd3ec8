"""``dean06 verify FILE``: who signed a PDF file, when, and whether it can be believed."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dean06.config import cli

if TYPE_CHECKING:
    from datetime import datetime

    from dean06.kernel.documents.types import SignatureVerdict, Verdict

HELP = "kiểm chữ ký số của một tệp PDF"
NEEDS_DATABASE = True
EXIT_UNSURE = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="tệp PDF đã ký")


def run(args: argparse.Namespace) -> int:
    """0 for a valid file, 1 for one that must not be used, 3 when it cannot be told now."""
    from dean06.kernel.documents.api import verify_pdf
    from dean06.kernel.documents.types import Outcome

    try:
        pdf = args.file.read_bytes()
    except OSError as error:
        raise cli.CommandFailure(f"không mở được tệp {args.file}: {error.strerror}") from error
    verdict = verify_pdf(pdf)
    sys.stdout.write(_told(verdict))
    return {Outcome.VALID: 0, Outcome.INVALID: cli.EXIT_FAILURE, Outcome.UNSURE: EXIT_UNSURE}[verdict.outcome]


def _told(verdict: "Verdict") -> str:
    from dean06.kernel.documents.types import Outcome

    words = {
        Outcome.VALID: "HỢP LỆ",
        Outcome.INVALID: "KHÔNG HỢP LỆ, không dùng tệp này",
        Outcome.UNSURE: "CHƯA KẾT LUẬN ĐƯỢC",
    }
    lines = [f"Kết luận: {words[verdict.outcome]}", *(f"  - {reason}" for reason in verdict.reasons)]
    for number, one in enumerate(verdict.signatures, 1):
        lines += [f"Chữ ký {number}: {words[one.outcome].partition(',')[0].lower()}", *_signature(one)]
    return "\n".join(lines) + "\n"


def _signature(one: "SignatureVerdict") -> list[str]:
    return [
        f"  Người ký: {one.signer}",
        f"  Nơi cấp chứng thư: {one.issuer} (số {one.serial})",
        f"  Giờ ký ghi trong tệp: {_moment(one.claimed_at)}",
        f"  Giờ ký được chứng thực: {_moment(one.proved_at)}",
        f"  Nội dung nguyên vẹn: {'có' if one.is_intact else 'KHÔNG'}",
        f"  Mức chữ ký: PAdES {one.level}",
        *(f"  - {reason}" for reason in one.reasons),
    ]


def _moment(at: "datetime | None") -> str:
    from dean06.kernel.base.clock import local

    return f"{local(at):%H:%M:%S ngày %d/%m/%Y}" if at else "không có"
