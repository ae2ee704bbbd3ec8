"""The twin as a provider: what it must refuse, and that it does what the golden transcript says."""

import base64
import hashlib
import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from tests.sandbox.twin import ROOT
from tests.sandbox.vneid.registered import (
    AFTER_LOGOUT,
    CREDENTIALS,
    REDIRECT,
    REQUEST,
    VERIFIER,
    open_twin,
    query,
)

TRANSCRIPT = json.loads((ROOT / "protocols/vneid/sign_in.transcript.json").read_text(encoding="utf-8"))
EXCHANGES = {exchange["call"]: exchange for exchange in TRANSCRIPT["exchanges"]}
CHALLENGE = base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()


@pytest.fixture
def twin() -> Iterator[TestClient]:
    with open_twin() as client:
        yield client


def push(twin: TestClient, **changes: str):
    form = {**REQUEST, "code_challenge": CHALLENGE, **changes}
    return twin.post("ext/par/request", data=form, auth=CREDENTIALS)


def open_pages(twin: TestClient, **changes: str) -> str:
    """Push, open; the transaction of the page shown."""
    reference = push(twin, **changes).json()["request_uri"]
    answer = twin.get("auth", params={"client_id": "dean06", "request_uri": reference})
    return query(answer.headers["location"])["tx"]


def get_code(twin: TestClient, person: str = "hoa", **changes: str) -> str:
    tx = open_pages(twin, **changes)
    twin.post("sign-in", data={"tx": tx, "person": person})
    answer = twin.post("consent", data={"tx": tx, "decision": "agree"})
    return query(answer.headers["location"])["code"]


def redeem(twin: TestClient, code: str, **changes: str):
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": REDIRECT, "code_verifier": VERIFIER}
    return twin.post("token", data={**form, **changes}, auth=CREDENTIALS)


def payload(token: str) -> dict:
    return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))


@pytest.fixture
def published() -> Iterator[TestClient]:
    """A twin that signs as the published files say."""
    with open_twin(signing_alg="RS256") as client:
        yield client


def test_discovery_is_the_published_example(published: TestClient) -> None:
    example = json.loads((ROOT / "protocols/vneid/openid-configuration.json").read_text(encoding="utf-8"))
    assert published.get(".well-known/openid-configuration").json() == example
    assert EXCHANGES["discovery"]["response"]["body"] == example


def test_the_sign_in_of_the_transcript(published: TestClient) -> None:
    twin = published
    asked = EXCHANGES["par"]["request"]
    headers = {"Authorization": asked["authorization"]}
    pushed = twin.post(asked["path"].lstrip("/"), data=asked["form"], headers=headers)
    assert pushed.status_code == EXCHANGES["par"]["response"]["status"]
    assert pushed.json().keys() == EXCHANGES["par"]["response"]["body"].keys()
    shown = twin.get("auth", params={"client_id": "dean06", "request_uri": pushed.json()["request_uri"]})
    tx = query(shown.headers["location"])["tx"]
    twin.post("sign-in", data={"tx": tx, "person": TRANSCRIPT["person"]})
    back = query(twin.post("consent", data={"tx": tx, "decision": "agree"}).headers["location"])
    expected = EXCHANGES["redirect"]["query"]
    assert {**back, "code": ""} == {**expected, "code": ""}
    form = {**EXCHANGES["token"]["request"]["form"], "code": back["code"]}
    answer = twin.post("token", data=form, headers=headers).json()
    assert answer.keys() == EXCHANGES["token"]["response"]["body"].keys()
    claims, recorded = payload(answer["id_token"]), TRANSCRIPT["id_token_claims"]
    moving = ("iat", "exp", "auth_time", "at_hash", "sid")
    assert claims.keys() == recorded.keys()
    assert {k: v for k, v in claims.items() if k not in moving} == {
        k: v for k, v in recorded.items() if k not in moving
    }


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"code_challenge": ""}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"redirect_uri": REDIRECT + "x"}, "invalid_request"),
        ({"redirect_uri": "https://evil.example/"}, "invalid_request"),
        ({"client_id": "somebody"}, "invalid_request"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"scope": "profile"}, "invalid_scope"),
        ({"prompt": "none login"}, "invalid_request"),
        ({"prompt": "sometimes"}, "invalid_request"),
        ({"max_age": "-1"}, "invalid_request"),
        ({"max_age": "soon"}, "invalid_request"),
        ({"acr_values": "urn:unknown"}, "invalid_request"),
        ({"request_uri": "urn:x"}, "invalid_request"),
        ({"state": "x" * 2000}, "invalid_request"),
    ],
)
def test_a_pushed_request_is_checked(twin: TestClient, changes: dict[str, str], error: str) -> None:
    answer = push(twin, **changes)
    assert (answer.status_code, answer.json()["error"]) == (400, error)


def test_a_parameter_sent_twice_is_refused(twin: TestClient) -> None:
    answer = twin.post(
        "ext/par/request",
        content=f"scope=openid&scope=profile&code_challenge={CHALLENGE}",
        headers={"Content-Type": "application/x-www-form-urlencoded"},
        auth=CREDENTIALS,
    )
    assert answer.json()["error_description"] == "a parameter occurs twice"


