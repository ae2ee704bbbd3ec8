"""What travels, byte by byte: golden exchanges, the request hash worked out by openssl, and all the refusals."""

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from lxml import etree
from tests.sandbox.population_twin import BASE, BASIS, CLIENT, HOA, PopulationTwin

PROTOCOL = Path(__file__).resolve().parents[3] / "protocols" / "population"
TRANSCRIPT = json.loads((PROTOCOL / "exchange.transcript.json").read_text(encoding="utf-8"))
VECTORS = json.loads((PROTOCOL / "request_hash.vectors.json").read_text(encoding="utf-8"))["vectors"]
SCHEMA = json.loads((PROTOCOL / "messages.schema.json").read_text(encoding="utf-8"))
SENT_BY_CLIENTS = "Host: dancu.example\r\nConnection: close\r\n"
VERIFY = {"purpose": "XAC_THUC", "legalBasis": BASIS, "personalId": HOA, "claim": {"GioiTinh": "2"}}
CITIZEN = {"purpose": "XAC_THUC", "legalBasis": BASIS, "personalId": HOA, "fields": ["HoVaTen"]}


def fits(kind: str, document: object) -> None:
    jsonschema.validate(document, {"$ref": f"#/$defs/{kind}", "$defs": SCHEMA["$defs"]})


def request_of(method: str, target: str, headers: dict[str, str], body: bytes) -> bytes:
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    length = f"Content-Length: {len(body)}\r\n" if body else ""
    return f"{method} {target} HTTP/1.1\r\n{SENT_BY_CLIENTS}{lines}{length}\r\n".encode() + body


def test_golden_exchanges_one_after_the_other(register: PopulationTwin) -> None:
    for exchange in TRANSCRIPT["exchanges"]:
        asked, wanted = exchange["request"], exchange["response"]
        request = request_of(asked["method"], asked["target"], asked["headers"], asked["body"].encode())
        status, headers, body = register.raw(request)
        assert (status, body.decode()) == (wanted["status"], wanted["body"])
        for name, value in wanted["headers"].items():
            if name != "X-Road-Request-Id":
                assert headers[name.lower()] == value, exchange["call"]
        assert re.fullmatch(r"[0-9a-f]{32}", headers["x-road-request-id"])


KINDS = {
    "verify": ("verifyRequest", "verifyAnswer"),
    "citizen": ("citizenRequest", ""),
    "card": ("citizenRequest", ""),
    "household": ("citizenRequest", ""),
    "changes": ("", "changesAnswer"),
    "batch_open": ("batchRequest", "batchState"),
    "batch_rows": ("batchRows", "batchState"),
    "batch_results": ("", "batchResults"),
    "unknown": ("citizenRequest", "problem"),
    "not_allowed": ("citizenRequest", "problem"),
}


@pytest.mark.parametrize("exchange", TRANSCRIPT["exchanges"], ids=lambda one: one["call"])
def test_golden_exchanges_are_as_the_schemas_say(exchange: dict[str, Any]) -> None:
    for kind, body in zip(
        KINDS[exchange["call"]], (exchange["request"]["body"], exchange["response"]["body"]), strict=True
    ):
        if kind:
            fits(kind, json.loads(body))
    if exchange["response"]["headers"]["Content-Type"] == "application/xml":
        root = etree.fromstring(exchange["response"]["body"].encode())
        etree.XMLSchema(etree.parse(PROTOCOL / "citizens.xsd")).assertValid(root)


@pytest.mark.parametrize("vector", VECTORS, ids=["with a body", "without"])
def test_the_request_hash_is_the_one_openssl_gives(vector: dict[str, str], register: PopulationTwin) -> None:
    first, *lines = vector["head"].strip().split("\r\n")
    method, target = first.split(" ")
    headers = {name: f" {value}\t" for name, value in (line.split(":", 1) for line in lines)}
    _, answered, _ = register.raw(request_of(method, target, headers, vector["body"].encode()))
    assert answered["x-road-request-hash"] == vector["hash"]


def test_an_absent_id_is_made_up_and_not_hashed(register: PopulationTwin) -> None:
    first, second = (register.call("POST", "verifyCitizen", VERIFY, X_Road_Id="").headers for _ in range(2))
    assert first["x-road-id"] != second["x-road-id"]
    assert first["x-road-request-hash"] == second["x-road-request-hash"]


