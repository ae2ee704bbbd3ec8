"""``dean06 break-glass``: make, revoke or look at the emergency operator account, at the server's own terminal.

Imports nothing of Django until it runs: the command line is declared before settings are loaded.
"""

import argparse
import getpass
import sys

import segno

from dean06.kernel.base import clock
from dean06.kernel.base.errors import DomainError

EXIT_FAILURE = 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``create``, ``revoke`` and ``status``."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VIỆC")
    create = verbs.add_parser("create", help="lập tài khoản (hỏi mật khẩu, in mã QR cho ứng dụng tạo mã)")
    create.add_argument("--holder", required=True, metavar="TÊN", help="người giữ phong bì niêm phong")
    verbs.add_parser("revoke", help="huỷ tài khoản và kết thúc phiên đang mở")
    verbs.add_parser("status", help="xem tài khoản có hay không, có được phép dùng hay không")


def run(args: argparse.Namespace) -> int:
    """Do the verb; returns the exit status."""
    try:
        {"create": _create, "revoke": _revoke, "status": _status}[args.verb](args)
    except DomainError as error:
        print(f"dean06: {error.message}", file=sys.stderr)  # noqa: T201 - the terminal is this command's user
        return EXIT_FAILURE
    return 0


def _say(text: str) -> None:
    print(text)  # noqa: T201 - the terminal is this command's user


def _create(args: argparse.Namespace) -> None:
    from dean06.kernel.identity import break_glass, totp

    password = getpass.getpass(f"Mật khẩu (ít nhất {break_glass.LEAST_PASSWORD_LENGTH} ký tự): ")
    if getpass.getpass("Nhập lại mật khẩu: ") != password:
        raise DomainError("Hai lần nhập mật khẩu không giống nhau. Chưa lập tài khoản.")
    secret = totp.new_secret()
    _say("Quét mã này bằng ứng dụng tạo mã một lần trên điện thoại của người giữ:")
    segno.make(totp.uri(secret, args.holder)).terminal(compact=True)
    _say(f"Không quét được thì nhập khoá: {secret}")
    code = input("Mã 6 số đang hiện trên điện thoại: ").strip()
    if totp.matching_step(secret, code, after=0, now=clock.now()) is None:
        raise DomainError("Mã không đúng nên chưa lập tài khoản. Kiểm tra giờ trên điện thoại rồi chạy lại.")
    break_glass.create_account(holder=args.holder, password=password, secret=secret)
    _say("Đã lập tài khoản khẩn cấp. Cất mật khẩu trong phong bì niêm phong.")
    if not break_glass.is_enabled():
        _say("Tài khoản chưa dùng được: đặt DEAN06_BREAK_GLASS=1 rồi khởi động lại khi thật sự cần.")


def _revoke(args: argparse.Namespace) -> None:
    from dean06.kernel.identity import break_glass

    del args
    break_glass.revoke_account()
    _say("Đã huỷ tài khoản khẩn cấp.")


def _status(args: argparse.Namespace) -> None:
    from dean06.kernel.identity import break_glass

    del args
    row = break_glass.account()
    _say(
        "Tài khoản: "
        + (f"có, người giữ {row.holder}, lập {clock.local(row.created_at):%d/%m/%Y}" if row else "chưa có")
    )
    _say("Được phép đăng nhập: " + ("có (DEAN06_BREAK_GLASS=1)" if break_glass.is_enabled() else "không"))
