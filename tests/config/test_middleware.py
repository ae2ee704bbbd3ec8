"""What stands around every request: counted by route, compressed when it is text, protected by headers."""

import gzip

import pytest
from django.http import FileResponse, HttpResponse
from django.test import Client, RequestFactory
from prometheus_client import REGISTRY

from dean06.config.middleware import CompressionMiddleware
from dean06.kernel.base import metrics

LONG = "Đức Thọ " * 200


def compressed(response: HttpResponse, encoding: str = "gzip") -> HttpResponse:
    request = RequestFactory().get("/", headers={"Accept-Encoding": encoding})
    return CompressionMiddleware(lambda _: response)(request)


@pytest.mark.parametrize("kind", ["text/html; charset=utf-8", "text/csv", "application/json"])
def test_text_is_compressed_with_a_length_of_its_own_each_time(kind: str) -> None:
    answers = [compressed(HttpResponse(LONG, content_type=kind)) for _ in range(20)]
    assert all(gzip.decompress(answer.content).decode() == LONG for answer in answers)
    assert len({len(answer.content) for answer in answers}) > 1, "the random length is what hides secrets from guessing"
    assert "Accept-Encoding" in answers[0]["Vary"]


@pytest.mark.parametrize("kind", ["application/pdf", "image/png", "application/zip"])
def test_files_go_out_as_they_are(kind: str) -> None:
    assert not compressed(HttpResponse(LONG, content_type=kind)).has_header("Content-Encoding")
    assert not compressed(FileResponse(iter([b"x"]), content_type=kind)).has_header("Content-Encoding")


def test_who_does_not_ask_gets_it_plain() -> None:
    assert compressed(HttpResponse(LONG), encoding="").content.decode() == LONG


@pytest.mark.django_db
def test_requests_are_counted_by_route_and_never_by_address(client: Client) -> None:
    def count(route: str, status: int) -> float:
        labels = {"route": route, "method": "GET", "status": str(status)}
        return REGISTRY.get_sample_value("dean06_requests_total", labels) or 0

    before = count("portal:home", 200), count("unmatched", 404)
    client.get("/")
    client.get("/0123456789/nobody/")
    assert (count("portal:home", 200), count("unmatched", 404)) == (before[0] + 1, before[1] + 1)
    assert b"0123456789" not in metrics.exposition()[0]


@pytest.mark.parametrize("path", ["/", "/dang-nhap/", "/khong-co/", "/healthz"])
@pytest.mark.django_db
def test_headers_of_every_answer(client: Client, path: str) -> None:
    answer = client.get(path)
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["base-uri"] == "'none'"
    assert "unsafe" not in answer["Content-Security-Policy"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"
    assert len(answer["X-Request-ID"]) >= 8


@pytest.mark.django_db
def test_a_host_that_is_not_ours_is_refused() -> None:
    assert Client(raise_request_exception=False).get("/", headers={"Host": "elsewhere.example"}).status_code == 400
