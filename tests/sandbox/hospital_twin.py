"""The hospital's twin as its own process for tests."""

import html
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx2
from tests.sandbox.twin import ADMIN_TOKEN, PEOPLE, ROOT, Twin, free_port, running

ENVIRONMENT = {"HOSPITAL_TWIN_ADMIN_TOKEN": ADMIN_TOKEN, "PYTHONPATH": str(ROOT / "src")}
TIMEOUT_S = 60


class HospitalTwin(Twin):
    """Remote control of a running hospital, over its page as people have it."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url

    def keys(self) -> list[dict[str, Any]]:
        """What it signs with, as it shows it to anybody."""
        answer = httpx2.get(f"{self.url}/.well-known/jwks.json", trust_env=False)
        assert answer.status_code == 200, answer.text
        return list(answer.json()["keys"])

    def send(self, patient: str, edition: int = 1) -> str:
        """Press "Gửi hồ sơ"; what the page says of the patient then."""
        return self._press("/gui", patient, {"edition": str(edition)})

    def ask(self, patient: str) -> str:
        """Press "Hỏi sổ"; what the page says of the patient then."""
        return self._press("/hoi", patient, {})

    def _press(self, path: str, patient: str, more: dict[str, str]) -> str:
        said = {"patient": patient} | more
        options = {"timeout": TIMEOUT_S, "trust_env": False, "follow_redirects": True}
        page = httpx2.post(self.url + path, data=said, **options)
        assert page.status_code == 200, page.text
        found = re.search(rf'<section[^>]*aria-labelledby="{patient}".*?</section>', page.text, re.DOTALL)
        assert found, page.text
        return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", found[0])).split())


def command(state: Path, door: str, *more: str) -> list[str]:
    """Command line of a hospital that knocks there."""
    options = ["--state", str(state), "--people", str(PEOPLE), "--door", door, "--client-id", "bv"]
    return [sys.executable, "-m", "dean06.sandbox.hospital", *options, *more]


@contextmanager
def running_hospital(state: Path, door: str) -> Iterator[HospitalTwin]:
    """A hospital on a free port."""
    port = free_port()
    with running(command(state, door, "--port", str(port)), f"http://127.0.0.1:{port}/healthz", ENVIRONMENT):
        yield HospitalTwin(f"http://127.0.0.1:{port}")
