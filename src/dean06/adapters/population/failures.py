"""Errors of the exchange and of the provider, in the words of the port."""

from collections.abc import Mapping
from typing import Final

from dean06.adapters.population.headers import ERROR
from dean06.adapters.population.messages import problem_code
from dean06.kernel.ports.population import Reason, RegisterFailed

LONGEST_WAIT_S: Final = 3600
SERVER_ERROR: Final = 500
BAD_REQUEST: Final = 400
BY_LAYER: Final = {
    "Server.ServerProxy.AccessDenied": Reason.NOT_AUTHORISED,
    "Server.ServerProxy.UnknownService": Reason.NOT_AUTHORISED,
    "Server.ServerProxy.ServiceFailed": Reason.UNREACHABLE,
}
BY_CODE: Final = {
    "unknown_purpose": Reason.PURPOSE_REFUSED,
    "field_not_allowed": Reason.FIELD_REFUSED,
    "unknown_field": Reason.FIELD_REFUSED,
    "conflict": Reason.CONFLICT,
    "too_many": Reason.BUSY,
    "unavailable": Reason.MAINTENANCE,
}
BY_STATUS: Final = {401: Reason.NOT_AUTHORISED, 403: Reason.NOT_AUTHORISED, 409: Reason.CONFLICT, 429: Reason.BUSY}


def failure(status: int, headers: Mapping[str, str], body: bytes) -> RegisterFailed:
    """What an answer that is no success means; ``headers`` by small names."""
    wait_s = _seconds(headers.get("retry-after", ""))
    layer = headers.get(ERROR, "")
    if layer:
        word = layer if layer in BY_LAYER else "layer"
        fallback = Reason.REQUEST_REFUSED if layer.startswith("Client.") else Reason.BUSY
        return RegisterFailed(BY_LAYER.get(layer, fallback), word, retry_after_s=wait_s)
    code = problem_code(body)
    reason = BY_CODE.get(code) or BY_STATUS.get(status) or _by_class(status)
    return RegisterFailed(reason, f"status {status}", retry_after_s=wait_s)


def _by_class(status: int) -> Reason:
    if status >= SERVER_ERROR:
        return Reason.BUSY
    if status >= BAD_REQUEST:
        return Reason.REQUEST_REFUSED
    return Reason.OUT_OF_PROTOCOL


def _seconds(text: str) -> int:
    return min(int(text), LONGEST_WAIT_S) if text.isascii() and text.isdigit() and len(text) <= len("99999") else 0