@pytest.mark.parametrize(
    ("path", "headers", "status", "kind"),
    [
        (f"{BASE}/getCitizen", {}, 400, "Client.BadRequest"),
        (f"{BASE}/getCitizen", {"X-Road-Client": "dean06"}, 400, "Client.BadRequest"),
        (f"{BASE}/getCitizen", {"X-Road-Client": CLIENT, "x-road-client": CLIENT}, 400, "Client.BadRequest"),
        (f"{BASE}/getCitizen", {"X-Road-Client": CLIENT, "X-Road-Id": "số"}, 400, "Client.BadRequest"),
        (f"{BASE}/getCitizen", {"X-Road-Client": CLIENT, "X-Road-Id": "x" * 256}, 400, "Client.BadRequest"),
        ("/r2/VN/GOV/000.00.G01/dancu/getCitizen", {"X-Road-Client": CLIENT}, 400, "Client.BadRequest"),
        ("/", {"X-Road-Client": CLIENT}, 400, "Client.BadRequest"),
        (f"{BASE}/getCitizen", {"X-Road-Client": "VN/GOV/1/stranger"}, 500, "Server.ServerProxy.AccessDenied"),
        (f"{BASE}/getSecrets", {"X-Road-Client": CLIENT}, 500, "Server.ServerProxy.UnknownService"),
        (f"{BASE}/getCitizenX", {"X-Road-Client": CLIENT}, 500, "Server.ServerProxy.UnknownService"),
        ("/r1/VN/GOV/000.00.G02/thue/getCitizen", {"X-Road-Client": CLIENT}, 500, "Server.ServerProxy.UnknownService"),
    ],
)
def test_the_exchange_layer_refuses(
    path: str, headers: dict[str, str], status: int, kind: str, register: PopulationTwin
) -> None:
    got, answered, body = register.raw(request_of("POST", path, headers, b"{}"))
    assert (got, answered["x-road-error"]) == (status, kind)
    assert "x-road-request-hash" not in answered
    fits("layerError", json.loads(body))


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        (("POST", "getCitizen", CITIZEN, {"X_Road_Issue": ""}), 400, "missing_issue"),
        (("POST", "getCitizen", CITIZEN, {"X_Road_Issue": "x" * 256}), 400, "missing_issue"),
        (("GET", "getCitizen", None, {}), 405, "method"),
        (("DELETE", "batchVerify/abcdefgh", None, {}), 405, "method"),
        (("POST", "getCitizen/x", CITIZEN, {}), 404, "not_found"),
        (("POST", "getCitizen", CITIZEN, {"Content_Type": "text/plain"}), 415, "media_type"),
        (("POST", "getCitizen", CITIZEN, {"Content_Type": ""}), 415, "media_type"),
        (("POST", f"getCitizen?personalId={HOA}", CITIZEN, {}), 400, "malformed"),
        (("POST", "getCitizen", {**CITIZEN, "extra": 1}, {}), 400, "malformed"),
        (("POST", "getCitizen", {**CITIZEN, "personalId": HOA + "\n"}, {}), 400, "malformed"),
        (("POST", "getCitizen", {**CITIZEN, "fields": ["HoVaTen", "Luong"]}, {}), 400, "unknown_field"),
        (("POST", "getCitizen", {**CITIZEN, "purpose": "TO_MO"}, {}), 403, "unknown_purpose"),
        (("POST", "getHousehold", CITIZEN, {}), 403, "unknown_purpose"),
        (("POST", "getCitizen", {**CITIZEN, "fields": ["TonGiao", "HoVaTen", "Cha"]}, {}), 403, "field_not_allowed"),
        (
            ("POST", "verifyCitizen", {**VERIFY, "purpose": "CONG_TRUC", "claim": {"SoCMND": "0" * 9}}, {}),
            403,
            "field_not_allowed",
        ),
        (("POST", "getCitizen", {**CITIZEN, "personalId": "000199000999"}, {}), 404, "not_found"),
        (("GET", "batchVerify/no-such-batch", None, {}), 404, "not_found"),
        (("GET", "listChanges?purpose=XAC_THUC&legalBasis=x", None, {}), 403, "unknown_purpose"),
        (("GET", "listChanges?purpose=HO_TICH", None, {}), 400, "malformed"),
        (("GET", "listChanges?purpose=HO_TICH&legalBasis=x&limit=1001", None, {}), 400, "malformed"),
        (("GET", "listChanges?purpose=HO_TICH&legalBasis=x&since=20260101-7-1", None, {}), 400, "malformed"),
        (("GET", "listChanges?purpose=HO_TICH&legalBasis=x&since=%00", None, {}), 400, "malformed"),
        (("GET", "listChanges?purpose=HO_TICH&legalBasis=%FF", None, {}), 400, "malformed"),
        (("GET", "listChanges?purpose=HO_TICH&purpose=HO_TICH&legalBasis=x", None, {}), 400, "malformed"),
    ],
)
def test_the_provider_refuses(
    asked: tuple[str, str, object, dict[str, str]], status: int, code: str, register: PopulationTwin
) -> None:
    method, path, document, more = asked
    answer = register.call(method, path, document, **more)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-road-request-hash"]
    problem = answer.json()
    fits("problem", problem)
    assert problem["status"] == status
    assert problem["type"] == f"urn:dean06:population:{code}"
    assert HOA not in answer.text


