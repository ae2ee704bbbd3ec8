"""A virtual card reader for the tests of chip cards: install Debian's when we may, else skip those tests."""

import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
PACKAGES = ("pcscd", "vsmartcard-vpcd", "libpcsclite-dev", "swig", "gcc", "libc6-dev")
INSTALL_SECONDS = 600
ROOT = Path(__file__).resolve().parents[1]
HELP = """No virtual card reader here: tests of chip cards over PC/SC are skipped. To run them, as root on Debian:
  apt-get install pcscd vsmartcard-vpcd libpcsclite-dev swig gcc
  .tools/bin/uv pip install --python .venv/bin/python --require-hashes -r requirements/reader.txt"""


def is_there() -> bool:
    """The service, the virtual driver, and the library to talk to them."""
    return bool(shutil.which("pcscd")) and DRIVER.exists() and importlib.util.find_spec("smartcard") is not None


def _install() -> None:
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    print("· Installing a virtual card reader (apt-get)", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    uv = [str(ROOT / ".tools/bin/uv"), "pip", "install", "-q", "--python", sys.executable, "--require-hashes"]
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *PACKAGES],
        [*uv, "-r", str(ROOT / "requirements/reader.txt")],
    ):
        subprocess.run(command, env=environment, check=False, stdout=subprocess.DEVNULL, timeout=INSTALL_SECONDS)


def main() -> int:
    """Always 0: a machine without a reader can still prove everything else."""
    if not is_there():
        _install()
        importlib.invalidate_caches()
    if not is_there():
        print(HELP, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
