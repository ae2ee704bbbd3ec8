"""Who is turned away before anything is done for them."""

import socket

import pytest

from dean06.adapters.card_reader import gate, pairing, server

from .conftest import SITE, Agent

ORIGINS = ["", "null", "https://thu.example.evil.vn", "http://thu.example", "https://thu.example:444", SITE + "/"]


@pytest.mark.parametrize("origin", ORIGINS)
@pytest.mark.parametrize("method", ["OPTIONS", "POST"])
def test_a_foreign_page_is_refused_and_told_nothing(paired: Agent, origin: str, method: str) -> None:
    status, body, headers = paired.call(method, "/v1/readings", {}, Origin=origin)
    assert status == 403
    assert body["code"] == "foreign_origin"
    assert not [name for name in headers if name.startswith("Access-Control")]


@pytest.mark.parametrize("host", ["evil.vn", "127.0.0.1", "127.0.0.1:1", "0.0.0.0:{port}", "127.0.0.1.evil.vn:{port}"])
def test_a_name_rebound_to_loopback_is_refused(paired: Agent, host: str) -> None:
    status, body, _ = paired.call("POST", "/v1/readings", {}, Host=host.format(port=paired.server.port))
    assert (status, body["code"]) == (421, "wrong_host")


def test_it_listens_on_loopback_alone(agent: Agent) -> None:
    assert agent.server.server_address[0] == "127.0.0.1"


def test_the_browser_is_told_the_page_may_call(agent: Agent) -> None:
    status, _, headers = agent.call("OPTIONS", "/v1/pair", Access_Control_Request_Private_Network="true")
    assert status == 204
    assert headers["Access-Control-Allow-Origin"] == SITE
    assert headers["Access-Control-Allow-Private-Network"] == "true"
    assert "Access-Control-Allow-Credentials" not in headers


@pytest.mark.parametrize(("method", "path"), [("POST", "/v1/readings"), ("GET", "/v1/readings/x"), ("GET", "/")])
def test_nothing_without_pairing(agent: Agent, method: str, path: str) -> None:
    assert agent.call(method, path, {} if method == "POST" else None)[0] == 401
    assert agent.call(method, path, {} if method == "POST" else None, Authorization="Bearer guess")[0] == 401


def test_when_the_page_goes_to_somebody_else_no_tab_of_it_may_order(paired: Agent) -> None:
    first = paired.bearer
    paired.pair()
    assert paired.call("DELETE", "/v1/pair")[0] == 204
    for bearer in (first, paired.bearer):
        assert paired.call("POST", "/v1/readings", {}, Authorization=f"Bearer {bearer}")[0] == 401


def test_a_stranger_ends_no_pairing(paired: Agent) -> None:
    assert paired.call("DELETE", "/v1/pair", Authorization="Bearer guess")[0] == 401
    paired.begin()


def test_a_code_works_once(paired: Agent) -> None:
    spent = paired.codes[-2]
    assert paired.call("POST", "/v1/pair", {"code": spent})[0] == 403
    assert paired.call("GET", "/v1/readings/x")[0] == 404


def test_an_old_code_is_replaced(agent: Agent) -> None:
    old = agent.codes[-1]
    agent.time += pairing.CODE_SECONDS
    assert agent.call("POST", "/v1/pair", {"code": old})[0] == 403
    assert len(agent.codes) == 2
    agent.pair()


def test_a_guesser_is_locked_out_and_the_code_changes(agent: Agent) -> None:
    first = agent.codes[-1]
    for _ in range(pairing.MAX_TRIES):
        assert agent.call("POST", "/v1/pair", {"code": "không phải mã"})[0] == 403
    status, body, _ = agent.call("POST", "/v1/pair", {"code": agent.codes[-1]})
    assert (status, body["code"]) == (429, "locked")
    assert agent.codes[-1] != first or len(agent.codes) == 2
    agent.time += pairing.LOCK_SECONDS
    agent.pair()


def test_a_bearer_ends_with_the_day(paired: Agent) -> None:
    paired.time += pairing.BEARER_SECONDS
    assert paired.call("GET", "/v1/readings/x")[0] == 401


def test_a_flood_is_refused_and_passes(paired: Agent) -> None:
    seen = {paired.call("GET", "/v1/readings/x")[0] for _ in range(gate.RATE_COUNT)}
    assert seen == {404, 429}
    paired.time += gate.RATE_SECONDS
    assert paired.call("GET", "/v1/readings/x")[0] == 404


def test_strangers_do_not_use_up_the_pages_share(paired: Agent) -> None:
    for _ in range(gate.RATE_COUNT + 1):
        paired.call("GET", "/v1/readings/x", Origin="https://evil.vn")
    assert paired.call("GET", "/v1/readings/x")[0] == 404


def test_silent_connections_are_limited_in_number(paired: Agent) -> None:
    held = [socket.create_connection(("127.0.0.1", paired.server.port)) for _ in range(server.MAX_CONNECTIONS + 4)]
    held[-1].settimeout(3)
    assert held[-1].recv(1) == b""  # closed at once; the first ones wait for their time limit
    for one in held:
        one.close()


@pytest.mark.parametrize(
    ("length", "status"),
    [(str(server.MAX_BODY + 1), 413), ("9" * 5000, 413), ("-1", 400), ("ba", 400), ("٣", 400)],
)
def test_a_body_too_large_is_not_read(paired: Agent, length: str, status: int) -> None:
    said = {"Content_Type": "application/json", "Content_Length": length.encode("utf-8").decode("latin-1")}
    assert paired.call("POST", "/v1/readings", None, **said)[0] == status


@pytest.mark.parametrize("body", ["[]", "{", '"x"', "[" * 4000])
def test_a_body_that_is_no_order_is_refused(paired: Agent, body: str) -> None:
    line = socket.create_connection(("127.0.0.1", paired.server.port), timeout=10)
    head = f"POST /v1/readings HTTP/1.1\r\nHost: 127.0.0.1:{paired.server.port}\r\nOrigin: {SITE}\r\n"
    head += f"Authorization: Bearer {paired.bearer}\r\nContent-Type: application/json\r\n"
    line.sendall(f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode())
    assert line.recv(64).startswith(b"HTTP/1.0 400")
    line.close()


def test_a_form_of_a_page_is_not_an_order(paired: Agent) -> None:
    assert paired.call("POST", "/v1/readings", {}, Content_Type="text/plain")[0] == 415