def test_a_refusal_names_the_elements_beyond_the_purpose(register: PopulationTwin) -> None:
    answer = register.call("POST", "getCitizen", {**CITIZEN, "fields": ["TonGiao", "HoVaTen", "Cha"]})
    assert answer.json()["fields"] == ["TonGiao", "Cha"]


def test_a_method_that_does_not_fit_is_told_which_does(register: PopulationTwin) -> None:
    assert register.call("GET", "getCitizen").headers["allow"] == "POST"


DEEP = b'{"purpose":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
TWICE = (
    b'{"purpose":"XAC_THUC","purpose":"XAC_THUC","legalBasis":"x","personalId":"000151000201","claim":{"GioiTinh":"2"}}'
)
MANY_DIGITS = b'{"purpose":"AN_SINH_XA_HOI","legalBasis":"x","batchId":"abcdefgh","total":' + b"9" * 5_000 + b"}"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("verifyCitizen", b""),
        ("verifyCitizen", b"null"),
        ("verifyCitizen", b"[]"),
        ("verifyCitizen", b"\xff\xfe{}"),
        ("verifyCitizen", b"\xef\xbb\xbf{}"),
        ("verifyCitizen", DEEP),
        ("verifyCitizen", TWICE),
        ("verifyCitizen", json.dumps({**VERIFY, "legalBasis": "\ud800"}).encode()),
        ("verifyCitizen", json.dumps({**VERIFY, "personalId": "\x00" * 12}).encode()),
        ("verifyCitizen", json.dumps({**VERIFY, "personalId": int(HOA)}).encode()),
        ("verifyCitizen", json.dumps({**VERIFY, "claim": {}}).encode()),
        ("verifyCitizen", json.dumps({**VERIFY, "claim": {"GioiTinh": 2}}).encode()),
        ("verifyCitizen", json.dumps({**VERIFY, "claim": {"GioiTinh": ["2"]}}).encode()),
        ("getCitizen", json.dumps({**CITIZEN, "fields": ["HoVaTen", "HoVaTen"]}).encode()),
        ("getCitizen", json.dumps({**CITIZEN, "fields": {"HoVaTen": True}}).encode()),
        ("batchVerify", MANY_DIGITS),
        ("batchVerify", MANY_DIGITS.replace(b"9" * 5_000, b"NaN")),
        ("batchVerify", MANY_DIGITS.replace(b"9" * 5_000, b"1.0")),
        ("batchVerify", MANY_DIGITS.replace(b"9" * 5_000, b"true")),
        ("batchVerify", MANY_DIGITS.replace(b"9" * 5_000, b"200001")),
    ],
)
def test_hostile_bodies_are_malformed_and_nothing_else_happens(
    path: str, body: bytes, register: PopulationTwin
) -> None:
    answer = register.call("POST", path, body)
    assert (answer.status_code, answer.json()["type"]) == (400, "urn:dean06:population:malformed")
    assert answer.json()["errors"]
    assert register.verify(HOA, GioiTinh="2").json()["result"] == "match"


def test_a_name_with_control_characters_is_only_another_name(register: PopulationTwin) -> None:
    assert register.verify(HOA, HoVaTen="Trần\x00Thị Hoa").json()["differs"] == ["HoVaTen"]


@pytest.mark.parametrize(("size", "is_hashed"), [(1024 * 1024 + 1, True), (2 * 1024 * 1024, True)])
def test_two_megabytes_are_too_large(size: int, is_hashed: bool, register: PopulationTwin) -> None:
    answer = register.call("POST", "verifyCitizen", b" " * size)
    assert (answer.status_code, answer.json()["type"]) == (413, "urn:dean06:population:too_large")
    assert ("x-road-request-hash" in answer.headers) is is_hashed


def test_a_megabyte_is_not(register: PopulationTwin) -> None:
    body = json.dumps(VERIFY).encode().ljust(1024 * 1024)
    assert register.call("POST", "verifyCitizen", body).status_code == 200
