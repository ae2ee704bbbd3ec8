"""Find pdfsig, a foreign judge of our signatures, or install Debian's when we may; else say what to do."""

import os
import shutil
import subprocess
import sys

INSTALL_SECONDS = 600
HELP = """pdfsig was not found; the tests of signed PDF files need it as a judge that is not ours. Do one of these:
  - Debian, Ubuntu:  sudo apt-get install poppler-utils
  - Fedora:          sudo dnf install poppler-utils
  - macOS:           brew install poppler"""


def find() -> str | None:
    """Path of the program."""
    return shutil.which("pdfsig")


def _install() -> None:
    """Debian's package, when we are root and apt is there."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    print("· Installing poppler-utils (apt-get)", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update", "-qq"], ["install", "-y", "-qq", "--no-install-recommends", "poppler-utils"]):
        subprocess.run(
            ["apt-get", *arguments], env=environment, check=False, stdout=subprocess.DEVNULL, timeout=INSTALL_SECONDS
        )


def main() -> int:
    """0 when it is there."""
    if not find():
        _install()
    if find():
        return 0
    print(HELP, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
