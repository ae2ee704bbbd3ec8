"""TCP ports: find out before starting whether one is taken (Granian would silently share it)."""

import socket

from dean06.config.env import ConfigurationError


def is_free(host: str, port: int) -> bool:
    """True when a server could bind to the port now."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        # No SO_REUSEPORT: a listener that has it must still count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def require_free(host: str, port: int, key: str) -> None:
    """ConfigurationError naming the setting to change when the port is taken."""
    if not is_free(host, port):
        raise ConfigurationError(
            f"cổng {port} trên {host} đang có chương trình khác dùng. "
            f"Hãy dừng chương trình đó, hoặc chọn cổng khác, ví dụ: {key}={port + 100} make demo"
        )
