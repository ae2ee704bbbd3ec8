"""A PC/SC service with one virtual reader and a sandbox card in it.

The service's socket has one fixed place on a machine: where a service runs already, or we may not make that place,
there is none for tests (``why_not``).
"""

import importlib.util
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from tests.sandbox.twin import free_port

from dean06.sandbox.card.application import Application
from dean06.sandbox.card.vpcd import serve

SOCKET = Path("/run/pcscd/pcscd.comm")
DRIVER = Path("/usr/lib/pcsc/drivers/serial/libifdvpcd.so")
START_SECONDS = 15.0
LAID_DOWN_SECONDS = 1.0
CONFIG = """FRIENDLYNAME "Sandbox"
DEVICENAME /dev/null:0x{port:04X}
LIBPATH {driver}
CHANNELID 0x{port:04X}
"""


def why_not() -> str:
    """Why no virtual reader can be had here; empty when it can. ``make test-pcsc`` installs what is missing."""
    if not shutil.which("pcscd") or not DRIVER.exists():
        return "pcscd and vsmartcard-vpcd are not installed"
    if importlib.util.find_spec("smartcard") is None:
        return "pyscard is not installed (requirements/reader.txt)"
    if SOCKET.exists():
        return "a PC/SC service is running on this machine"
    return "" if os.geteuid() == 0 else "only root may start a PC/SC service"


@contextmanager
def card_in_reader(card: Application, folder: Path) -> Iterator[None]:
    """A reader with the card in it for the length of the block."""
    with _service(folder) as (service, port):
        _insert(card, port, service)
        _wait_for(SOCKET, service)
        yield


@contextmanager
def office_card_in_reader(command: list[str], folder: Path) -> Iterator[None]:
    """The same with a card of the sandbox's office, which is a process of its own: its command but for the port."""
    with _service(folder) as (service, port):
        _wait_for(SOCKET, service)
        card = _laid_down([*command, "--reader-port", str(port)], service)
        try:
            yield
        finally:
            card.terminate()
            card.wait(timeout=10)


def _laid_down(command: list[str], service: "subprocess.Popen[bytes]") -> "subprocess.Popen[str]":
    """The card's process, begun again until the driver listens: without a reader it ends by itself."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and service.poll() is None:
        card = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert card.stdout
        card.stdout.readline()  # printed when the keys are there, just before it looks for the reader
        try:
            card.wait(LAID_DOWN_SECONDS)
        except subprocess.TimeoutExpired:
            return card
    raise AssertionError("the card found no reader")


@contextmanager
def _service(folder: Path) -> "Iterator[tuple[subprocess.Popen[bytes], int]]":
    """A service with one empty reader, and the port its driver listens on; it is ended by its process id."""
    port = free_port()
    (folder / "reader.conf").write_text(CONFIG.format(port=port, driver=DRIVER), encoding="ascii")
    service = subprocess.Popen(
        ["pcscd", "--foreground", "--config", str(folder)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield service, port
    finally:
        service.terminate()
        service.wait(timeout=10)


def _insert(card: Application, port: int, service: "subprocess.Popen[bytes]") -> None:
    """Connect the card as soon as the driver listens."""
    deadline = time.monotonic() + START_SECONDS

    def run() -> None:
        while time.monotonic() < deadline and service.poll() is None:
            try:
                serve(card, port)
            except ConnectionError:
                time.sleep(0.05)  # polling a starting process; bounded by the deadline
            else:
                return

    Thread(target=run, daemon=True).start()


def _wait_for(path: Path, service: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + START_SECONDS
    while not path.exists():
        assert service.poll() is None, f"the PC/SC service ended with {service.returncode}"
        assert time.monotonic() < deadline, f"no {path} within {START_SECONDS} s"
        time.sleep(0.05)  # polling a starting process; bounded by the deadline
