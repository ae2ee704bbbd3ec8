"""``dean06 audit verify``: what it prints, and its exit status."""

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from dean06.kernel.audit import alarms, keys
from dean06.kernel.audit.note import Verifier
from dean06.kernel.audit.types import VerifyResult
from dean06.kernel.audit.verifier import verify
from dean06.kernel.audit.verify_bundle import BundleRefused, BundleResult, verify_bundle
from dean06.kernel.base import clock

OK, DAMAGED, UNCONFIRMED = 0, 1, 3  # those of the stand-alone scripts

Bundles = dict[Path, BundleResult | BundleRefused]


def run(args: argparse.Namespace) -> int:
    """Recompute the log, check the witness's signatures and the bundles given, and say it."""
    witness, problem = _witness(args.witness_key)
    bundles = {file: _bundle(file, witness) for file in args.bundle}
    notes = [file.read_text(encoding="utf-8") for file in args.checkpoint]
    for one in bundles.values():
        notes += one.notes if isinstance(one, BundleResult) else ()
    result = verify(trusted=notes, witness=witness)
    if args.json:
        text = json.dumps(_as_json(result, bundles, problem), ensure_ascii=False, indent=1)
    else:
        text = "\n".join([*_log_lines(result), *_witness_lines(result, problem), *_bundle_lines(bundles)])
    sys.stdout.write(f"{text}\n")
    if not result.is_intact or alarms.open_alarm() or any(isinstance(one, BundleRefused) for one in bundles.values()):
        return DAMAGED
    checked = [one for one in bundles.values() if isinstance(one, BundleResult)]
    # A key given with a bundle asks about that bundle; whether the log is heard is asked of the appointed witness.
    asks_about_bundles = bool(args.witness_key and args.bundle)
    is_confirmed = all(one.is_confirmed for one in checked) and (asks_about_bundles or not _is_silent(result))
    return UNCONFIRMED if problem or (witness and not is_confirmed) else OK


def _is_silent(result: VerifyResult) -> bool:
    """True when there is a log and the witness never signed any of it; a log it is merely behind is an everyday one."""
    return result.witnessed.at is None and bool(result.size or result.waiting or result.checkpoints)


def _witness(given: str) -> tuple[Verifier | None, str]:
    """The key to check with, and why there is none."""
    if given:
        return keys.read_witness(given), ""
    try:
        return keys.witness(), ""
    except keys.WitnessKeyUnusable as error:
        return None, str(error)


def _bundle(file: Path, witness: Verifier | None) -> BundleResult | BundleRefused:
    try:
        return verify_bundle(file.read_text(encoding="utf-8"), log=keys.verifier(), witness=witness)
    except BundleRefused as error:
        return error


def _log_lines(result: VerifyResult) -> list[str]:
    return [
        *(f"SAI  {one.message}" for one in result.findings),
        f"{result.size} bản ghi trong cây, {result.waiting} đang chờ, {result.checkpoints} mốc đã ký.",
        "Nhật ký nguyên vẹn." if result.is_intact else f"Nhật ký KHÔNG nguyên vẹn: {len(result.findings)} lỗi.",
    ]


def _witness_lines(result: VerifyResult, problem: str) -> list[str]:
    found, lines = result.witnessed, []
    if problem:
        lines.append(f"Chưa kiểm được bên làm chứng. {problem}")
    elif not found.name:
        lines.append("Chưa cử bên làm chứng: nhật ký chỉ có chữ ký của chính hệ thống này.")
    elif found.at is None:
        lines.append(f"Bên làm chứng {found.name} CHƯA ký mốc nào.")
    else:
        after = result.size - found.size
        rest = f"{after} bản ghi sau đó CHƯA được xác nhận." if after else "Không còn bản ghi nào chưa được xác nhận."
        newest = f"mới nhất ở {found.size} bản ghi lúc {_at(found.at)}"
        lines.append(f"Bên làm chứng {found.name} đã ký {found.count} mốc, {newest}. {rest}")
    if found.others:
        lines.append(
            f"{found.others} chữ ký của bên làm chứng khác: đúng khoá ghi kèm, nhưng không phải bên đang được cử."
        )
    if alarm := alarms.open_alarm():
        lines.append(
            f"BÁO ĐỘNG chưa đóng từ {_at(alarm.at)}: bên làm chứng nhớ một nhật ký khác (bản ghi {alarm.entry_id})."
        )
    return lines


def _bundle_lines(bundles: Bundles) -> list[str]:
    lines = []
    for file, one in bundles.items():
        if isinstance(one, BundleRefused):
            lines.append(f"SAI  {file}: {one}")
            continue
        word = "CHƯA được bên thứ hai xác nhận"
        if one.confirmed_at:
            word = f"bên làm chứng xác nhận lúc {_at(one.confirmed_at)}"
        if one.confirmed_at and not one.is_confirmed:
            word = f"CHƯA được bên làm chứng xác nhận hết: lúc {_at(one.confirmed_at)} mới ký {one.confirmed} bản ghi"
        lines.append(f"ĐÚNG {file}: {one.entries} mục, không bỏ sót mục nào, trong {one.size} bản ghi; {word}.")
    return lines


def _as_json(result: VerifyResult, bundles: Bundles, problem: str) -> dict[str, Any]:
    found, alarm = result.witnessed, alarms.open_alarm()
    return {
        "size": result.size,
        "root": result.root.hex(),
        "waiting": result.waiting,
        "findings": [
            {
                "kind": str(one.kind),
                "message": one.message,
                "index": one.index,
                "entry": one.entry_id and str(one.entry_id),
            }
            for one in result.findings
        ],
        "witness": {
            "name": found.name,
            "size": found.size,
            "at": found.at and found.at.isoformat(),
            "cosigned": found.count,
            "others": found.others,
            "problem": problem,
            "alarm": alarm and str(alarm.entry_id),
        },
        "bundles": {
            str(file): {"refused": str(one)}
            if isinstance(one, BundleRefused)
            else {"entries": one.entries, "size": one.size, "confirmed": one.confirmed}
            for file, one in bundles.items()
        },
    }


def _at(moment: datetime) -> str:
    return f"{clock.local(moment):%H:%M ngày %d/%m/%Y}"
