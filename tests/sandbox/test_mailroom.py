"""Pages and switches of the twins that carry messages."""

from collections.abc import Iterator

import httpx2
import pytest
from tests.sandbox.mailroom import KEY, MailTwin, running_mail_twin


@pytest.fixture(scope="module")
def phones() -> Iterator[MailTwin]:
    with running_mail_twin("sms") as twin:
        yield twin


@pytest.fixture(scope="module")
def vneid() -> Iterator[MailTwin]:
    with running_mail_twin("vneid_inbox") as twin:
        yield twin


def post(url: str, key: str, plural: str, *items: dict) -> httpx2.Response:
    return httpx2.post(url, json={plural: list(items)}, headers={"Authorization": f"Bearer {key}"}, trust_env=False)


def sms(phones: MailTwin, **changes: str) -> httpx2.Response:
    item = {"reference": "a", "to": "84912000201", "sender": "DUCTHO", "text": "Xem http://127.0.0.1:8600/x/"}
    return post(f"{phones.url}/mot/v1/messages", f"{KEY}-mot", "messages", item | {"encoding": "gsm7"} | changes)


def test_the_phones_show_what_they_got_and_where_it_leads(phones: MailTwin) -> None:
    sms(phones)
    sms(phones, reference="b", to="84912000202", text="<b>Khac</b>")
    page = httpx2.get(f"{phones.url}/", trust_env=False)
    assert "hư cấu" in page.text
    assert 'href="http://127.0.0.1:8600/x/"' in page.text
    assert "&lt;b&gt;Khac" in page.text
    assert "script" not in page.headers["Content-Security-Policy"]
    one = httpx2.get(f"{phones.url}/?to=84912000201", trust_env=False).text
    assert "Khac" not in one


def test_the_application_shows_notices_with_their_link(vneid: MailTwin) -> None:
    item = {"reference": "a", "personal_id": "000151000201", "title": "Có kết quả", "text": "Có tin mới."}
    post(f"{vneid.url}/vneid/v1/notifications", KEY, "notifications", item | {"link": "http://127.0.0.1:8600/hop-thu/"})
    page = httpx2.get(f"{vneid.url}/", trust_env=False).text
    assert "Có kết quả" in page
    assert 'href="http://127.0.0.1:8600/hop-thu/"' in page


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"to": "0912"}, "unknown_number"),
        ({"text": "Hồ sơ"}, "not_in_alphabet"),
        ({"text": "x" * 460}, "too_long"),
        ({"sender": "x" * 12}, "malformed"),
        ({"more": "x"}, "malformed"),
        ({"text": ""}, "malformed"),
    ],
)
def test_what_a_provider_would_refuse_is_refused(phones: MailTwin, changes: dict, code: str) -> None:
    (result,) = sms(phones, **({"reference": "c"} | changes)).json()["results"]
    assert (result["status"], result["code"]) == ("rejected", code)


def test_strangers_get_nothing(phones: MailTwin) -> None:
    assert post(f"{phones.url}/mot/v1/messages", f"{KEY}-hai", "messages", {}).status_code == 401
    assert post(f"{phones.url}/ba/v1/messages", KEY, "messages", {}).status_code == 404
    assert httpx2.get(f"{phones.url}/admin/received", trust_env=False).status_code == 403
    assert post(f"{phones.url}/mot/v1/messages", f"{KEY}-mot", "khac", {}).status_code == 400
    assert post(f"{phones.url}/mot/v1/messages", f"{KEY}-mot", "messages", *[{}] * 201).status_code == 400


def test_a_switch_that_is_none_is_told(phones: MailTwin) -> None:
    headers = {"Authorization": "Bearer admin-token-of-the-tests"}
    answer = httpx2.put(f"{phones.url}/admin/faults", json={"faults": ["x"]}, headers=headers, trust_env=False)
    assert answer.status_code == 422
    assert "undeliverable" in answer.json()["known"]
