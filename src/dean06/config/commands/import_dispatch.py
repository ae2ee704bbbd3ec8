"""``dean06 import-dispatch FILE``: read a dispatch; with ``--json`` only tell what was understood."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from dean06.config import cli, database

if TYPE_CHECKING:
    from dean06.programme.reading import DispatchReading

HELP = "đọc công văn thành kế hoạch theo dõi"
NEEDS_DATABASE = False  # --json needs none; the import itself asks for it below


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    parser.add_argument("file", type=Path, metavar="TỆP", help="công văn dạng .txt, .docx hoặc .pdf có lớp chữ")
    parser.add_argument("--json", action="store_true", help="chỉ in kết quả đọc dạng JSON, không ghi vào hệ thống")


def run(args: argparse.Namespace) -> int:
    """Standard output carries the JSON and nothing else; people are spoken to on standard error."""
    from dean06.programme.reading import ReadingError, read_file, to_json

    try:
        reading = read_file(args.file)
    except ReadingError as error:
        raise cli.CommandFailure(str(error)) from error
    except OSError as error:
        raise cli.CommandFailure(f"không mở được tệp {args.file}: {error.strerror}") from error
    if args.json:
        json.dump(to_json(reading), sys.stdout, ensure_ascii=False, indent=2)
        sys.stdout.write("\n")
        return 0
    with database.available():
        cli.setup_django()
        return _import(args.file, reading)


def _import(file: Path, reading: "DispatchReading") -> int:
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.base.errors import DomainError
    from dean06.programme.services.directives import import_directive

    try:
        directive = import_directive(SYSTEM, name=file.name, data=file.read_bytes())
    except DomainError as error:
        raise cli.CommandFailure(str(error)) from error
    print(  # noqa: T201 - the terminal is this command's user
        f"Đã nhập công văn: {len(reading.pilots)} nhiệm vụ, mã {directive}", file=sys.stderr
    )
    return 0
