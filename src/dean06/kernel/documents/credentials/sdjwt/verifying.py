"""Verifying an SD-JWT VC, as issued or as a holder presents it. Every way out that is not the end is a refusal."""

import hashlib
import hmac
from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dean06.kernel.documents.credentials import jose
from dean06.kernel.documents.credentials.encoding import encode, refuse
from dean06.kernel.documents.credentials.keys import VerifyingKey, from_jwk
from dean06.kernel.documents.credentials.moments import SKEW, check_validity, instant
from dean06.kernel.documents.credentials.paths import is_there
from dean06.kernel.documents.credentials.replays import Replays
from dean06.kernel.documents.credentials.sdjwt import disclosures
from dean06.kernel.documents.credentials.sdjwt.issuing import ALWAYS_SHOWN, TYPE
from dean06.kernel.documents.credentials.sdjwt.presenting import PROOF_TYPE, Parts, split
from dean06.kernel.documents.credentials.sdjwt.resolving import hash_of, resolve
from dean06.kernel.documents.credentials.status.reference import reference_of
from dean06.kernel.documents.credentials.trust import Issuer, Roots
from dean06.kernel.documents.credentials.types import Path, Reason, Verified
from dean06.kernel.documents.credentials.x5c import chain_of

TYPES = frozenset({TYPE})
OLDEST_PROOF = timedelta(minutes=5)


@dataclass(frozen=True, kw_only=True)
class Challenge:
    """What a verifier asked: the proof must be for it (``audience``) and for this question (``nonce``)."""

    audience: str
    nonce: str
    replays: Replays


@dataclass(frozen=True)
class _Asked:
    roots: Roots
    at: datetime
    kinds: Container[str]
    required: tuple[Path, ...]


def verify_issued(
    text: str, *, roots: Roots, at: datetime, kinds: Container[str], required: Iterable[Path] = ()
) -> Verified:
    """A credential as its holder keeps it, without a proof. Refused when there is one: it is then a presentation."""
    parts = split(text)
    if parts.proof:
        raise refuse("a proof where none is asked for", Reason.WRONG_TYPE)
    token = jose.parse(parts.token, types=TYPES)
    return _verify(token, parts, _Asked(roots, at, kinds, tuple(required)))


def verify_presented(
    text: str, *, roots: Roots, at: datetime, kinds: Container[str], challenge: Challenge, required: Iterable[Path] = ()
) -> Verified:
    """A credential its holder presents to us, now."""
    parts = split(text)
    if not parts.proof:
        raise refuse("no key binding token", Reason.HOLDER_PROOF_MISSING)
    token = jose.parse(parts.token, types=TYPES)
    found = _verify(token, parts, _Asked(roots, at, kinds, tuple(required)))
    if found.holder_key is None:
        raise refuse("bound to nobody", Reason.HOLDER_KEY_MISSING)
    check_proof(parts, from_jwk(found.holder_key), challenge, hash_name=hash_of(token.payload), at=at)
    return found


def _verify(token: jose.Token, parts: Parts, asked: _Asked) -> Verified:
    issuer = asked.roots.issuer(chain_of(token), asked.at)
    token.check(issuer.key)
    claims = resolve_shown(token, parts)
    if claims.get("vct") not in asked.kinds:
        raise refuse("another kind of credential", Reason.WRONG_DOCUMENT)
    check_validity(claims, asked.at)
    if not all(is_there(claims, path) for path in asked.required):
        raise refuse("not everything that was asked for", Reason.CLAIM_MISSING)
    return Verified(
        kind=claims["vct"],
        issuer=_issuer_name(claims, issuer),
        claims=claims,
        holder_key=_holder_key(claims),
        status=reference_of(claims),
        issued_at=instant(claims, "iat"),
        expires_at=instant(claims, "exp"),
        is_held=bool(parts.proof),
        issuer_certificate=issuer.der,
    )


def resolve_shown(token: jose.Token, parts: Parts) -> dict[str, Any]:
    """The claims; refused when one that must be in the clear came as a disclosure."""
    found = [disclosures.parse(one) for one in parts.disclosures]
    claims, places = resolve(token.payload, found)
    if any(len(place) == 1 and place[0] in ALWAYS_SHOWN for place in places.values()):
        raise refuse("a claim that must not be hidden", Reason.NAME_RESERVED)
    return claims


def check_proof(parts: Parts, key: VerifyingKey, challenge: Challenge, *, hash_name: str, at: datetime) -> None:
    """The holder's proof: its key, for us, for this question, about what was shown, fresh, and not used before."""
    proof = jose.parse(parts.proof, types=frozenset({PROOF_TYPE}))
    proof.check(key, reason=Reason.HOLDER_PROOF_INVALID)
    said = proof.payload
    if said.get("aud") != challenge.audience:
        raise refuse("aud", Reason.WRONG_AUDIENCE)
    if not isinstance(said.get("nonce"), str) or not hmac.compare_digest(
        said["nonce"].encode(), challenge.nonce.encode()
    ):
        raise refuse("nonce", Reason.WRONG_NONCE)
    if said.get("sd_hash") != disclosures.digest(parts.presented, hash_name):
        raise refuse("sd_hash", Reason.CONTENT_CHANGED)
    made_at = instant(said, "iat")
    if made_at is None or not at - OLDEST_PROOF <= made_at <= at + SKEW:
        raise refuse("iat", Reason.PROOF_TOO_OLD)
    check_validity(said, at)
    # What was signed, not the signature: there are always two valid ones, and anybody can make the other.
    fingerprint = encode(hashlib.sha256(proof.signed).digest())
    if not challenge.replays.is_first(fingerprint, until=made_at + OLDEST_PROOF + SKEW):
        raise refuse("the same proof again", Reason.REPLAYED)


def _issuer_name(claims: dict[str, Any], issuer: Issuer) -> str:
    named = claims.get("iss")
    if named is None:
        return issuer.name
    if not isinstance(named, str) or not issuer.vouches_for(named):
        raise refuse("iss", Reason.ISSUER_MISMATCH)
    return named


def _holder_key(claims: dict[str, Any]) -> dict[str, Any] | None:
    bound = claims.get("cnf")
    if bound is None:
        return None
    if not isinstance(bound, dict) or not isinstance(bound.get("jwk"), dict):
        raise refuse("bound in another way than by a JWK", Reason.HOLDER_KEY_MISSING)
    found: dict[str, Any] = bound["jwk"]
    return found
