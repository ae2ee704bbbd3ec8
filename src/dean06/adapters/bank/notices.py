"""Signed notices, after the Standard Webhooks specification 1.0: ``webhook-id``, ``-timestamp``, ``-signature``.

The signature is ``v1,`` and the base64 of HMAC-SHA256 over ``id.timestamp.body``; several may stand beside each other,
separated by spaces, while a key is being changed. Nothing of the body is read before one of them holds.
"""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from dean06.kernel.ports.bank import Notice, NoticeRefused

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
VERSION = "v1"
TYPE = "credit.booked"
MOST_SIGNATURES = 5
MOST_AMOUNT = 10**13
_ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
_TIME = re.compile(r"[0-9]{1,12}")
_ACCOUNT = re.compile(r"[0-9]{6}\.[0-9A-Za-z]{1,19}")
_CURRENCY = re.compile(r"[A-Z]{3}")
LONGEST_CONTENT = 500


def read(headers: Mapping[str, str], body: bytes, *, secrets: tuple[str, ...], now: datetime, window_s: int) -> Notice:
    """The notice, once its signature and its hour hold. NoticeRefused otherwise."""
    small = {name.lower(): value for name, value in headers.items()}
    message_id, timestamp = small.get(ID, ""), small.get(TIMESTAMP, "")
    if not (_ID.fullmatch(message_id) and _TIME.fullmatch(timestamp) and SIGNATURE in small):
        raise NoticeRefused("unsigned")
    signed = f"{message_id}.{timestamp}.".encode() + body
    expected = [sign(secret, signed) for secret in secrets]
    if not any(hmac.compare_digest(one, given) for one in expected for given in _given(small[SIGNATURE])):
        raise NoticeRefused("bad_signature")
    if abs(now.timestamp() - int(timestamp)) > window_s:
        raise NoticeRefused("stale")
    return _notice(message_id, body)


def sign(secret: str, signed: bytes) -> bytes:
    """The bytes of a signature."""
    return hmac.new(secret.encode(), signed, hashlib.sha256).digest()


def _given(header: str) -> Iterator[bytes]:
    for one in header.split(" ")[:MOST_SIGNATURES]:
        version, _, text = one.partition(",")
        try:
            raw = base64.b64decode(text, validate=True)
        except ValueError:
            continue
        if version == VERSION:
            yield raw


def _notice(message_id: str, body: bytes) -> Notice:
    try:
        told: dict[str, Any] = json.loads(body)
        data = told["data"]
        facts = {name: data[name] for name in ("account", "reference", "amount", "currency", "content", "booked_at")}
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise NoticeRefused("malformed") from error
    amount, texts = facts.pop("amount"), facts
    is_whole = isinstance(amount, int) and not isinstance(amount, bool) and 0 < amount < MOST_AMOUNT
    if not (told.get("type") == TYPE and is_whole and all(isinstance(text, str) for text in texts.values())):
        raise NoticeRefused("malformed")
    if not (
        _ACCOUNT.fullmatch(texts["account"])
        and _ID.fullmatch(texts["reference"])
        and _CURRENCY.fullmatch(texts["currency"])
    ):
        raise NoticeRefused("malformed")
    return Notice(
        message_id=message_id,
        account_code=texts["account"],
        bank_reference=texts["reference"],
        amount=amount,
        currency=texts["currency"],
        content=texts["content"].replace("\0", "")[:LONGEST_CONTENT],
        booked_at=_moment(texts["booked_at"]),
    )


def _moment(text: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise NoticeRefused("malformed") from error
    if found.tzinfo is None:
        raise NoticeRefused("malformed")
    return found.astimezone(UTC)
