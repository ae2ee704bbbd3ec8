"""Encoding and decoding of what travels, nothing else: pure functions, no network (c2sp.org/tlog-witness)."""

import base64
from collections.abc import Sequence

from dean06.kernel.ports.witness import Reason, WitnessFailed

MAX_PROOF_LINES = 63
MAX_LINES = 100
MAX_SIZE = (1 << 63) - 1
SIGNATURE_START = "— "
SIZE_TYPE = "text/x.tlog.size"
HASH_SIZE = 32


def encode_request(note: str, *, old: int, proof: Sequence[bytes]) -> bytes:
    """Body of add-checkpoint: old size, proof, empty line, checkpoint."""
    if not 0 <= old <= MAX_SIZE or len(proof) > MAX_PROOF_LINES or any(len(one) != HASH_SIZE for one in proof):
        raise ValueError("not a size and a proof of consistency")
    lines = [f"old {old}", *(base64.b64encode(one).decode() for one in proof), "", note]
    return "\n".join(lines).encode()


def read_lines(body: bytes) -> tuple[str, ...]:
    """Signature lines of a 200 answer, as they came."""
    text = _text(body)
    lines = text.splitlines(keepends=True)
    if not 0 < len(lines) <= MAX_LINES or "".join(lines).count("\n") != len(lines):
        raise WitnessFailed(Reason.OUT_OF_PROTOCOL, "not one to a hundred lines")
    if not all(line.startswith(SIGNATURE_START) for line in lines):
        raise WitnessFailed(Reason.OUT_OF_PROTOCOL, "a line that is no signature")
    return tuple(lines)


def read_size(body: bytes, content_type: str) -> int:
    """Size in a 409 answer."""
    text = _text(body)
    digits = text.removesuffix("\n")
    is_decimal = digits.isascii() and digits.isdigit() and (digits == "0" or not digits.startswith("0"))
    if content_type.partition(";")[0].strip().lower() != SIZE_TYPE or not is_decimal or len(text) != len(digits) + 1:
        raise WitnessFailed(Reason.OUT_OF_PROTOCOL, "a conflict without a size")
    size = int(digits[: len(str(MAX_SIZE)) + 1])
    if size > MAX_SIZE:
        raise WitnessFailed(Reason.OUT_OF_PROTOCOL, "a size beyond any log")
    return size


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise WitnessFailed(Reason.OUT_OF_PROTOCOL, "not UTF-8") from error
