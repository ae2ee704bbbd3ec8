"""What an issuer offers, whom it granted it, and what somebody keeps of that."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from dean06.kernel.documents.credentials.types import Path


class Form(StrEnum):
    """The forms of a document a wallet may ask for."""

    SD_JWT = "dc+sd-jwt"
    MDOC = "mso_mdoc"


@dataclass(frozen=True, kw_only=True)
class Configuration:
    """One document in one form. ``kind``: its ``vct`` or document type. ``claims``: place, and name in Vietnamese."""

    id: str
    form: Form
    kind: str
    name: str
    claims: tuple[tuple[Path, str], ...] = ()

    @property
    def scope(self) -> str:
        """How an authorisation request names it."""
        return self.id


@dataclass(frozen=True, kw_only=True)
class Grant:
    """What a code is good for: given at the desk (pre-authorised) or after a sign-in (authorisation code).

    ``subject``: whose documents, in the words of whoever keeps them. ``tx_code``: digest of code and number, empty
    without a number. ``client_id``, ``redirect_uri``, ``challenge``: of the authorisation request, else empty.
    """

    subject: str
    configurations: frozenset[str]
    expires_at: datetime
    tx_code: str = ""
    client_id: str = ""
    redirect_uri: str = ""
    challenge: str = ""

    @property
    def is_pre_authorised(self) -> bool:
        """Whether it was given without a sign-in of the wallet."""
        return not self.challenge


@dataclass(frozen=True, kw_only=True)
class Access:
    """What an access token is good for. ``thumbprint``: of the key it is bound to by DPoP, empty for a bearer."""

    subject: str
    configurations: frozenset[str]
    expires_at: datetime
    client_id: str = ""
    thumbprint: str = ""


@dataclass(frozen=True, kw_only=True)
class AuthorisationRequest:
    """A wallet's request to let a person decide, pushed beforehand (RFC 9126) and found good."""

    client_id: str
    redirect_uri: str
    challenge: str
    state: str
    configurations: frozenset[str]
    expires_at: datetime


class Store(Protocol):
    """What an issuer keeps between two requests, always by a secret's digest."""

    def grant(self, digest: str) -> Grant | None:
        """The grant of a code that nobody took yet."""

    def keep_grant(self, digest: str, grant: Grant) -> None:
        """Keep what a code is good for."""

    def take_grant(self, digest: str) -> bool:
        """True for the one who takes it first; from then on it is gone."""

    def count_wrong(self, digest: str) -> int:
        """Count a wrong number for a code; how many there were."""

    def keep_access(self, digest: str, access: Access) -> None:
        """Keep what a token is good for."""

    def access(self, digest: str) -> Access | None:
        """What a token is good for."""

    def keep_request(self, digest: str, request: AuthorisationRequest) -> None:
        """Keep a pushed request."""

    def take_request(self, digest: str) -> AuthorisationRequest | None:
        """The pushed request, once."""


# Makes the credential of a configuration for an access and a holder's public JWK: an SD-JWT, or IssuerSigned bytes.
Make = Callable[[Access, Configuration, Mapping[str, Any]], str | bytes]


@dataclass(frozen=True, kw_only=True)
class Client:
    """A wallet that may start with a sign-in: where it may be sent back to."""

    id: str
    redirect_uris: frozenset[str] = field(default=frozenset())
