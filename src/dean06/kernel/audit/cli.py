"""``dean06 audit``: verify, checkpoint, proof, bundle, key. Imports nothing of Django until it runs."""

import argparse
import base64
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

OK, DAMAGED, REFUSED, UNCONFIRMED = 0, 1, 2, 3
LEGAL_BASIS = "Luật Bảo vệ dữ liệu cá nhân số 91/2025/QH15"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the subcommands."""
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VIỆC")
    verify = verbs.add_parser("verify", help="tính lại toàn bộ nhật ký và nói rõ bản ghi nào sai")
    verify.add_argument("--checkpoint", action="append", default=[], type=Path, help="mốc đã ký được giữ ở nơi khác")
    verify.add_argument("--bundle", action="append", default=[], type=Path, help="tệp bằng chứng một người mang đến")
    verify.add_argument("--witness-key", default="", help="khoá của bên làm chứng; bỏ trống: khoá đã cấu hình")
    verify.add_argument("--json", action="store_true", help="in kết quả dạng JSON")
    verbs.add_parser("checkpoint", help="ký một mốc của nhật ký và in ra")
    verbs.add_parser("key", help="in khóa công khai để kiểm chữ ký")
    proof = verbs.add_parser("proof", help="chứng minh một bản ghi có trong nhật ký, hoặc hai mốc nối tiếp nhau")
    what = proof.add_mutually_exclusive_group(required=True)
    what.add_argument("entry", nargs="?", type=UUID, help="mã bản ghi")
    what.add_argument("--between", nargs=2, type=int, metavar=("CŨ", "MỚI"), help="số bản ghi của hai mốc")
    settle = verbs.add_parser("settle", help="đóng báo động của bên làm chứng khi đã rõ nguyên nhân")
    settle.add_argument("--reason", required=True, help="nguyên nhân, số biên bản; được ghi vào nhật ký")
    bundle = verbs.add_parser("bundle", help="xuất mọi bản ghi về một người kèm bằng chứng")
    bundle.add_argument("party", type=UUID, help="mã người trong hệ thống")
    bundle.add_argument("--purpose", required=True, help="lý do xuất; được ghi vào nhật ký và người đó thấy")
    bundle.add_argument("--legal-basis", default=LEGAL_BASIS, help=f"căn cứ pháp lý (mặc định: {LEGAL_BASIS})")
    bundle.add_argument("--output", "-o", type=Path, help="tệp ghi ra; bỏ trống: ra màn hình")


def run(args: argparse.Namespace) -> int:
    """Run one subcommand: 0 done, 1 something is wrong, 2 it could not be done, 3 the witness does not confirm it."""
    from dean06.kernel.audit.keys import KeyMissing, WitnessKeyUnusable
    from dean06.kernel.audit.tiles import TreeDamaged
    from dean06.kernel.base.errors import DomainError

    verbs = {
        "verify": _verify,
        "checkpoint": _checkpoint,
        "key": _key,
        "proof": _proof,
        "bundle": _bundle,
        "settle": _settle,
    }
    try:
        return verbs[args.verb](args)
    except TreeDamaged as error:
        _say(str(error))
        return DAMAGED
    except (DomainError, KeyMissing, WitnessKeyUnusable, OSError, UnicodeDecodeError) as error:
        _say(f"Không làm được: {error}")
        return REFUSED


def _verify(args: argparse.Namespace) -> int:
    from dean06.kernel.audit import cli_verify

    return cli_verify.run(args)


def _checkpoint(args: argparse.Namespace) -> int:
    from dean06.kernel.audit.checkpoints import checkpoint

    del args
    _print(checkpoint().note.rstrip("\n"))
    return OK


def _key(args: argparse.Namespace) -> int:
    from dean06.kernel.audit.keys import verifier

    del args
    _print(str(verifier()))
    return OK


def _proof(args: argparse.Namespace) -> int:
    from dean06.kernel.audit import checkpoints

    if args.entry:
        found = checkpoints.inclusion_proof(args.entry)
        _print_json(
            {
                "body": found.body,
                "index": found.index,
                "path": _base64(found.path),
                "checkpoint": found.checkpoint.note,
            }
        )
        return OK
    link = checkpoints.consistency_proof(*args.between)
    _print_json(
        {
            "old": {"size": link.old, "root": _base64([link.old_root])[0]},
            "new": {"size": link.new, "root": _base64([link.new_root])[0]},
            "path": _base64(link.path),
        }
    )
    return OK


def _bundle(args: argparse.Namespace) -> int:
    from django.db import transaction

    from dean06.kernel.audit.bundle import export_bundle
    from dean06.kernel.audit.recorder import record
    from dean06.kernel.base.actor import SYSTEM

    with transaction.atomic():
        record(
            SYSTEM,
            "audit.export_bundle",
            object_type="audit.bundle",
            object_id=args.party,
            purpose=args.purpose,
            legal_basis=args.legal_basis,
            subjects=[args.party],
            fields=["audit.entries"],
        )
    text = json.dumps(export_bundle(args.party), ensure_ascii=False, indent=1)
    if args.output:
        args.output.write_text(text + "\n", encoding="utf-8")
        _say(f"Đã ghi {args.output}; kiểm bằng: python3 audit_complete.py {args.output} --witness-key KHOÁ")
    else:
        _print(text)
    return OK


def _settle(args: argparse.Namespace) -> int:
    from dean06.kernel.audit import alarms
    from dean06.kernel.base.actor import SYSTEM

    alarm = alarms.settle(SYSTEM, reason=args.reason)
    _print(f"Đã đóng báo động {alarm.entry_id}. Bên làm chứng được hỏi lại trong vòng một phút.")
    return OK


def _base64(hashes: Sequence[bytes]) -> list[str]:
    return [base64.b64encode(value).decode() for value in hashes]


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _print_json(content: dict[str, Any]) -> None:
    _print(json.dumps(content, ensure_ascii=False, indent=1))


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")
