"""The application of the twin: a phone's home, services, notices, and what it must refuse."""

import json
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from tests.sandbox.twin import ROOT
from tests.sandbox.vneid.registered import LAUNCH, open_twin, query, settings
from tests.sandbox.vneid.test_protocol import get_code, open_pages, payload, push, redeem

from dean06.sandbox.vneid.settings import Client

VECTORS = json.loads((ROOT / "protocols/vneid/launch.vectors.json").read_text(encoding="utf-8"))
TARGET = VECTORS["opened"]["target_link_uri"]


@pytest.fixture
def twin() -> Iterator[TestClient]:
    with open_twin() as client:
        yield client


def unlock(twin: TestClient, person: str = "hoa", **values: str) -> None:
    twin.post("ung-dung/mo-khoa", data={"person": person, **values})


def agree(twin: TestClient, target: str = "") -> dict[str, str]:
    answer = twin.post("ung-dung/mo", data={"target": target, "decision": "agree"})
    assert answer.headers["location"].startswith(LAUNCH)
    return query(answer.headers["location"])


def test_a_locked_phone_lists_everybody_without_numbers(twin: TestClient) -> None:
    page = twin.get("ung-dung/").text
    assert page.count('<button name="person"') == len(twin.app.state.provider.settings.people)
    assert "000151000201" not in page


def test_home_says_who_and_at_which_level(twin: TestClient) -> None:
    unlock(twin, level="1")
    page = twin.get("ung-dung/").text
    assert "Trần Thị Hoa" in page
    assert "đang ở mức 1" in page
    assert "Cổng dịch vụ số Đức Thọ" in page


def test_sharing_is_asked_before_the_first_time_only(twin: TestClient) -> None:
    unlock(twin)
    asked = twin.post("ung-dung/mo", data={"target": TARGET})
    assert asked.status_code == 200
    for value in ("Trần Thị Hoa", "000151000201", "12/04/1951", f'value="{TARGET}"'):
        assert value in asked.text
    agree(twin, TARGET)
    assert twin.post("ung-dung/mo", data={"target": ""}).status_code == 303


def test_declining_opens_nothing_and_is_not_remembered(twin: TestClient) -> None:
    unlock(twin)
    answer = twin.post("ung-dung/mo", data={"target": "", "decision": "decline"})
    assert answer.headers["location"].endswith("/ung-dung/")
    assert twin.post("ung-dung/mo", data={"target": ""}).status_code == 200


def test_a_service_is_opened_as_the_published_example(twin: TestClient) -> None:
    unlock(twin)
    opened = agree(twin, TARGET)
    assert opened.keys() == VECTORS["opened"].keys()
    assert opened["iss"] == VECTORS["opened"]["iss"]
    assert opened["target_link_uri"] == TARGET
    assert opened["login_hint"].startswith("mo:")
    reference = push(twin, prompt="none", login_hint=opened["login_hint"]).json()["request_uri"]
    back = query(twin.get("auth", params={"client_id": "dean06", "request_uri": reference}).headers["location"])
    token = redeem(twin, back["code"]).json()["id_token"]
    claim = next(iter(VECTORS["claims"]))
    assert payload(token)[claim] == opened["login_hint"]


def test_an_ordinary_token_says_nothing_of_a_launch(twin: TestClient) -> None:
    token = redeem(twin, get_code(twin)).json()["id_token"]
    assert VECTORS["claims"].keys().isdisjoint(payload(token))


def test_a_launch_with_a_new_proof_by_somebody_else_vouches_for_nobody(twin: TestClient) -> None:
    unlock(twin)
    hint = agree(twin)["login_hint"]
    tx = open_pages(twin, prompt="login", login_hint=hint)
    answer = twin.post("sign-in", data={"tx": tx, "person": "dat"})
    if "/consent" in answer.headers["location"]:
        answer = twin.post("consent", data={"tx": tx, "decision": "agree"})
    token = redeem(twin, query(answer.headers["location"])["code"]).json()["id_token"]
    assert VECTORS["claims"].keys().isdisjoint(payload(token))


@pytest.mark.parametrize("target", ["https://evil.example/p03/tin/1/", "//evil.example/", "javascript:alert(1)", "x"])
def test_a_notice_that_leads_elsewhere_is_not_opened(twin: TestClient, target: str) -> None:
    unlock(twin)
    answer = twin.post("ung-dung/mo", data={"target": target, "decision": "agree"})
    assert answer.status_code == 400
    assert "location" not in answer.headers


def test_nothing_opens_where_no_service_is_registered() -> None:
    client = Client(client_id="dean06", client_secret="x", redirect_uris=(settings().client.redirect_uris))
    with open_twin(client=client) as twin:
        unlock(twin)
        assert "Chưa có dịch vụ nào đăng ký" in twin.get("ung-dung/").text
        assert twin.post("ung-dung/mo", data={"target": "", "decision": "agree"}).status_code == 400


def test_locking_ends_the_session(twin: TestClient) -> None:
    unlock(twin)
    twin.post("ung-dung/khoa")
    assert "Máy của ai?" in twin.get("ung-dung/").text
    assert twin.post("ung-dung/mo", data={"target": "", "decision": "agree"}).headers["location"].endswith("/ung-dung/")


def test_an_inbox_that_does_not_answer_is_said() -> None:
    with open_twin(inbox_url="http://127.0.0.1:9", inbox_token="x") as twin:
        unlock(twin)
        assert "Hộp thông báo đang không trả lời" in twin.get("ung-dung/").text
