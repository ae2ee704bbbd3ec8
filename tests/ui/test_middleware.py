"""Request numbers and refusals turned into answers."""

import json
import re

import pytest
import structlog
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from tests.ui.conftest import MakeRequest

from dean06.kernel.base.errors import (
    Conflict,
    DomainError,
    Invalid,
    NotFound,
    NotPermitted,
    TooMany,
    Unavailable,
)
from dean06.ui import errors
from dean06.ui.middleware import DomainErrorMiddleware, RequestIdMiddleware

KINDS = [(NotPermitted, 403), (NotFound, 404), (Conflict, 409), (Invalid, 422), (TooMany, 429), (Unavailable, 503)]


def fine(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def numbered(**headers: str) -> tuple[str, dict[str, object]]:
    seen: dict[str, object] = {}

    def inner(request: HttpRequest) -> HttpResponse:
        seen.update(structlog.contextvars.get_contextvars())
        return HttpResponse("ok")

    response = RequestIdMiddleware(inner)(RequestFactory().get("/", headers=headers))
    return response["X-Request-ID"], seen


def test_every_request_has_a_number_that_its_log_lines_carry() -> None:
    number, logged = numbered()
    assert re.fullmatch(r"[0-9a-f-]{36}", number)
    assert logged["request_id"] == number
    assert "request_id" not in structlog.contextvars.get_contextvars()


@pytest.mark.parametrize(
    ("given", "is_taken"), [("abc-12345", True), ("x" * 65, False), ("a b c d e f", False), ("<script>", False)]
)
def test_a_proxys_number_is_taken_only_when_well_formed(given: str, is_taken: bool) -> None:
    assert (numbered(**{"X-Request-ID": given})[0] == given) is is_taken


@pytest.mark.parametrize(("kind", "status"), KINDS)
def test_a_refusal_is_a_page_for_people(ask: MakeRequest, kind: type[DomainError], status: int) -> None:
    response = DomainErrorMiddleware(fine).process_exception(ask(), kind("Hãy làm thế này."))
    assert response is not None
    assert response.status_code == status
    text = response.content.decode()
    assert "Hãy làm thế này." in text
    assert "0123456789abcdef" in text


@pytest.mark.parametrize(("kind", "status"), KINDS)
def test_a_refusal_is_a_problem_document_for_programs(ask: MakeRequest, kind: type[DomainError], status: int) -> None:
    refusal = kind("Hãy làm thế này.", code="a_code", field="title")
    response = DomainErrorMiddleware(fine).process_exception(ask(Accept="application/json"), refusal)
    assert response is not None
    body = json.loads(response.content)
    assert response["Content-Type"] == "application/problem+json"
    assert body["type"] == "urn:dean06:problem:a_code"
    assert (body["status"], body["detail"], body["field"]) == (status, "Hãy làm thế này.", "title")
    assert body["request_id"] == "0123456789abcdef"


@pytest.mark.parametrize("accept", ["text/html", "application/json"])
def test_a_limit_says_when_to_come_back(ask: MakeRequest, accept: str) -> None:
    refusal = TooMany("Chờ một phút.", retry_after=60)
    response = DomainErrorMiddleware(fine).process_exception(ask(Accept=accept), refusal)
    assert response is not None
    assert response["Retry-After"] == "60"


def test_a_defect_is_not_dressed_up_as_a_refusal(ask: MakeRequest) -> None:
    assert DomainErrorMiddleware(fine).process_exception(ask(), RuntimeError("lỗi")) is None


@pytest.mark.parametrize(("length", "status"), [("1001", 413), ("1000", 200), ("", 200), ("abc", 200)])
def test_a_body_over_the_limit_is_refused_unread(settings: object, ask: MakeRequest, length: str, status: int) -> None:
    settings.REQUEST_MAX_BYTES = 1000  # type: ignore[attr-defined]
    request = ask(method="post")
    request.META["CONTENT_LENGTH"] = length
    assert DomainErrorMiddleware(fine)(request).status_code == status


def test_too_much_data_is_413_and_other_bad_requests_are_400(ask: MakeRequest) -> None:
    assert errors.bad_request(ask(), RequestDataTooBig("big")).status_code == 413
    assert errors.bad_request(ask(), ValueError("odd")).status_code == 400


def test_a_defect_page_needs_nothing_of_the_request() -> None:
    request = RequestFactory().get("/")  # no actor, no session, no messages: any of them may be what broke
    response = errors.server_error(request)
    assert response.status_code == 500
    assert "Lỗi của hệ thống" in response.content.decode()


def test_a_lost_database_is_said_to_be_temporary() -> None:
    try:
        raise OperationalError("server closed the connection")
    except OperationalError:
        response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 503
    assert response["Retry-After"] == "30"
    assert "closed" not in response.content.decode()


@pytest.mark.parametrize(
    ("response", "status"),
    [(errors.page_not_found, 404), (errors.permission_denied, 403), (errors.csrf_failure, 403)],
)
def test_djangos_refusals_speak_vietnamese(ask: MakeRequest, response: object, status: int) -> None:
    answer = response(ask("/khong-co/"))  # type: ignore[operator]
    assert answer.status_code == status
    assert 'lang="vi"' in answer.content.decode()
