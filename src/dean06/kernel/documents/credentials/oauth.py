"""Refusals as OAuth's machines expect them, and the forms they send."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

BAD_REQUEST, UNAUTHORISED = 400, 401
LONGEST_VALUE = 4096


class ProtocolRefused(Exception):
    """A request of a machine that is not granted. ``error``: the code of the standard. ``description``: plain ASCII."""

    def __init__(self, error: str, description: str = "", *, status: int = BAD_REQUEST) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description
        self.status = status

    @property
    def body(self) -> dict[str, str]:
        """What is answered, with ``status``."""
        return {"error": self.error, **({"error_description": self.description} if self.description else {})}

    @property
    def headers(self) -> dict[str, str]:
        """Headers of the answer: how to authenticate, for a token that was not believed."""
        if self.status != UNAUTHORISED:
            return {"Cache-Control": "no-store"}
        challenge = ", ".join(f'{scheme} error="{self.error}"' for scheme in ("Bearer", "DPoP"))
        return {"Cache-Control": "no-store", "WWW-Authenticate": challenge}


def needed(form: Mapping[str, Any], name: str) -> str:
    """A parameter that must be there; refused without it, or with one longer than anybody needs."""
    value = form.get(name)
    if not isinstance(value, str) or not value or len(value) > LONGEST_VALUE:
        raise ProtocolRefused("invalid_request", f"{name} is missing")
    return value


def place(url: str) -> tuple[str, str, str]:
    """What of an address counts in a proof: scheme, host, path."""
    parts = urlsplit(url)
    return parts.scheme.lower(), parts.netloc.lower(), parts.path or "/"
