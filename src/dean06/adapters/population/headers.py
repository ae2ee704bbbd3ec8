"""X-Road REST r1 headers: what goes with a call, and whether an answer belongs to it (PR-REST 1.0.3, 4.3 to 4.6)."""

import base64
import hashlib
from collections.abc import Mapping
from typing import Final

CLIENT: Final = "x-road-client"
ID: Final = "x-road-id"
USER: Final = "x-road-userid"
ISSUE: Final = "x-road-issue"
SERVICE: Final = "x-road-service"
REQUEST_HASH: Final = "x-road-request-hash"
ERROR: Final = "x-road-error"
TYPE: Final = "content-type"
# In this order they go into the request hash (protocols/population/README.md).
HASHED: Final = (CLIENT, ID, USER, ISSUE, TYPE)
JSON: Final = "application/json"


def for_call(*, client: str, call_id: str, issue: str, user: str, has_body: bool) -> dict[str, str]:
    """Headers of one request. ``user``: opaque, may be empty."""
    headers = {CLIENT: client, ID: call_id, ISSUE: issue}
    if user:
        headers[USER] = f"VN{user}"
    if has_body:
        headers[TYPE] = JSON
    return headers


def request_hash(method: str, target: str, headers: Mapping[str, str], body: bytes) -> str:
    """Base64 of SHA-512 over the request as sent; ``headers`` by small names, ``target`` with its query."""
    lines = [f"{method} {target}", *(f"{name}:{headers[name].strip()}" for name in HASHED if name in headers)]
    digest = hashlib.sha512("".join(f"{line}\r\n" for line in lines).encode()).digest()
    if body:
        digest = hashlib.sha512(digest + hashlib.sha512(body).digest()).digest()
    return base64.b64encode(digest).decode()


def belongs(answer: Mapping[str, str], *, asked: Mapping[str, str], service: str, expected_hash: str) -> str:
    """Empty when the answer is to this very request; else the header that says otherwise."""
    expected = {CLIENT: asked[CLIENT], ID: asked[ID], SERVICE: service, REQUEST_HASH: expected_hash}
    return next((name for name, value in expected.items() if answer.get(name) != value), "")
