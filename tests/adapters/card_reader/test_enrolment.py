"""A machine introduces itself to the server; whatever the answer, a person reads what to do."""

import base64
import json

import httpx2
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from dean06.adapters.card_reader import device_key
from dean06.adapters.card_reader import site as sites
from dean06.adapters.card_reader.enrolment import NotEnrolled, enrol
from dean06.adapters.card_reader.site import Site
from dean06.kernel.ports.card import ENROLMENT

SITE = "https://thu.example"
SERVER_KEY = base64.b64encode(bytes(32)).decode()


def answering(status: int, body: object, heard: list[httpx2.Request] | None = None):
    """A server that says one thing."""

    def answer(request: httpx2.Request) -> httpx2.Response:
        if heard is not None:
            heard.append(request)
        return httpx2.Response(status, content=body if isinstance(body, bytes) else json.dumps(body).encode())

    return httpx2.Client(transport=httpx2.MockTransport(answer)).post


def test_it_proves_that_it_holds_its_key(tmp_path):
    heard: list[httpx2.Request] = []
    key = device_key.load(tmp_path)
    said = {"terminal": "Quầy 1", "server_key": SERVER_KEY}
    found = enrol(SITE, "abcd-2345", key, post=answering(200, said, heard))
    assert found == Site(address=SITE, server_key=SERVER_KEY, terminal="Quầy 1")
    (request,) = heard
    assert str(request.url) == f"{SITE}/dau-doc-the/dang-ky/"
    said = json.loads(request.content)
    assert (said["code"], said["device"]) == ("ABCD2345", key.public)
    Ed25519PublicKey.from_public_bytes(base64.b64decode(key.public)).verify(
        base64.b64decode(said["signature"]), ENROLMENT + b"ABCD2345"
    )


@pytest.mark.parametrize(
    ("status", "body", "told"),
    [
        (422, {"detail": "Mã đăng ký không đúng."}, "Mã đăng ký không đúng."),
        (200, {"other": 1}, "--site"),
        (200, {"terminal": "Quầy 1"}, "--site"),
        (200, {"terminal": "Quầy 1", "server_key": "AAAA"}, "--site"),
        (200, {"terminal": "Quầy 1", "server_key": 5}, "--site"),
        (404, b"<html>", "--site"),
        (200, [], "--site"),
    ],
)
def test_a_refusal_is_told(tmp_path, status, body, told):
    with pytest.raises(NotEnrolled) as refused:
        enrol(SITE, "X", device_key.load(tmp_path), post=answering(status, body))
    assert told in refused.value.message_vi


def test_a_server_that_is_away(tmp_path):
    def away(*_args: object, **_options: object) -> httpx2.Response:
        raise httpx2.ConnectError("refused")

    with pytest.raises(NotEnrolled) as refused:
        enrol(SITE, "X", device_key.load(tmp_path), post=away)
    assert SITE in refused.value.message_vi


def test_the_platform_is_remembered_and_the_next_takes_its_place(tmp_path):
    assert sites.load(tmp_path) is None
    for address in (SITE, "https://khac.example"):
        sites.keep(tmp_path, Site(address=address, server_key=SERVER_KEY, terminal="Quầy 1"))
        assert sites.load(tmp_path) == Site(address=address, server_key=SERVER_KEY, terminal="Quầy 1")
    assert [one.name for one in tmp_path.iterdir()] == [sites.FILE]


@pytest.mark.parametrize("text", ["", "[]", "{", '{"address": "x"}'])
def test_a_damaged_memory_is_not_taken_for_none(tmp_path, text):
    (tmp_path / sites.FILE).write_text(text)
    with pytest.raises(ValueError):  # noqa: PT011 - whatever json says of it
        sites.load(tmp_path)
