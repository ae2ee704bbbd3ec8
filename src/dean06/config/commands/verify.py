"""``dean06 verify FILE``: who signed a PDF file or sealed a row of a register, when, and whether to believe it."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dean06.config import cli

if TYPE_CHECKING:
    from datetime import datetime

    from dean06.kernel.documents.types import Outcome, SealVerdict, SignatureVerdict, Verdict

HELP = "kiểm chữ ký số của một tệp PDF, hoặc bằng chứng một dòng của sổ đã niêm phong"
NEEDS_DATABASE = True
EXIT_UNSURE = 3


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="tệp PDF đã ký, hoặc tệp bằng chứng (JSON)")


def run(args: argparse.Namespace) -> int:
    """0 for a valid file, 1 for one that must not be used, 3 when it cannot be told now."""
    from dean06.kernel.documents.api import is_row_proof, verify_pdf, verify_proof
    from dean06.kernel.documents.types import Outcome

    try:
        data = args.file.read_bytes()
    except OSError as error:
        raise cli.CommandFailure(f"không mở được tệp {args.file}: {error.strerror}") from error
    statuses = {Outcome.VALID: 0, Outcome.INVALID: cli.EXIT_FAILURE, Outcome.UNSURE: EXIT_UNSURE}
    if is_row_proof(data):
        sealed = verify_proof(data)
        sys.stdout.write(_told_of_row(sealed))
        return statuses[sealed.outcome]
    verdict = verify_pdf(data)
    sys.stdout.write(_told(verdict))
    return statuses[verdict.outcome]


def _words() -> "dict[Outcome, str]":
    from dean06.kernel.documents.types import Outcome

    return {
        Outcome.VALID: "HỢP LỆ",
        Outcome.INVALID: "KHÔNG HỢP LỆ, không dùng tệp này",
        Outcome.UNSURE: "CHƯA KẾT LUẬN ĐƯỢC",
    }


def _told_of_row(found: "SealVerdict") -> str:
    lines = [f"Kết luận: {_words()[found.outcome]}", *(f"  - {reason}" for reason in found.reasons)]
    if found.title:
        lines += [f"Sổ: {found.title}", f"Dòng: {found.position} trên {found.size}"]
    lines += [f"Dòng nằm trong sổ đã niêm phong: {'có' if found.is_included else 'KHÔNG'}"]
    lines += ["Chữ ký niêm phong:", *_signature(found.signature)] if found.signature else []
    lines += [f"  {label}: {value}" for label, value in found.row.items()]
    return "\n".join(lines) + "\n"


def _told(verdict: "Verdict") -> str:
    words = _words()
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
