"""``dean06 keys``: signing keys of units, at the server's own terminal."""

import argparse
import sys
from pathlib import Path
from uuid import UUID

from dean06.config import cli

HELP = "khoá ký của đơn vị: xem, tạo, lấy chứng thư, ngừng dùng"
NEEDS_DATABASE = True


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command line."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VIỆC")
    verbs.add_parser("list", help="xem mọi khoá")
    make = verbs.add_parser("make", help="tạo khoá mới cho một đơn vị; khoá cũ vẫn ký cho đến khi có chứng thư mới")
    make.add_argument("unit", metavar="MÃ_ĐƠN_VỊ")
    make.add_argument("--p256", action="store_true", help="khoá P-256 cho giấy tờ ví điện tử thay vì RSA-2048 cho PDF")
    request = verbs.add_parser("request", help="ghi tệp yêu cầu cấp chứng thư (PKCS#10) để nộp cho nơi cấp")
    request.add_argument("key", type=UUID, metavar="KHOÁ")
    request.add_argument("file", type=Path, metavar="TỆP")
    enrol = verbs.add_parser("enrol", help="lấy chứng thư từ nơi cấp qua EST và đưa khoá vào dùng")
    enrol.add_argument("key", type=UUID, metavar="KHOÁ")
    install = verbs.add_parser("install", help="đưa khoá vào dùng với tệp chứng thư nhận được (PEM, cả chuỗi)")
    install.add_argument("key", type=UUID, metavar="KHOÁ")
    install.add_argument("file", type=Path, metavar="TỆP")
    retire = verbs.add_parser("retire", help="ngừng dùng một khoá")
    retire.add_argument("key", type=UUID, metavar="KHOÁ")
    retire.add_argument("reason", metavar="LÝ_DO")
    retire.add_argument("--compromised", action="store_true", help="khoá bị lộ: báo ngay nơi cấp thu hồi chứng thư")


def run(args: argparse.Namespace) -> int:
    """Whoever reaches the server's terminal acts as the platform; the log has it so."""
    from dean06.kernel.base.errors import DomainError
    from dean06.kernel.documents.types import UnusableKey

    try:
        sys.stdout.write(VERBS[args.verb](args))
    except (DomainError, UnusableKey) as refused:
        raise cli.CommandFailure(str(refused)) from refused
    except OSError as error:
        raise cli.CommandFailure(f"không dùng được tệp {args.file}: {error.strerror}") from error
    return 0


def _list(_args: argparse.Namespace) -> str:
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.documents import api

    lines = [
        f"{one.id}  {one.unit_code}  {one.algorithm}  {one.state}  "
        f"{f'{one.issuer}, đến {one.not_after:%d/%m/%Y}' if one.not_after else 'chưa có chứng thư'}\n"
        for one in api.keys(SYSTEM)
    ]
    return "".join(lines) or "Chưa có khoá nào.\n"


def _make(args: argparse.Namespace) -> str:
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.documents import api
    from dean06.kernel.documents.types import Algorithm

    algorithm = Algorithm.P256 if args.p256 else Algorithm.RSA_2048
    return f"{api.make_key(SYSTEM, unit_code=args.unit, algorithm=algorithm)}\n"


def _request(args: argparse.Namespace) -> str:
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.documents import api

    found = [one.request for one in api.keys(SYSTEM) if one.id == args.key]
    if not found:
        raise cli.CommandFailure("không có khoá này.")
    args.file.write_bytes(found[0])
    return f"Đã ghi {args.file}\n"


def _enrol(args: argparse.Namespace) -> str:
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.documents import api

    api.enrol_key(SYSTEM, key_id=args.key)
    return "Khoá đã vào dùng.\n"


def _install(args: argparse.Namespace) -> str:
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.documents import api

    api.install_certificate(SYSTEM, key_id=args.key, chain=api.file_certificates(args.file.read_bytes()))
    return "Khoá đã vào dùng.\n"


def _retire(args: argparse.Namespace) -> str:
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.documents import api

    api.retire_key(SYSTEM, key_id=args.key, reason=args.reason, is_compromised=args.compromised)
    return "Khoá đã ngừng dùng.\n"


VERBS = {
    "list": _list,
    "make": _make,
    "request": _request,
    "enrol": _enrol,
    "install": _install,
    "retire": _retire,
}
