"""Start the twin: ``python -m dean06.sandbox.sms --port PORT`` (see README.md)."""

import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dean06.sandbox.mailroom.app import create_app
from dean06.sandbox.mailroom.desk import Desk
from dean06.sandbox.mailroom.pages import STYLE, render
from dean06.sandbox.mailroom.process import parser, secrets_of, serve
from dean06.sandbox.serving import leave

PORT = 8606
DESKS = {"mot": "Nhà mạng Một", "hai": "Nhà mạng Hai"}
FIELDS = {"reference", "to", "sender", "text", "encoding"}
LONGEST = {"gsm7": 459, "ucs2": 201}
SHOWN = 100
_PHONE = re.compile(r"84\d{9}")
_ADDRESS = re.compile(r"https?://\S+")


def check(item: Mapping[str, Any]) -> str:
    """Why the provider would refuse a message, or ""."""
    if set(item) != FIELDS or not all(isinstance(value, str) and value for value in item.values()):
        return "malformed"
    if not _PHONE.fullmatch(item["to"]):
        return "unknown_number"
    if item["encoding"] not in LONGEST or len(item["sender"]) > 11:
        return "malformed"
    if item["encoding"] == "gsm7" and not item["text"].isascii():
        return "not_in_alphabet"
    return "too_long" if len(item["text"]) > LONGEST[item["encoding"]] else ""


async def received(request: Request) -> Response:
    """What the phones show."""
    only = request.query_params.get("to", "")
    kept = sorted(
        (one for desk in request.app.state.desks.values() for one in desk.newest(SHOWN)),
        key=lambda one: one.at,
        reverse=True,
    )
    messages = [
        {
            "to": one.item["to"],
            "sender": one.item["sender"],
            "at": f"{one.at.astimezone():%H:%M:%S %d/%m/%Y}",
            "status": {"accepted": "đang chuyển", "delivered": "đã đến", "failed": "không đến"}[one.status],
            "heading": "",
            "text": one.item["text"],
            "link": _link(one.item["text"]),
        }
        for one in kept
        if only in ("", one.item["to"])
    ]
    return render("received.html", title="Tin nhắn SMS đã nhận", only=only, messages=messages)


def _link(text: str) -> str:
    found = _ADDRESS.search(text)
    return found[0] if found and urlsplit(found[0]).hostname else ""


def main(argv: Sequence[str]) -> int:
    """Serve until told to stop."""
    given = parser("sms", PORT).parse_args(argv)
    key, secret = secrets_of(["SMS_TWIN_KEY", "SMS_TWIN_SECRET"])
    desks = [
        Desk(
            name=name,
            title=title,
            plural="messages",
            key=f"{key}-{name}",
            secret=f"{secret}-{name}",
            check=check,
            receipts_url=given.receipts_url.replace("{desk}", name),
        )
        for name, title in DESKS.items()
    ]
    pages = [Route("/", received), STYLE]
    return serve(lambda token: create_app(desks, token, pages), given, admin_variable="SMS_TWIN_ADMIN_TOKEN")


if __name__ == "__main__":
    leave(main(sys.argv[1:]))
