"""Encode and decode protocols/vneid_inbox; nothing is on the network here."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from dean06.kernel.ports.handover import Fate, Receipt, ReceiptRefused, ReceiptState
from dean06.kernel.ports.vneid_inbox import Push

FATES = {"accepted": Fate.ACCEPTED, "rejected": Fate.REFUSED, "try_later": Fate.LATER}
LONGEST_CODE = 60
MOST_RECEIPTS = 500


class OutOfProtocol(Exception):
    """The answer is not in the protocol; str() says where."""


def encode(batch: Sequence[Push]) -> bytes:
    """A batch as the inbox takes it: the fields of a notice have the names of the protocol."""
    notices = [asdict(one) for one in batch]
    return json.dumps({"notifications": notices}, ensure_ascii=False, separators=(",", ":")).encode()


def read_answer(body: bytes, references: Sequence[str]) -> list[tuple[Fate, str]]:
    """Fate and code of each reference. OutOfProtocol unless the answer is about exactly these, each once."""
    results = _rows(_parse(body), "results")
    found = {str(row.get("reference")): row for row in results}
    if len(found) != len(results) or set(found) != set(references):
        raise OutOfProtocol("results of other references")
    try:
        return [(FATES[found[one]["status"]], _code(found[one])) for one in references]
    except (KeyError, TypeError) as error:
        raise OutOfProtocol("unknown status") from error


def read_state(body: bytes, reference: str) -> Receipt | None:
    """What the inbox says of one notice; None while it is on its way. OutOfProtocol."""
    row = _parse(body)
    if row.get("reference") != reference:
        raise OutOfProtocol("another reference")
    return None if row.get("status") == "accepted" else _receipt(row)


def read_receipts(secret: str, signature: str, body: bytes, *, now: float, oldest_s: int) -> list[Receipt]:
    """Receipts with a good signature, not older than ``oldest_s``. ReceiptRefused."""
    sent_at, given = _signature(signature)
    expected = hmac.new(secret.encode(), f"{sent_at}.".encode() + body, hashlib.sha256).hexdigest()
    if not hmac.compare_digest(expected, given):
        raise ReceiptRefused("bad signature")
    if abs(now - sent_at) > oldest_s:
        raise ReceiptRefused("too old")
    try:
        rows = _rows(_parse(body), "receipts")
        if len(rows) > MOST_RECEIPTS:
            raise OutOfProtocol("too many")
        return [_receipt(row) for row in rows]
    except OutOfProtocol as error:
        raise ReceiptRefused(str(error)) from error


def _signature(header: str) -> tuple[int, str]:
    parts = dict(pair.split("=", 1) for pair in header.split(",") if "=" in pair)
    sent_at, given = parts.get("t", ""), parts.get("v1", "")
    if not (sent_at.isascii() and sent_at.isdigit() and given.isascii()):
        raise ReceiptRefused("no signature")
    return int(sent_at[:12]), given


def _parse(body: bytes) -> dict[str, Any]:
    try:
        data = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise OutOfProtocol("not JSON") from error
    if not isinstance(data, dict):
        raise OutOfProtocol("not an object")
    return data


def _rows(data: dict[str, Any], key: str) -> list[dict[str, Any]]:
    rows = data.get(key)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise OutOfProtocol(f"no {key}")
    return rows


def _receipt(row: dict[str, Any]) -> Receipt:
    try:
        at = datetime.fromisoformat(row["at"])
        state = ReceiptState(row["status"])
        reference = row["reference"]
    except (KeyError, TypeError, ValueError) as error:
        raise OutOfProtocol("not a receipt") from error
    if at.tzinfo is None or not isinstance(reference, str):
        raise OutOfProtocol("not a receipt")
    return Receipt(reference=reference, state=state, at=at, detail=_code(row))


def _code(row: dict[str, Any]) -> str:
    return str(row.get("code", ""))[:LONGEST_CODE]
