"""The agent put together: one server, one desk, one reader, until told to stop."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from dean06.adapters.card_reader.desk import Desk, ReadCard
from dean06.adapters.card_reader.device_key import DeviceKey
from dean06.adapters.card_reader.gate import Gate
from dean06.adapters.card_reader.pairing import Pairing
from dean06.adapters.card_reader.server import AgentServer


@dataclass(frozen=True, kw_only=True)
class Setup:
    """What an agent needs to know: the page it serves, the port pages look for it on, the reader, the key."""

    origin: str
    port: int
    read: ReadCard
    key: DeviceKey


class Agent:
    """A running agent. ``show`` puts each new pairing code before the person at the reader."""

    def __init__(self, setup: Setup, show: Callable[[str], None]) -> None:
        self._server = AgentServer(port=setup.port)
        self.port = self._server.port
        self._desk = Desk(read=setup.read, key=setup.key, now=time.monotonic)
        self._server.equip(
            gate=Gate(origin=setup.origin, port=self.port, now=time.monotonic),
            pairing=Pairing(now=time.monotonic, show=show),
            desk=self._desk,
        )
        self._thread = threading.Thread(target=self._server.serve_forever, name="agent", daemon=True)

    def start(self) -> None:
        """Answer from now on."""
        self._thread.start()

    def close(self) -> None:
        """Cancel what runs, let the reader go, stop answering."""
        self._desk.close()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
