"""The population twin as its own process for tests, and a client that sends bytes exactly as told."""

import json
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx2
from tests.sandbox.twin import ADMIN_TOKEN, ROOT, Twin, free_port, running

MODULE = [sys.executable, "-m", "dean06.sandbox.population", "serve"]
ENVIRONMENT = {"POPULATION_TWIN_ADMIN_TOKEN": ADMIN_TOKEN, "PYTHONPATH": str(ROOT / "src")}
BASE = "/r1/VN/GOV/000.00.G01/dancu"
CLIENT, OTHER_CLIENT = "VN/GOV/000.00.15.H56/dean06", "VN/GOV/000.00.15.H99/khac"
TODAY = "2026-03-01"
HOA, KHANH = "000151000201", "000206000205"
BASIS = "Luật Căn cước 26/2023/QH15, Điều 10"
SOCKET_SECONDS = 20.0


class PopulationTwin(Twin):
    """Remote control of a running register, and calls to it."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.client = httpx2.Client(base_url=url, trust_env=False, timeout=SOCKET_SECONDS)

    def call(
        self, method: str, path: str, document: object = None, *, client: str = CLIENT, **headers: str
    ) -> httpx2.Response:
        """A call with a JSON body, or without one; a header named by underscores may be added or, empty, left out."""
        sent = {"X-Road-Client": client, "X-Road-Id": "test-1", "X-Road-Issue": "case-1"}
        content = None
        if document is not None:
            content = document if isinstance(document, bytes) else json.dumps(document, ensure_ascii=False).encode()
            sent["Content-Type"] = "application/json"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        headers = {name: value for name, value in sent.items() if value}
        return self.client.request(method, f"{BASE}/{path}", content=content, headers=headers)

    def admin(self, method: str, path: str, **kwargs: Any) -> dict[str, Any]:
        answer = self.client.request(method, f"/admin/{path}", headers=self._headers, **kwargs)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def citizen(self, personal_id: str, *fields: str, purpose: str = "HO_TICH", service: str = "getCitizen") -> Any:
        document = {"purpose": purpose, "legalBasis": BASIS, "personalId": personal_id, "fields": list(fields)}
        return self.call("POST", service, document)

    def verify(self, personal_id: str, purpose: str = "XAC_THUC", **claim: str) -> httpx2.Response:
        document = {"purpose": purpose, "legalBasis": BASIS, "personalId": personal_id, "claim": claim}
        return self.call("POST", "verifyCitizen", document)

    def changes(self, since: str = "", limit: int = 1000, purpose: str = "HO_TICH") -> dict[str, Any]:
        answer = self.call("GET", f"listChanges?since={since}&limit={limit}&purpose={purpose}&legalBasis=Lu%E1%BA%ADt")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def happen(self, kind: str, personal_id: str, **more: object) -> str:
        return self.admin("POST", "changes", json={"kind": kind, "personalId": personal_id, **more})["personalId"]

    def raw(self, request: bytes) -> tuple[int, dict[str, str], bytes]:
        """Bytes as they are; (status, headers by small name, body) of the answer."""
        place = urlsplit(self.issuer)
        with socket.create_connection((place.hostname, place.port), timeout=SOCKET_SECONDS) as connection:
            connection.sendall(request)
            answer = b""
            while chunk := connection.recv(65536):
                answer += chunk
        head, _, body = answer.partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in lines)}
        return int(first.split()[1]), headers, body


@contextmanager
def running_register(state: Path, *more: str, people: int = 2_000) -> Iterator[PopulationTwin]:
    """A register on a free port that keeps its memory in ``state``."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [*MODULE, "--port", str(port), "--state", str(state), "--people", str(people), *more]
    with running(command, f"{url}/healthz", ENVIRONMENT):
        twin = PopulationTwin(url)
        with twin.client:
            yield twin
