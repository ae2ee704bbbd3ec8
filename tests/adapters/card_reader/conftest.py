"""A running agent on a free port, whose card is a function the test controls."""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from dean06.adapters.card_reader import device_key
from dean06.adapters.card_reader.desk import Desk
from dean06.adapters.card_reader.gate import Gate
from dean06.adapters.card_reader.pairing import Pairing
from dean06.adapters.card_reader.server import AgentServer

SITE = "https://thu.example"


class Agent:
    """The agent, and a page that calls it."""

    def __init__(self, folder: Path) -> None:
        self.time = 1000.0
        self.codes: list[str] = []
        self.go_on = threading.Event()
        self.error: Exception | None = None
        self.key = device_key.load(folder)
        self.server = AgentServer(port=0)
        self.gate = Gate(origin=SITE, port=self.server.port, now=self.now)
        self.pairing = Pairing(now=self.now, show=self.codes.append)
        self.desk = Desk(read=self.read, key=self.key, now=self.now)
        self.server.equip(gate=self.gate, pairing=self.pairing, desk=self.desk)
        self.bearer = ""

    def now(self) -> float:
        return self.time

    def read(self, order: Mapping[str, Any], report: Any, cancelled: threading.Event) -> Mapping[str, Any]:
        report("reading")
        while not self.go_on.wait(0.01) and not cancelled.is_set():
            pass
        if self.error:
            raise self.error
        return {"order": dict(order), "sod": "00"}

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> tuple[int, Any, Mapping[str, str]]:
        said = {"Host": f"127.0.0.1:{self.server.port}", "Origin": SITE}
        if self.bearer:
            said["Authorization"] = f"Bearer {self.bearer}"
        if body is not None:
            said["Content-Type"] = "application/json"
        said |= {name.replace("_", "-"): value for name, value in headers.items()}
        line = HTTPConnection("127.0.0.1", self.server.port, timeout=10)
        try:
            line.request(method, path, json.dumps(body) if body is not None else None, said)
            answer = line.getresponse()
            content = answer.read()
            return answer.status, json.loads(content) if content else None, dict(answer.getheaders())
        finally:
            line.close()

    def pair(self) -> None:
        status, body, _ = self.call("POST", "/v1/pair", {"code": self.codes[-1]})
        assert status == 200
        self.bearer = body["bearer"]

    def begin(self) -> str:
        status, body, _ = self.call("POST", "/v1/readings", {"purpose": "sign_in"})
        assert status == 202
        return str(body["id"])

    def end(self, reading_id: str) -> dict[str, Any]:
        """Poll until it is over."""
        deadline = time.monotonic() + 10
        while time.monotonic() < deadline:
            self.time += 1.0  # the page's polling must not run into the rate limit of a clock that stands
            status, body, _ = self.call("GET", f"/v1/readings/{reading_id}")
            assert status == 200
            if body["state"] != "running":
                return dict(body)
        raise AssertionError("the reading did not end")


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[Agent]:
    one = Agent(tmp_path)
    thread = threading.Thread(target=one.server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield one
    one.go_on.set()
    one.desk.close()
    one.server.shutdown()
    one.server.server_close()
    thread.join()


@pytest.fixture
def paired(agent: Agent) -> Agent:
    agent.pair()
    return agent
