"""A holder's side: the credential taken apart, some of it chosen, bound to one verifier and one moment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dean06.kernel.documents.credentials import jose
from dean06.kernel.documents.credentials.encoding import LONGEST, decode, load_object, refuse
from dean06.kernel.documents.credentials.keys import SigningKey
from dean06.kernel.documents.credentials.moments import seconds
from dean06.kernel.documents.credentials.paths import leads_to
from dean06.kernel.documents.credentials.sdjwt import disclosures
from dean06.kernel.documents.credentials.sdjwt.issuing import SEPARATOR
from dean06.kernel.documents.credentials.sdjwt.resolving import hash_of, resolve
from dean06.kernel.documents.credentials.types import Path, Reason

PROOF_TYPE = "kb+jwt"


@dataclass(frozen=True, kw_only=True)
class Parts:
    """An SD-JWT split at its tildes. ``proof``: the key binding token, empty without one."""

    token: str
    disclosures: tuple[str, ...]
    proof: str

    @property
    def payload(self) -> dict[str, Any]:
        """What the token says, whoever signed it."""
        pieces = self.token.split(".")
        if len(pieces) != jose.PARTS:
            raise refuse("not a compact token")
        return load_object(decode(pieces[1]))

    @property
    def presented(self) -> str:
        """What the holder's proof is about: token and disclosures, the last tilde with them."""
        return SEPARATOR.join([self.token, *self.disclosures, ""])


def split(text: str) -> Parts:
    """The parts, nothing of them proven."""
    if len(text) > LONGEST:
        raise refuse(f"{len(text)} characters", Reason.OVERSIZED)
    token, *rest = text.split(SEPARATOR)
    if not rest or not text.isascii():
        raise refuse("no tilde: not an SD-JWT")
    return Parts(token=token, disclosures=tuple(rest[:-1]), proof=rest[-1])


def choose(text: str, show: Iterable[Path]) -> str:
    """The credential with the disclosures the places need: what lies there, on the way, and within."""
    parts, wanted = split(text), tuple(show)
    found = [disclosures.parse(one) for one in parts.disclosures]
    _, places = resolve(parts.payload, found)
    chosen = [one for one in parts.disclosures if any(leads_to(places[one], pattern) for pattern in wanted)]
    return SEPARATOR.join([parts.token, *chosen, ""])


def present(
    text: str, *, show: Iterable[Path], holder: SigningKey, audience: str, nonce: str, presented_at: datetime
) -> str:
    """What goes to the verifier: the chosen claims and the holder's signature over exactly them."""
    chosen = choose(text, show)
    hash_name = hash_of(split(chosen).payload)
    proof = {
        "iat": seconds(presented_at),
        "aud": audience,
        "nonce": nonce,
        "sd_hash": disclosures.digest(chosen, hash_name),
    }
    return chosen + jose.sign({"typ": PROOF_TYPE}, proof, holder)
