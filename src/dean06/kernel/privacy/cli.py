"""``dean06 retention``: what is kept how long, delete what is past its time, check a claim that something was deleted.

Imports nothing of Django until it runs: the command line is declared before settings are loaded.
"""

import argparse
import sys

OK, NOT_PROVEN = 0, 1


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare ``list``, ``run``, ``files`` and ``check``."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VIỆC")
    verbs.add_parser("list", help="xem loại dữ liệu nào giữ bao lâu")
    run_now = verbs.add_parser("run", help="xoá ngay những gì hết thời hạn giữ")
    run_now.add_argument("--dry-run", action="store_true", help="chỉ đếm, không xoá")
    run_now.add_argument(
        "--only", action="append", default=[], metavar="LOẠI", help="chỉ loại này (dùng được nhiều lần)"
    )
    files = verbs.add_parser("files", help="dọn tệp không còn nơi nào giữ khỏi kho tệp")
    files.add_argument("--dry-run", action="store_true", help="chỉ đếm, không xoá")
    check = verbs.add_parser("check", help="một bản ghi đã bị xoá thật chưa, có bằng chứng không")
    check.add_argument("category", help="loại, như trong lệnh list")
    check.add_argument("record", help="mã bản ghi")


def run(args: argparse.Namespace) -> int:
    """Do the verb; 1 when a deletion is not proven or a category is unknown."""
    return {"list": _list, "run": _run, "files": _files, "check": _check}[args.verb](args)


def _list(args: argparse.Namespace) -> int:
    from dean06.kernel.privacy import retention

    del args
    for one in retention.categories():
        _say(f"{one.code:32} {one.keep_days:5} ngày  {one.label}")
    return OK


def _run(args: argparse.Namespace) -> int:
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.privacy import retention

    unknown = set(args.only) - {one.code for one in retention.categories()}
    if unknown:
        _say(f"Không có loại: {', '.join(sorted(unknown))}. Xem: dean06 retention list")
        return NOT_PROVEN
    done = retention.run_retention(SYSTEM, dry_run=args.dry_run, only=args.only, say=_say)
    total = sum(one.count for one in done)
    _say(f"Sẽ xoá {total} bản ghi (chưa xoá gì)." if args.dry_run else f"Đã xoá {total} bản ghi, có bằng chứng.")
    return OK


def _files(args: argparse.Namespace) -> int:
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.base.errors import Conflict
    from dean06.kernel.documents.api import UNHELD_DAYS, sweep_store

    try:
        done = sweep_store(SYSTEM, dry_run=args.dry_run)
    except Conflict as refusal:
        _say(refusal.message)
        return NOT_PROVEN
    _say(f"{done.files} tệp trong kho; {done.unheld} tệp không nơi nào giữ quá {UNHELD_DAYS} ngày.")
    _say("Chưa xoá gì." if args.dry_run else f"Đã xoá {done.removed} tệp, {done.abandoned} tệp tải dở.")
    return OK


def _check(args: argparse.Namespace) -> int:
    from dean06.kernel.base import clock
    from dean06.kernel.privacy import retention

    proof = retention.find_deletion(args.category, args.record)
    if proof is None:
        _say("Không có bằng chứng nào rằng bản ghi này đã bị xoá.")
        return NOT_PROVEN
    _say(f"Đã xoá lúc {clock.local(proof.at):%H:%M ngày %d/%m/%Y}, cùng {proof.count} bản ghi của loại này.")
    _say(f"Gốc Merkle {proof.root}, bản ghi nhật ký {proof.audit_entry_id} ghi đúng con số đó.")
    return OK


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
