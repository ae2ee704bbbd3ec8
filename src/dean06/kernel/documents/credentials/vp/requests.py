"""A verifier's request: who asks, what, where the answer goes; signed, so that the wallet knows who asks."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from cryptography.hazmat.primitives.asymmetric import ec

from dean06.kernel.documents.credentials.encoding import encode
from dean06.kernel.documents.credentials.keys import SCHEMES, SigningKey, public_jwk
from dean06.kernel.documents.credentials.mdoc.transcript import Session
from dean06.kernel.documents.credentials.moments import seconds
from dean06.kernel.documents.credentials.secrets import new_secret
from dean06.kernel.documents.credentials.vci.types import Form
from dean06.kernel.documents.credentials.vp.queries import Question
from dean06.kernel.documents.credentials.x5c import sign_certified

LIFE = timedelta(minutes=5)
TYPE = "oauth-authz-req+jwt"
AUDIENCE = "https://self-issued.me/v2"
SCHEME = "openid4vp://"
ENCRYPTION, CONTENT_ENCRYPTIONS = "ECDH-ES", ("A256GCM", "A128GCM")


@dataclass(frozen=True, kw_only=True)
class Request:
    """One question to one person. Whoever keeps it answers each only once. ``secret``: the private JWK for its answer.

    ``client_id`` is the hash of the verifier's certificate, so a wallet sees who asks without our being registered.
    """

    client_id: str
    nonce: str
    state: str
    response_uri: str
    question: Question
    asked_at: datetime
    secret: Mapping[str, str] | None = field(default=None, repr=False)

    @property
    def expires_at(self) -> datetime:
        """Until when it may be answered."""
        return self.asked_at + LIFE

    @property
    def encryption_key(self) -> dict[str, str] | None:
        """The public JWK for the answer."""
        return None if self.secret is None else {name: self.secret[name] for name in ("crv", "kty", "x", "y")}

    @property
    def session(self) -> Session:
        """What a device signs over."""
        return Session(
            client_id=self.client_id,
            nonce=self.nonce,
            response_uri=self.response_uri,
            encryption_key=self.encryption_key,
        )


def client_id(key: SigningKey) -> str:
    """Who a verifier is: the hash of its certificate."""
    if not key.chain:
        raise ValueError("a verifier's key has a certificate")
    return f"x509_hash:{encode(hashlib.sha256(key.chain[0]).digest())}"


def new_request(
    question: Question, *, key: SigningKey, response_uri: str, at: datetime, is_encrypted: bool = True
) -> Request:
    """A fresh question. ``response_uri``: where this answer goes, an address of its own."""
    return Request(
        client_id=client_id(key),
        nonce=new_secret(),
        state=new_secret(),
        response_uri=response_uri,
        question=question,
        asked_at=at,
        secret=_new_key() if is_encrypted else None,
    )


def request_object(request: Request, *, key: SigningKey, name: str, wallet_nonce: str = "") -> str:
    """The signed request a wallet fetches. ``name``: who asks, as the wallet shows it."""
    said: dict[str, Any] = {
        "aud": AUDIENCE,
        "iat": seconds(request.asked_at),
        "exp": seconds(request.expires_at),
        "response_type": "vp_token",
        "response_mode": "direct_post" if request.secret is None else "direct_post.jwt",
        "client_id": request.client_id,
        "response_uri": request.response_uri,
        "nonce": request.nonce,
        "state": request.state,
        "dcql_query": request.question.written(),
        "client_metadata": _metadata(request, name),
    }
    if wallet_nonce:
        said["wallet_nonce"] = wallet_nonce
    return sign_certified(TYPE, said, key)


def link(request: Request, request_uri: str) -> str:
    """What a QR code or a button holds: a wallet opens it and fetches the request."""
    query = {"client_id": request.client_id, "request_uri": request_uri, "request_uri_method": "post"}
    return f"{SCHEME}?{urlencode(query)}"


def _metadata(request: Request, name: str) -> dict[str, Any]:
    names, numbers = list(SCHEMES), [scheme.cose for scheme in SCHEMES.values()]
    said: dict[str, Any] = {
        "client_name": name,
        "vp_formats_supported": {
            Form.SD_JWT.value: {"sd-jwt_alg_values": names, "kb-jwt_alg_values": names},
            Form.MDOC.value: {"issuerauth_alg_values": numbers, "deviceauth_alg_values": numbers},
        },
    }
    if request.encryption_key is not None:
        public = {**request.encryption_key, "use": "enc", "alg": ENCRYPTION, "kid": "1"}
        said["jwks"] = {"keys": [public]}
        said["encrypted_response_enc_values_supported"] = list(CONTENT_ENCRYPTIONS)
    return said


def _new_key() -> dict[str, str]:
    private = ec.generate_private_key(ec.SECP256R1())
    secret = private.private_numbers().private_value.to_bytes(32, "big")
    return {**public_jwk(private.public_key()), "d": encode(secret)}
