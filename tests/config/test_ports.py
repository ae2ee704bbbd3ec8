"""A taken port is found out before anything starts."""

import socket

import pytest

from dean06.config import ports
from dean06.config.env import ConfigurationError


@pytest.fixture(params=[False, True], ids=["plain", "shared"])
def taken(request: pytest.FixtureRequest):
    """A port somebody listens on; a server such as Granian lets others share it silently (SO_REUSEPORT)."""
    with socket.socket() as listener:
        if request.param:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def test_a_taken_port_is_said_with_the_setting_that_changes_it(taken: int) -> None:
    assert not ports.is_free("127.0.0.1", taken)
    with pytest.raises(ConfigurationError) as refused:
        ports.require_free("127.0.0.1", taken, "DEAN06_PORT")
    assert str(taken) in str(refused.value)
    assert f"DEAN06_PORT={taken + 100}" in str(refused.value)


def test_a_port_left_a_moment_ago_is_free() -> None:
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as every server does
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            listener.accept()[0].close()
    ports.require_free("127.0.0.1", port, "DEAN06_PORT")
