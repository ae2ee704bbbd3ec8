"""The credential endpoint: one document in one form, bound to the keys a wallet proves to have."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from dean06.kernel.documents.credentials import jose
from dean06.kernel.documents.credentials.encoding import encode, load_object
from dean06.kernel.documents.credentials.keys import from_jwk
from dean06.kernel.documents.credentials.moments import SKEW, instant
from dean06.kernel.documents.credentials.oauth import ProtocolRefused
from dean06.kernel.documents.credentials.types import CredentialRefused
from dean06.kernel.documents.credentials.vci.dpop import Call
from dean06.kernel.documents.credentials.vci.issuer import BATCH, CredentialIssuer
from dean06.kernel.documents.credentials.vci.tokens import access_of
from dean06.kernel.documents.credentials.vci.types import Access, Configuration

PROOF_TYPES = frozenset({"openid4vci-proof+jwt"})
OLDEST_PROOF = timedelta(minutes=5)


def nonce(issuer: CredentialIssuer, at: datetime) -> dict[str, Any]:
    """The answer of the nonce endpoint."""
    return {"c_nonce": issuer.nonces.new(at)}


def credential(issuer: CredentialIssuer, body: bytes, call: Call, at: datetime) -> dict[str, Any]:
    """The answer to a credential request: one credential for each key that was proven."""
    access = access_of(issuer, call, at)
    try:
        request = load_object(body)
    except CredentialRefused as error:
        raise ProtocolRefused("invalid_credential_request", error.detail) from error
    configuration = _configuration(issuer, access, request)
    keys = _keys(issuer, access, request, at)
    made = [issuer.make(access, configuration, key) for key in keys]
    return {"credentials": [{"credential": encode(one) if isinstance(one, bytes) else one} for one in made]}


def _configuration(issuer: CredentialIssuer, access: Access, request: Mapping[str, Any]) -> Configuration:
    if "credential_response_encryption" in request:
        raise ProtocolRefused("invalid_encryption_parameters", "answers are not encrypted here")
    name = request.get("credential_configuration_id")
    if not isinstance(name, str):
        raise ProtocolRefused("invalid_credential_request", "credential_configuration_id is missing")
    if name not in access.configurations or name not in issuer.configurations:
        raise ProtocolRefused("unknown_credential_configuration")
    return issuer.configurations[name]


def _keys(
    issuer: CredentialIssuer, access: Access, request: Mapping[str, Any], at: datetime
) -> list[Mapping[str, Any]]:
    """The holder's keys, each proven; all proofs carry the same fresh nonce."""
    proofs = request.get("proofs")
    texts = proofs.get("jwt") if isinstance(proofs, dict) and len(proofs) == 1 else None
    if not isinstance(texts, list) or not 0 < len(texts) <= BATCH or not all(isinstance(one, str) for one in texts):
        raise ProtocolRefused("invalid_proof", "proofs.jwt is missing, or too long")
    proven = [_proven(issuer, access, text, at) for text in texts]
    if len({said for _, said in proven}) != 1 or not issuer.nonces.is_good(proven[0][1], at):
        raise ProtocolRefused("invalid_nonce", "ask the nonce endpoint for another")
    keys = [key for key, _ in proven]
    if len({repr(sorted(key.items())) for key in keys}) != len(keys):
        raise ProtocolRefused("invalid_proof", "a key comes twice")
    return keys


def _proven(issuer: CredentialIssuer, access: Access, text: str, at: datetime) -> tuple[Mapping[str, Any], str]:
    try:
        proof = jose.parse(text, types=PROOF_TYPES)
        key = proof.header.get("jwk")
        if not isinstance(key, dict) or "kid" in proof.header or "x5c" in proof.header:
            raise ProtocolRefused("invalid_proof", "the key itself belongs in the header")
        proof.check(from_jwk(key))
        made_at = instant(proof.payload, "iat")
    except CredentialRefused as error:
        raise ProtocolRefused("invalid_proof", error.detail) from error
    if proof.payload.get("aud") != issuer.base:
        raise ProtocolRefused("invalid_proof", "for another issuer")
    if made_at is None or not at - OLDEST_PROOF <= made_at <= at + SKEW:
        raise ProtocolRefused("invalid_proof", "too old")
    if proof.payload.get("iss", access.client_id) != access.client_id:
        raise ProtocolRefused("invalid_proof", "by another wallet")
    return {name: key[name] for name in ("crv", "kty", "x", "y")}, str(proof.payload.get("nonce"))
