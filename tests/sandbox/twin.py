"""The VNeID twin as its own process for tests, and a browser without script that walks through its pages."""

import html
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qsl, urljoin, urlsplit

import httpx2

ROOT = Path(__file__).resolve().parents[2]
PEOPLE = ROOT / "protocols" / "demo_people.toml"
CLIENT_ID = "dean06"
CLIENT_SECRET = "bí mật: a+b/c%d=& "  # every character that form-encoding must protect
REDIRECT_URI = "http://127.0.0.1:8600/dang-nhap/xong/"
AFTER_LOGOUT_URI = "http://127.0.0.1:8600/"
LAUNCH_URI = "http://127.0.0.1:8600/p03/mo/"
ADMIN_TOKEN = "admin-token-of-the-tests"
START_SECONDS = 30.0
MAX_STEPS = 10


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until_answers(url: str, process: subprocess.Popen) -> None:
    """Return when the address answers; fail with the exit code when the process dies first."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise AssertionError(f"process ended with {process.returncode} before it answered at {url}")
        try:
            httpx2.get(url, trust_env=False)
        except httpx2.TransportError:
            time.sleep(0.05)  # polling a starting process, not waiting for an effect
        else:
            return
    raise AssertionError(f"nothing answered at {url} within {START_SECONDS} s")


@contextmanager
def running(command: list[str], url: str, env: dict[str, str] | None = None) -> Iterator[subprocess.Popen]:
    """A process that serves the address for the length of the block."""
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **(env or {})}, stdout=subprocess.DEVNULL)
    try:
        wait_until_answers(url, process)
        yield process
    finally:
        process.terminate()
        process.wait(timeout=10)


class Twin:
    """Remote control of a running twin."""

    def __init__(self, issuer: str) -> None:
        self.issuer = issuer
        self._headers = {"Authorization": f"Bearer {ADMIN_TOKEN}"}

    def admin(self, method: str, path: str, **kwargs: object) -> dict:
        answer = httpx2.request(method, f"{self.issuer}/admin/{path}", headers=self._headers, trust_env=False, **kwargs)
        assert answer.status_code == 200, answer.text
        return answer.json()

    @contextmanager
    def fault(self, *names: str, seconds: float = 0) -> Iterator[None]:
        """Misbehave for the length of the block."""
        self.admin("PUT", "faults", json={"faults": list(names), "seconds": seconds})
        try:
            yield
        finally:
            self.admin("DELETE", "faults")


@contextmanager
def running_twin(*more: str, path: str = "") -> Iterator[Twin]:
    """A twin on a free port; ``path`` is the path of its issuer, ``more`` are further arguments."""
    port = free_port()
    issuer = f"http://127.0.0.1:{port}{path}"
    command = [
        *(sys.executable, "-m", "dean06.sandbox.vneid", "--port", str(port), "--issuer", issuer),
        *("--people", str(PEOPLE), "--client-id", CLIENT_ID, "--redirect-uri", REDIRECT_URI),
        *("--post-logout-redirect-uri", AFTER_LOGOUT_URI, "--initiate-login-uri", LAUNCH_URI, *more),
    ]
    env = {
        "VNEID_TWIN_CLIENT_SECRET": CLIENT_SECRET,
        "VNEID_TWIN_ADMIN_TOKEN": ADMIN_TOKEN,
        "PYTHONPATH": str(ROOT / "src"),
    }
    with running(command, f"{issuer}/healthz", env):
        yield Twin(issuer)


class Browser:
    """Follows redirects up to a wanted address, keeps cookies, presses buttons of forms."""

    def __init__(self) -> None:
        self.client = httpx2.Client(trust_env=False, timeout=20)
        self.page: httpx2.Response | None = None

    def close(self) -> None:
        self.client.close()

    def open(self, url: str, until: str = REDIRECT_URI) -> dict[str, str] | None:
        """Go to an address: the query of ``until`` when it is reached, None when a page is shown."""
        return self._follow(self.client.get(url), until)

    def press(self, until: str = REDIRECT_URI, **values: str) -> dict[str, str] | None:
        """Submit the form on the page with its hidden fields and these values."""
        assert self.page is not None
        action = re.search(r'<form method="post" action="([^"]+)"', self.page.text)
        assert action, f"no form on {self.page.url}: {self.page.text[:500]}"
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', self.page.text)
        fields = {name: html.unescape(value) for name, value in hidden}
        url = urljoin(str(self.page.url), html.unescape(action[1]))
        return self._follow(self.client.post(url, data={**fields, **values}), until)

    def sign_in(self, url: str, person: str = "hoa", until: str = REDIRECT_URI, **values: str) -> dict[str, str]:
        """The whole walk: choose the person, agree when asked; the query that reaches the relying party."""
        answer = self.open(url, until)
        if answer is None and "/sign-in" in str(self.page.url):
            answer = self.press(until, person=person, **values)
        if answer is None and "/consent" in str(self.page.url):
            answer = self.press(until, decision="agree")
        assert answer is not None, f"stopped at {self.page.url}: {self.page.text[:800]}"
        return answer

    def _follow(self, response: httpx2.Response, until: str) -> dict[str, str] | None:
        for _ in range(MAX_STEPS):
            if not response.is_redirect:
                self.page = response
                return None
            target = urljoin(str(response.url), response.headers["location"])
            if target.split("?")[0] == until:
                return dict(parse_qsl(urlsplit(target).query, keep_blank_values=True))
            response = self.client.get(target)
        raise AssertionError("too many redirects")
