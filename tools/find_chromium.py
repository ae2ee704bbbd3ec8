"""Find a Chromium for the browser journeys, or install Debian's when we may; else say what to do."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
KEY = "DEAN06_CHROMIUM"
INSTALL_SECONDS = 600
HELP = f"""No Chromium was found for the browser journeys. Do one of these, then run `make test` again:
  - Debian, Ubuntu:  sudo apt-get install chromium
  - any system:      install Chrome or Chromium, or set {KEY}=/path/to/chromium
  - with internet:   .venv/bin/playwright install chromium"""


def find() -> str | None:
    """Path of a browser: the environment's, one on PATH, or Playwright's own."""
    named = os.environ.get(KEY)
    if named:
        return named if Path(named).exists() else None
    return next((path for path in map(shutil.which, NAMES) if path), None) or _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _install() -> None:
    """Debian's package, when we are root and apt is there."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    print("· Installing Chromium (apt-get)", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "chromium"]):
        subprocess.run(
            ["apt-get", *arguments], env=environment, check=False, stdout=subprocess.DEVNULL, timeout=INSTALL_SECONDS
        )


def main() -> int:
    """0 when a browser is there."""
    if find():
        return 0
    _install()
    if find():
        return 0
    print(HELP, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
