"""The request hash as OpenSSL works it out, and answers that belong to another request."""

import json
from pathlib import Path

import pytest

from dean06.adapters.population import headers

PROTOCOLS = Path(__file__).parents[3] / "protocols"
VECTORS = json.loads((PROTOCOLS / "population" / "request_hash.vectors.json").read_text("utf-8"))["vectors"]


@pytest.mark.parametrize("vector", VECTORS)
def test_the_hash_is_the_one_openssl_gives(vector):
    first, *lines = vector["head"].split("\r\n")[:-1]
    method, _, target = first.partition(" ")
    sent = dict(line.split(":", 1) for line in lines)
    assert headers.request_hash(method, target, sent, vector["body"].encode()) == vector["hash"]


def test_headers_that_are_not_part_of_the_protocol_do_not_count():
    sent = headers.for_call(client="VN/GOV/a/b", call_id="1", issue="act-1", user="", has_body=False)
    assert headers.USER not in sent
    assert headers.request_hash("GET", "/x", sent, b"") == headers.request_hash(
        "GET", "/x", sent | {"accept": "*"}, b""
    )


@pytest.mark.parametrize("name", [headers.CLIENT, headers.ID, headers.SERVICE, headers.REQUEST_HASH])
@pytest.mark.parametrize("value", [None, "", "another"])
def test_an_answer_to_another_request_is_named(name, value):
    asked = headers.for_call(client="VN/GOV/a/b", call_id="1", issue="act-1", user="7", has_body=True)
    answer = {headers.CLIENT: "VN/GOV/a/b", headers.ID: "1", headers.SERVICE: "s", headers.REQUEST_HASH: "h"}
    assert headers.belongs(answer, asked=asked, service="s", expected_hash="h") == ""
    broken = {key: text for key, text in (answer | {name: value}).items() if text is not None}
    assert headers.belongs(broken, asked=asked, service="s", expected_hash="h") == name
