"""Pictures of the README, taken from the running demo, so that they stay true: ``make pictures``.

Starts the demo in a temporary state on free ports, signs in through the VNeID twin's own pages and photographs the
leader's board as of a day of the story and the citizen's portal.
"""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path

import find_chromium  # beside this script
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from dean06.config import sandbox

PICTURES = Path(__file__).parents[1] / "docs" / "pictures"
# File, window, person, hat, page.
SHOTS: tuple[tuple[str, ViewportSize, str, str, str], ...] = (
    (
        "board.png",
        {"width": 1280, "height": 1400},
        "leader",
        "Chủ tịch UBND xã Đức Thọ",
        "/bang-dieu-hanh/?ngay=2023-12-15",
    ),
    ("portal.png", {"width": 1280, "height": 1100}, "hoa", "", "/"),
)
MAX_BYTES = 300_000
COLOURS = 128
STOP_SECONDS = 60


def free_ports(count: int) -> list[int]:
    """Ports nobody uses."""
    with contextlib.ExitStack() as stack:
        probes = [stack.enter_context(socket.socket()) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]


@contextlib.contextmanager
def demo() -> Iterator[str]:
    """The demo, running; its address."""
    with tempfile.TemporaryDirectory(prefix="dean06-pictures-", ignore_cleanup_errors=True) as state:
        Path(state).chmod(0o755)
        port, *twin_ports = free_ports(1 + len(sandbox.TWINS))
        environment = {
            **os.environ,
            "DEAN06_STATE": f"{state}/state",
            "DEAN06_PORT": str(port),
            **{twin.port_key: str(free) for twin, free in zip(sandbox.TWINS, twin_ports, strict=True)},
        }
        process = subprocess.Popen(
            [sys.executable, "-m", "dean06.config", "demo"], env=environment, stdout=subprocess.PIPE, text=True
        )
        try:
            _wait(process)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(STOP_SECONDS)


def _wait(process: "subprocess.Popen[str]") -> None:
    assert process.stdout is not None
    for line in process.stdout:
        print(line, end="")
        if "Ctrl-C" in line:
            return
    raise SystemExit("the demo did not start")


def sign_in(page: Page, address: str, key: str, hat: str = "") -> None:
    """As a person would: to VNeID, say who one is, agree, come back, put on the hat."""
    people = {one["key"]: one["full_name"] for one in tomllib.loads(sandbox.PEOPLE.read_text("utf-8"))["people"]}
    page.goto(f"{address}/dang-nhap/bat-dau/?next=/")
    page.get_by_role("button", name=people[key]).click()
    page.get_by_role("button", name="Đồng ý chia sẻ").click()
    page.wait_for_url(f"{address}/**")
    if hat:
        page.goto(f"{address}/vai-tro/")
        page.get_by_role("button", name=hat).click()


def take(browser: Browser, address: str) -> None:
    """Both pictures, each in a browser of its own."""
    for name, size, key, hat, path in SHOTS:
        context = browser.new_context(viewport=size, locale="vi-VN")
        page = context.new_page()
        sign_in(page, address, key, hat)
        page.goto(address + path, wait_until="networkidle")
        page.evaluate("document.fonts.ready")
        page.screenshot(path=PICTURES / name)
        context.close()
        shrink(PICTURES / name)
        print(f"{name}: {(PICTURES / name).stat().st_size // 1000} kB")


def shrink(file: Path) -> None:
    """Fewer colours until the picture is small: flat pages lose nothing one could see."""
    from PIL import Image

    with Image.open(file) as picture:
        picture.convert("RGB").quantize(COLOURS, method=Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(
            file, optimize=True
        )
    if file.stat().st_size > MAX_BYTES:
        raise SystemExit(f"{file.name} has {file.stat().st_size} bytes, more than {MAX_BYTES}")


def main() -> int:
    """Take both pictures."""
    chromium = find_chromium.find()
    if not chromium:
        print(find_chromium.HELP, file=sys.stderr)
        return 1
    PICTURES.mkdir(parents=True, exist_ok=True)
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with demo() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        take(browser, address)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
