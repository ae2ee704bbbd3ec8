"""The whole installation, started as a newcomer would, and people who sign in to it with a browser."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from dean06.config import sandbox

START_SECONDS = 180
STOP_SECONDS = 40
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
AXE = Path(__file__).resolve().parents[2] / "node_modules/axe-core/axe.min.js"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WIDE = """[...document.querySelectorAll("main *")].filter(one => one.getBoundingClientRect().right > innerWidth)
          .map(one => one.outerHTML.slice(0, 160)).slice(0, 5)"""

pytestmark = pytest.mark.journey


@dataclass(frozen=True)
class Site:
    """A running demo."""

    url: str
    state: Path
    environment: dict[str, str]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """``dean06 demo`` in an empty state directory on free ports; ended by its process id afterwards."""
    state = tmp_path_factory.mktemp("journey") / "state"
    port = _free_port()
    twin_ports = {twin: _free_port() for twin in sandbox.TWINS}
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("DEAN06_", "DJANGO_"))},
        "DEAN06_STATE": str(state),
        "DEAN06_PORT": str(port),
        "DEAN06_READER_PORT": str(_free_port()),
        **{twin.port_key: str(twin_port) for twin, twin_port in twin_ports.items()},
        "PYTHONUNBUFFERED": "1",
    }
    log = state.with_name("demo.log")
    with log.open("wb") as output:
        demo = subprocess.Popen(
            [sys.executable, "-m", "dean06.config", "demo"],
            env=environment,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    try:
        _wait(f"http://127.0.0.1:{port}/readyz", demo, log)
        for twin, twin_port in twin_ports.items():
            _wait(f"http://127.0.0.1:{twin_port}{twin.ready_path}", demo, log)
        yield Site(url=f"http://127.0.0.1:{port}", state=state, environment=environment)
    finally:
        demo.send_signal(signal.SIGINT)
        try:
            demo.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            demo.kill()
            raise AssertionError(f"the demo did not stop:\n{log.read_text()}") from None


def _wait(address: str, demo: "subprocess.Popen[bytes]", log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        assert demo.poll() is None, f"the demo ended:\n{log.read_text()}"
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)  # polling another process; bounded by the deadline
    raise AssertionError(f"{address} does not answer:\n{log.read_text()}")


class Person:
    """Somebody with a browser of their own."""

    def __init__(self, site: Site, context: BrowserContext) -> None:
        self.site = site
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda message: self._hear(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, kind: str, text: str) -> None:
        # Chromium also calls a form shown again with its errors (422) a failed resource.
        if kind == "error" and "status of 422" not in text:
            self.complaints.append(text)

    def open(self, path: str) -> None:
        """Go to a page of the site."""
        self.page.goto(self.site.url + path)

    def sign_in(self, name: str, hat: str = "") -> None:
        """Through VNeID, by the name on the twin's page; then wear the hat that carries these words."""
        self.open("/dang-nhap/")
        self.page.get_by_role("link", name="Sang VNeID để đăng nhập").click()
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=name).click()
        consent = self.page.get_by_role("button", name="Đồng ý chia sẻ")
        if consent.count():
            consent.click()
        self.page.wait_for_url(f"{self.site.url}/**")
        if hat:
            self.open("/vai-tro/")
            self.page.get_by_role("button", name=hat).click()

    def check_page(self) -> None:
        """No accessibility violation, nothing wider than the screen, no complaint of the browser."""
        self.page.wait_for_load_state()  # with its style sheets
        self.page.evaluate("window.scrollTo(0, 0)")  # the bar that stays must not cover what is measured
        self.page.evaluate(AXE.read_text(encoding="utf-8"))
        found = self.page.evaluate("rules => axe.run(document, rules)", RULES)["violations"]
        told = [f"{item['id']}: {[node['html'][:160] for node in item['nodes'][:3]]}" for item in found]
        assert not told, f"{self.page.url}: {told}"
        overflow = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{self.page.url} is {overflow} px wider than the screen: {self.page.evaluate(WIDE)}"
        assert not self.complaints, f"{self.page.url}: {self.complaints}"


@pytest.fixture
def person(site: Site, browser: Browser) -> Iterator[Callable[..., Person]]:
    """Makes people: ``person(width)``; each has cookies of their own."""
    contexts: list[BrowserContext] = []

    def make(viewport: dict[str, int] | None = None) -> Person:
        context = browser.new_context(viewport=viewport or DESKTOP, locale="vi-VN", accept_downloads=True)
        contexts.append(context)
        return Person(site, context)

    yield make
    for context in contexts:
        context.close()
