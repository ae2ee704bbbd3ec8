"""Switches and shortcuts for tests, for loopback addresses that hold the token."""

import hmac
import ipaddress
import json
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from dean06.sandbox.bank.accounts import Refused
from dean06.sandbox.bank.faults import Fault
from dean06.sandbox.bank.state import Bank


async def faults(request: Request) -> Response:
    """GET the switches, PUT {"faults": [...], "seconds": 2.5} to set them, DELETE to behave again."""
    bank: Bank = request.app.state.bank
    if refused := _refused(request, bank):
        return refused
    if request.method == "DELETE":
        bank.faults.set([], 0)
    if request.method == "PUT":
        try:
            wanted: dict[str, Any] = json.loads(await request.body())
            bank.faults.set(list(wanted.get("faults", [])), float(wanted.get("seconds", 0)))
        except (ValueError, TypeError, AttributeError) as error:
            return JSONResponse({"error": str(error), "known": [fault.value for fault in Fault]}, status_code=422)
    return JSONResponse({"faults": sorted(bank.faults.active), "seconds": bank.faults.seconds})


async def act(request: Request) -> Response:
    """``pay``, or one of ``ACTS``."""
    bank: Bank = request.app.state.bank
    if refused := _refused(request, bank):
        return refused
    name = request.path_params["act"]
    if name == "pay":
        return await _pay(request, bank)
    if name not in ACTS:
        return JSONResponse({"error": "unknown", "known": ["pay", *ACTS]}, status_code=404)
    return JSONResponse(ACTS[name](bank))


async def _pay(request: Request, bank: Bank) -> Response:
    try:
        asked: dict[str, Any] = json.loads(await request.body())
        account, content, reference = asked["account"], asked["content"], asked.get("reference", "")
        entry = bank.books.credit(account, int(asked["amount"]), content, reference=reference)
    except (ValueError, TypeError, KeyError, Refused) as error:
        return JSONResponse({"error": str(error)}, status_code=422)
    if asked.get("notify", True):
        bank.notifier.tell(entry)
    return JSONResponse(asdict(entry))


def _settle(bank: Bank) -> dict[str, int]:
    waiting = [one for one in bank.books.refunds.values() if one.status == "accepted"]
    for refund in waiting:
        bank.books.settle(refund)
    return {"settled": len(waiting)}


def _forget(bank: Bank) -> dict[str, bool]:
    bank.books.forget()
    bank.notifier.answers.clear()
    bank.notifier.held.clear()
    return {"forgotten": True}


def _entries(bank: Bank) -> dict[str, Any]:
    return {"entries": [asdict(one) for one in bank.books.entries]}


ACTS: dict[str, Callable[[Bank], dict[str, Any]]] = {
    "replay": lambda bank: {"replayed": bank.notifier.replay()},
    "release": lambda bank: {"released": bank.notifier.release()},
    "answers": lambda bank: {"answers": bank.notifier.answers},
    "settle": _settle,
    "forget": _forget,
    "entries": _entries,
}


def _refused(request: Request, bank: Bank) -> Response | None:
    try:
        near = ipaddress.ip_address(request.client.host if request.client else "").is_loopback
    except ValueError:
        near = False
    expected = f"Bearer {bank.admin_token}".encode()
    if near and hmac.compare_digest(request.headers.get("authorization", "").encode(), expected):
        return None
    return JSONResponse({"error": "forbidden"}, status_code=403)
