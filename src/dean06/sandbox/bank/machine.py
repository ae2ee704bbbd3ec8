"""The bank's interface for machines (protocols/bank): statements and refunds."""

import hmac
import json
import re
from datetime import date
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from dean06.sandbox.bank.accounts import Entry, Refused
from dean06.sandbox.bank.faults import Fault
from dean06.sandbox.bank.state import Bank
from dean06.sandbox.bank.statements import as_camt, as_csv, bomb

KEY = re.compile(r"[A-Za-z0-9.-]{1,64}")
FACTS = {"account": str, "original_reference": str, "amount": int, "currency": str, "words": str}
MAX_BODY_BYTES = 64 * 1024


async def statement(request: Request) -> Response:
    """A day of an account: camt.053, or CSV when asked for."""
    bank: Bank = request.app.state.bank
    if refused := _refused(request, bank):
        return refused
    account = request.path_params["account"]
    try:
        day = date.fromisoformat(request.path_params["day"])
    except ValueError:
        return JSONResponse({"error": "ngày không đúng"}, status_code=400)
    entries = _bent(bank.books.of_day(account, day), bank)
    if "csv" in request.headers.get("accept", ""):
        return PlainTextResponse(as_csv(entries), media_type="text/csv; charset=utf-8")
    text = as_camt(account, day, bank.books.opening(account, day), entries)
    if Fault.BOMB in bank.faults:
        text = bomb()
    if Fault.GARBLED in bank.faults:
        text = text[: len(text) // 2]
    return Response(text.encode(), media_type="application/xml")


async def refund(request: Request) -> Response:
    """Pay back: 201 when this call made it, 200 when it was made before, 202 while it waits, 422 when rejected."""
    bank: Bank = request.app.state.bank
    if refused := _refused(request, bank):
        return refused
    key = request.headers.get("idempotency-key", "")
    body = await request.body()
    try:
        asked: dict[str, Any] = json.loads(body) if len(body) <= MAX_BODY_BYTES else {}
        is_right = KEY.fullmatch(key) and all(isinstance(asked.get(name), kind) for name, kind in FACTS.items())
    except (ValueError, AttributeError):
        is_right = None
    if not is_right or asked["amount"] <= 0 or asked["currency"] != "VND":
        return JSONResponse({"error": "lệnh không đúng mẫu"}, status_code=400)
    try:
        found, is_new = bank.books.refund(
            key, asked, is_pending=Fault.REFUND_PENDING in bank.faults, is_rejected=Fault.REFUND_REJECTED in bank.faults
        )
    except Refused as error:
        return JSONResponse({"error": str(error)}, status_code=409)
    if Fault.REFUND_LOST in bank.faults:
        return JSONResponse({"error": "mất kết nối sau khi ghi"}, status_code=500)
    status = {"accepted": 202, "rejected": 422}.get(found.status, 201 if is_new else 200)
    return JSONResponse(found.told(), status_code=status)


async def refund_status(request: Request) -> Response:
    """What became of a refund; 404 for a key the bank never saw."""
    bank: Bank = request.app.state.bank
    if refused := _refused(request, bank):
        return refused
    found = bank.books.refunds.get(request.path_params["key"])
    if found is None:
        return JSONResponse({"error": "không có lệnh này"}, status_code=404)
    return JSONResponse(found.told())


def _refused(request: Request, bank: Bank) -> Response | None:
    expected = f"Bearer {bank.token}".encode()
    if hmac.compare_digest(request.headers.get("authorization", "").encode(), expected):
        return None
    return JSONResponse({"error": "chưa xác thực"}, status_code=401)


def _bent(entries: list[Entry], bank: Bank) -> list[Entry]:
    """What the switches make of a day. The statement still adds up: the bank is wrong, not the file."""
    if Fault.MISSING_LINE in bank.faults:
        entries = entries[1:]
    if Fault.WRONG_AMOUNT in bank.faults and entries:
        first = entries[0]
        entries = [Entry(**{**first.__dict__, "amount": first.amount + 1}), *entries[1:]]
    return entries
