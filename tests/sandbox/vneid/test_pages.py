"""The pages of the twin, as a person without script on a phone meets them."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient
from tests.sandbox.vneid.registered import REDIRECT, open_twin, query
from tests.sandbox.vneid.test_protocol import get_code, open_pages


@pytest.fixture
def twin() -> Iterator[TestClient]:
    with open_twin() as client:
        yield client


def test_the_sign_in_page_lists_everybody_and_says_they_are_invented(twin: TestClient) -> None:
    page = twin.get("sign-in", params={"tx": open_pages(twin)}).text
    assert page.count('<button name="person"') == len(twin.app.state.provider.settings.people)
    assert "Môi trường thử nghiệm – người hư cấu" in page
    assert 'lang="vi"' in page
    assert "Chủ tịch UBND xã Đức Thọ" in page, "posts are those of the day"
    assert "trước đó: Chủ tịch UBND huyện" in page
    assert "000151000201" not in page, "numbers are nobody's business before consent"


def test_every_page_is_strict_and_without_script(twin: TestClient) -> None:
    tx = open_pages(twin)
    twin.post("sign-in", data={"tx": tx, "person": "hoa"})
    for path, values in (("sign-in", {"tx": tx}), ("consent", {"tx": tx}), ("logout", {}), ("auth", {})):
        answer = twin.get(path, params=values)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy
        assert "script" not in policy
        assert "unsafe" not in policy
        assert "form-action 'self' https://ductho.example" in policy
        assert "<script" not in answer.text
        assert not re.search(r'\sstyle="|\son\w+="', answer.text)
        assert answer.headers["Cache-Control"] == "no-store"


def test_the_style_sheet_and_icon_are_served(twin: TestClient) -> None:
    assert twin.get("static/style.css").headers["content-type"].startswith("text/css")
    assert twin.get("static/icon.svg").headers["content-type"].startswith("image/svg+xml")


def test_a_hint_puts_one_person_first(twin: TestClient) -> None:
    page = twin.get("sign-in", params={"tx": open_pages(twin, login_hint="minh")}).text
    assert page.index("Nguyễn Văn Minh") < page.index("Lãnh đạo</h2>") < page.index("Trần Thị Hoa")
    assert page.count("Nguyễn Văn Minh") == 1


def test_level_two_is_said_and_cannot_be_talked_down(twin: TestClient) -> None:
    tx = open_pages(twin, acr_values="urn:vneid:muc-do:2")
    page = twin.get("sign-in", params={"tx": tx}).text
    assert "<b>mức 2</b>" in page
    assert 'name="level"' not in page
    answer = twin.post("sign-in", data={"tx": tx, "person": "hoa", "level": "1"})
    assert query(answer.headers["location"])["error"] == "unmet_authentication_requirements"


def test_consent_is_asked_once_and_shows_what_leaves(twin: TestClient) -> None:
    tx = open_pages(twin)
    asked = twin.post("sign-in", data={"tx": tx, "person": "hoa"})
    assert "/consent?" in asked.headers["location"]
    page = twin.get("consent", params={"tx": tx}).text
    for value in ("Trần Thị Hoa", "000151000201", "12/04/1951", "Nữ"):
        assert value in page
    twin.post("consent", data={"tx": tx, "decision": "agree"})
    again = open_pages(twin, prompt="login")
    assert "code" in query(twin.post("sign-in", data={"tx": again, "person": "hoa"}).headers["location"])


def test_declining_tells_the_relying_party(twin: TestClient) -> None:
    tx = open_pages(twin)
    twin.post("sign-in", data={"tx": tx, "person": "hoa"})
    back = twin.post("consent", data={"tx": tx, "decision": "decline"}).headers["location"]
    assert back.startswith(REDIRECT)
    assert query(back)["error"] == "access_denied"


def test_consent_cannot_be_given_before_signing_in(twin: TestClient) -> None:
    get_code(twin)
    tx = open_pages(twin, prompt="login")
    assert twin.post("consent", data={"tx": tx, "decision": "agree"}).status_code == 400


def test_a_page_belongs_to_the_browser_that_opened_it(twin: TestClient) -> None:
    tx = open_pages(twin)
    twin.cookies.clear()
    assert twin.get("sign-in", params={"tx": tx}).status_code == 400
    assert twin.post("sign-in", data={"tx": tx, "person": "hoa"}).status_code == 400


def test_nobody_chosen_shows_the_list_again(twin: TestClient) -> None:
    tx = open_pages(twin)
    answer = twin.post("sign-in", data={"tx": tx, "person": "nobody"})
    assert answer.status_code == 200
    assert "Chọn một người trong danh sách." in answer.text


def test_cookies_are_out_of_reach_of_scripts(twin: TestClient) -> None:
    tx = open_pages(twin)
    cookies = twin.post("sign-in", data={"tx": tx, "person": "hoa"}).headers.get_list("set-cookie")
    assert cookies
    for cookie in cookies:
        assert "HttpOnly" in cookie
        assert "SameSite=lax" in cookie
        assert "Secure" in cookie
        assert "Path=/realms/citizen" in cookie


def test_signing_in_again_changes_the_cookie(twin: TestClient) -> None:
    get_code(twin)
    before = twin.cookies["vneid_twin_session"]
    get_code(twin, person="thuy", prompt="login")
    assert twin.cookies["vneid_twin_session"] != before
    assert twin.app.state.provider.store.sessions.get(before) is None
