"""A file drawn for somebody to take away."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Drawn:
    """A file ready to send."""

    name: str
    media_type: str
    data: bytes
