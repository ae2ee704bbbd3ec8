"""Start the twin: ``python -m dean06.sandbox.vneid_inbox --port PORT`` (see README.md)."""

import hmac
import os
import re
import sys
from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dean06.sandbox.mailroom.app import create_app
from dean06.sandbox.mailroom.desk import Desk, Kept
from dean06.sandbox.mailroom.pages import STYLE, render
from dean06.sandbox.mailroom.process import parser, secrets_of, serve
from dean06.sandbox.serving import leave

PORT = 8607
APP_VARIABLE = "VNEID_INBOX_TWIN_APP_TOKEN"
FIELDS = {"reference", "personal_id", "title", "text", "link"}
LONGEST = {"title": 200, "text": 500, "link": 1000}
SHOWN = 100
_FICTIONAL = re.compile(r"000\d{9}")


def check(item: Mapping[str, Any]) -> str:
    """Why the application would refuse a notice, or ""."""
    if set(item) != FIELDS or not all(isinstance(value, str) and value for value in item.values()):
        return "malformed"
    if any(len(item[name]) > most for name, most in LONGEST.items()) or not item["link"].startswith("http"):
        return "malformed"
    return "" if _FICTIONAL.fullmatch(item["personal_id"]) else "no_account"


async def received(request: Request) -> Response:
    """What the application shows."""
    only, desk = request.query_params.get("to", ""), request.app.state.desks["vneid"]
    messages = [
        {
            "to": one.item["personal_id"],
            "sender": "UBND huyện Đức Thọ",
            "at": f"{one.at.astimezone():%H:%M:%S %d/%m/%Y}",
            "status": {"accepted": "đang chuyển", "delivered": "đã đến", "failed": "không đến"}[one.status],
            "heading": one.item["title"],
            "text": one.item["text"],
            "link": one.item["link"],
        }
        for one in desk.newest(SHOWN)
        if only in ("", one.item["personal_id"])
    ]
    return render("received.html", title="Thông báo trong VNeID", only=only, messages=messages)


async def held(request: Request) -> Response:
    """What the application fetches for whoever is signed in to it: her own notices, newest first."""
    token = os.environ.get(APP_VARIABLE, "")
    given = request.headers.get("authorization", "")
    if not token or not hmac.compare_digest(given.encode(), f"Bearer {token}".encode()):
        return JSONResponse({"error": "forbidden"}, status_code=403)
    desk = request.app.state.desks["vneid"]
    notices = [
        {"title": one.item["title"], "text": one.item["text"], "link": one.item["link"], "at": _at(one)}
        for one in desk.newest(SHOWN)
        if one.item["personal_id"] == request.path_params["personal_id"] and one.status != "failed"
    ]
    return JSONResponse({"notices": notices})


def _at(kept: Kept) -> str:
    return f"{kept.at.astimezone():%H:%M %d/%m/%Y}"


def main(argv: Sequence[str]) -> int:
    """Serve until told to stop."""
    given = parser("vneid_inbox", PORT).parse_args(argv)
    key, secret = secrets_of(["VNEID_INBOX_TWIN_KEY", "VNEID_INBOX_TWIN_SECRET"])
    desk = Desk(
        name="vneid",
        title="VNeID",
        plural="notifications",
        key=key,
        secret=secret,
        check=check,
        receipts_url=given.receipts_url.replace("{desk}", "vneid"),
    )
    pages = [Route("/", received), Route("/ung-dung/{personal_id}", held), STYLE]
    return serve(lambda token: create_app([desk], token, pages), given, admin_variable="VNEID_INBOX_TWIN_ADMIN_TOKEN")


if __name__ == "__main__":
    leave(main(sys.argv[1:]))
