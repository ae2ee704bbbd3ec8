"""Refusals: those of the provider (RFC 9457) and those of the exchange layer in front of it."""

from collections.abc import Sequence
from dataclasses import dataclass

TYPE = "urn:dean06:population:"
# code -> (status, title); the table of protocols/population/README.md.
PROBLEMS: dict[str, tuple[int, str]] = {
    "missing_issue": (400, "X-Road-Issue must name the case or act that caused the call"),
    "malformed": (400, "The request is not as the schema says"),
    "unknown_field": (400, "There is no such element"),
    "unknown_purpose": (403, "The purpose is not agreed for this service"),
    "field_not_allowed": (403, "The purpose does not allow these elements"),
    "not_found": (404, "There is nothing under that number"),
    "method": (405, "The service has no such method"),
    "too_large": (413, "The body is too large"),
    "media_type": (415, "The body must be application/json"),
    "conflict": (409, "Something else is there already"),
    "too_many": (429, "Too many calls; ask again later"),
    "unavailable": (503, "Under maintenance; ask again later"),
}
# type -> (status, message)
LAYER_ERRORS: dict[str, tuple[int, str]] = {
    "Client.BadRequest": (400, "The request is not one of protocol r1"),
    "Server.ServerProxy.AccessDenied": (500, "The client may not use this service"),
    "Server.ServerProxy.UnknownService": (500, "There is no such service"),
    "Server.ServerProxy.ServiceFailed": (500, "The service could not be reached"),
}


@dataclass(eq=False)
class Problem(Exception):
    """The provider refuses; ``fields`` and ``errors`` name elements and members, never their values."""

    code: str
    fields: Sequence[str] = ()
    errors: Sequence[str] = ()
    retry_after: int = 0
    allow: str = ""

    @property
    def status(self) -> int:
        """Status of the answer."""
        return PROBLEMS[self.code][0]

    def body(self) -> dict[str, object]:
        """The document of application/problem+json."""
        said: dict[str, object] = {"type": f"{TYPE}{self.code}", "title": PROBLEMS[self.code][1], "status": self.status}
        for name, values in (("fields", self.fields), ("errors", self.errors)):
            if values:
                said[name] = list(dict.fromkeys(values))
        return said

    def headers(self) -> dict[str, str]:
        """Headers that belong to the refusal."""
        found = {"Retry-After": str(self.retry_after)} if self.retry_after else {}
        return found | ({"Allow": self.allow} if self.allow else {})


@dataclass(eq=False)
class LayerError(Exception):
    """The exchange layer refuses; the provider has not seen the call."""

    type: str
    detail: str = ""

    @property
    def status(self) -> int:
        """Status of the answer."""
        return LAYER_ERRORS[self.type][0]

    def body(self) -> dict[str, str]:
        """The ``layerError``."""
        return {"type": self.type, "message": LAYER_ERRORS[self.type][1], "detail": self.detail}