def test_a_huge_body_is_refused(twin: TestClient) -> None:
    assert twin.post("ext/par/request", content=b"x" * 20_000, auth=CREDENTIALS).status_code == 413


@pytest.mark.parametrize("auth", [None, ("dean06", "wrong"), ("wrong", CREDENTIALS[1]), ("dean06", "é")])
@pytest.mark.parametrize("path", ["ext/par/request", "token"])
def test_a_client_that_does_not_prove_itself_is_refused(twin: TestClient, path: str, auth: object) -> None:
    answer = twin.post(path, data=REQUEST, auth=auth)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")
    assert answer.headers["WWW-Authenticate"].startswith("Basic")


def test_only_a_pushed_request_opens_the_pages_and_only_once(twin: TestClient) -> None:
    assert twin.get("auth", params={**REQUEST, "code_challenge": CHALLENGE}).status_code == 400
    reference = push(twin).json()["request_uri"]
    assert twin.get("auth", params={"client_id": "somebody", "request_uri": reference}).status_code == 400
    assert twin.get("auth", params={"client_id": "dean06", "request_uri": reference}).status_code == 303
    assert twin.get("auth", params={"client_id": "dean06", "request_uri": reference}).status_code == 400


def test_a_code_works_once_and_a_second_use_takes_back_the_first(twin: TestClient) -> None:
    code = get_code(twin)
    access_token = redeem(twin, code).json()["access_token"]
    bearer = {"Authorization": f"Bearer {access_token}"}
    assert twin.get("userinfo", headers=bearer).json()["HoVaTen"] == "Trần Thị Hoa"
    assert twin.get("third-party/view-info", params={"token_id": access_token}).json()["SoDinhDanh"] == "000151000201"
    assert redeem(twin, code).json()["error"] == "invalid_grant"
    assert twin.get("userinfo", headers=bearer).status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "w" * 64},
        {"code_verifier": ""},
        {"redirect_uri": "https://evil.example/"},
    ],
)
def test_a_code_with_the_wrong_proof_is_refused_and_lost(twin: TestClient, changes: dict[str, str]) -> None:
    code = get_code(twin)
    assert redeem(twin, code, **changes).json()["error"] == "invalid_grant"
    assert redeem(twin, code).json()["error"] == "invalid_grant"


def test_an_invented_code_is_refused(twin: TestClient) -> None:
    assert redeem(twin, "invented").json()["error"] == "invalid_grant"


def test_another_grant_type_is_refused(twin: TestClient) -> None:
    assert redeem(twin, get_code(twin), grant_type="password").json()["error"] == "unsupported_grant_type"


def test_a_code_grows_old() -> None:
    with open_twin(code_seconds=-1) as twin:
        assert redeem(twin, get_code(twin)).json()["error"] == "invalid_grant"


@pytest.mark.parametrize("token", ["", "invented"])
def test_the_profile_needs_a_token(twin: TestClient, token: str) -> None:
    assert twin.get("userinfo", headers={"Authorization": f"Bearer {token}"}).status_code == 401
    assert twin.get("third-party/view-info", params={"token_id": token}).status_code == 401


def test_keys_rotate_and_the_old_ones_stay_published(twin: TestClient) -> None:
    before = [key["kid"] for key in twin.get("certs").json()["keys"]]
    twin.app.state.provider.keys.rotate()
    after = [key["kid"] for key in twin.get("certs").json()["keys"]]
    assert after[1:] == before
    assert all("d" not in key for key in twin.get("certs").json()["keys"])


def test_logout_without_a_hint_asks_and_with_one_does_not(twin: TestClient) -> None:
    token = redeem(twin, get_code(twin)).json()["id_token"]
    assert "Đăng xuất khỏi VNeID?" in twin.get("logout").text
    forged = token[:-8] + "AAAAAAAA"
    assert "Đăng xuất khỏi VNeID?" in twin.get("logout", params={"id_token_hint": forged}).text
    values = {"id_token_hint": token, "post_logout_redirect_uri": AFTER_LOGOUT, "state": "s"}
    left = twin.get("logout", params=values)
    assert left.headers["location"] == f"{AFTER_LOGOUT}?state=s"
    assert twin.get("logout").text.count("Đã đăng xuất") == 2


def test_logout_does_not_lead_to_an_address_nobody_registered(twin: TestClient) -> None:
    answer = twin.get("logout", params={"post_logout_redirect_uri": "https://evil.example/"})
    assert answer.status_code == 400
    assert "location" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "admin/faults"), ("PUT", "admin/faults"), ("POST", "admin/keys/rotate"), ("POST", "admin/forget")],
)
@pytest.mark.parametrize("token", ["", "Bearer wrong", "Bearer the-admin-token"])
def test_the_switches_need_the_token_and_the_loopback(twin: TestClient, method: str, path: str, token: str) -> None:
    """The test client is no loopback address, so even the right token is refused here."""
    assert twin.request(method, path, headers={"Authorization": token}).status_code == 403


def test_the_issuer_may_have_no_path() -> None:
    with open_twin(issuer="https://sso.vneid.example") as twin:
        twin.base_url = "https://sso.vneid.example/"
        document = twin.get(".well-known/openid-configuration").json()
        assert document["token_endpoint"] == "https://sso.vneid.example/token"
