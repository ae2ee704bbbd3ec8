"""Our side against the golden transcript: it sends exactly these requests and reads exactly this out of the answers."""

import dataclasses
import json
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import httpx2
import pytest
from tests.adapters.vneid.registration import config
from tests.sandbox.twin import ROOT

from dean06.adapters.vneid import VneidClient
from dean06.adapters.vneid import client as client_module

TRANSCRIPT = json.loads((ROOT / "protocols/vneid/sign_in.transcript.json").read_text(encoding="utf-8"))
EXCHANGES = {exchange["call"]: exchange for exchange in TRANSCRIPT["exchanges"]}


class Replay(httpx2.BaseTransport):
    """Answers a request that is in the transcript; anything else is a failure."""

    def __init__(self) -> None:
        self.calls: list[str] = []

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        path = str(request.url).removeprefix(TRANSCRIPT["issuer"])
        for name, exchange in EXCHANGES.items():
            expected = exchange.get("request")
            if expected and (expected["method"], expected["path"]) == (request.method, path):
                assert dict(parse_qsl(request.read().decode())) == expected.get("form", {})
                assert request.headers.get("Authorization") == expected.get("authorization")
                self.calls.append(name)
                body = json.dumps(exchange["response"]["body"]).encode()
                # As a socket would give it: a stream that has not been read.
                return httpx2.Response(exchange["response"]["status"], stream=httpx2.ByteStream(body))
        raise AssertionError(f"not in the transcript: {request.method} {path}")


@pytest.fixture
def replay() -> Replay:
    return Replay()


@pytest.fixture
def client(replay: Replay, monkeypatch: pytest.MonkeyPatch) -> VneidClient:
    values = iter([TRANSCRIPT["random"][name] for name in ("state", "nonce", "code_verifier")])
    monkeypatch.setattr(client_module.secrets, "token_urlsafe", lambda _: next(values))
    registered = {name: TRANSCRIPT["client"][name] for name in ("client_id", "client_secret", "redirect_uri")}
    return VneidClient(
        config(TRANSCRIPT["issuer"], **registered), transport=replay, now=lambda: float(TRANSCRIPT["now"])
    )


def test_the_sign_in_of_the_transcript(client: VneidClient, replay: Replay) -> None:
    redirect_uri = TRANSCRIPT["client"]["redirect_uri"]
    start = client.begin(redirect_uri=redirect_uri, **TRANSCRIPT["wish"])
    assert dict(parse_qsl(start.url.partition("?")[2])) == {
        "client_id": TRANSCRIPT["client"]["client_id"],
        "request_uri": EXCHANGES["par"]["response"]["body"]["request_uri"],
    }
    identity = client.complete(params=EXCHANGES["redirect"]["query"], start=start, redirect_uri=redirect_uri)
    assert replay.calls == ["discovery", "par", "token", "jwks"]
    found = dataclasses.asdict(identity)
    assert found.pop("id_token") == EXCHANGES["token"]["response"]["body"]["id_token"]
    found["birth_on"] = found["birth_on"].isoformat()
    found["auth_time"] = found["auth_time"].isoformat()
    assert found == TRANSCRIPT["identity"]


def test_the_logout_token_of_the_transcript(client: VneidClient) -> None:
    notice = client.read_logout_token(TRANSCRIPT["logout_token"])
    claims = TRANSCRIPT["logout_token_claims"]
    assert (notice.token_id, notice.session_id, notice.subject) == (claims["jti"], claims["sid"], claims["sub"])
    assert notice.issued_at == datetime.fromtimestamp(claims["iat"], UTC)
