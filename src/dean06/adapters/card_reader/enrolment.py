"""Introduces this machine to the server with the operator's one-time code."""

import base64
from collections.abc import Callable

import httpx2
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from dean06.adapters.card_reader.device_key import DeviceKey
from dean06.adapters.card_reader.site import Site
from dean06.kernel.ports.card import ENROLMENT

PATH = "/dau-doc-the/dang-ky/"
TIMEOUT_SECONDS = 15.0
AWAY = "Không tới được máy chủ {site}. Kiểm tra địa chỉ và mạng rồi chạy lại."
ODD = "Máy chủ {site} trả lời không đúng dạng. Kiểm tra địa chỉ (--site) rồi chạy lại."


class NotEnrolled(Exception):
    """The server did not take this machine; ``message_vi`` says why and what to do."""

    def __init__(self, message_vi: str) -> None:
        super().__init__(message_vi)
        self.message_vi = message_vi


def enrol(address: str, code: str, key: DeviceKey, *, post: Callable[..., httpx2.Response] = httpx2.post) -> Site:
    """Enrol and return what is to be remembered of the platform. NotEnrolled says what to do."""
    code = "".join(letter for letter in code.upper() if letter.isalnum())
    said = {"code": code, "device": key.public, "signature": key.sign(ENROLMENT + code.encode())}
    try:
        answer = post(f"{address}{PATH}", json=said, timeout=TIMEOUT_SECONDS)
        found = answer.json()
        if answer.status_code == 200:
            return Site(address=address, server_key=_server_key(found["server_key"]), terminal=str(found["terminal"]))
        raise NotEnrolled(str(found["detail"]))
    except httpx2.HTTPError as error:
        raise NotEnrolled(AWAY.format(site=address)) from error
    except (ValueError, KeyError, TypeError) as error:
        raise NotEnrolled(ODD.format(site=address)) from error


def _server_key(text: object) -> str:
    """The key as it was sent; ValueError unless it is one."""
    if not isinstance(text, str):
        raise TypeError("no key")
    Ed25519PublicKey.from_public_bytes(base64.b64decode(text, validate=True))
    return text
