"""The issuer as its endpoints see it: who it is, what it offers, and what it keeps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlsplit

from dean06.kernel.documents.credentials.encoding import dump
from dean06.kernel.documents.credentials.keys import SCHEMES
from dean06.kernel.documents.credentials.replays import Replays
from dean06.kernel.documents.credentials.secrets import Nonces, kept, new_secret
from dean06.kernel.documents.credentials.vci.types import Client, Configuration, Form, Grant, Make, Store

BATCH = 10
GRANT_PRE_AUTHORISED = "urn:ietf:params:oauth:grant-type:pre-authorized_code"
GRANT_CODE = "authorization_code"
OFFER_SCHEME = "openid-credential-offer://"


@dataclass(frozen=True, kw_only=True)
class CredentialIssuer:
    """``base``: the credential issuer identifier, an https address without a slash at its end."""

    base: str
    name: str
    configurations: Mapping[str, Configuration]
    store: Store
    nonces: Nonces
    replays: Replays
    make: Make
    clients: Mapping[str, Client] = field(default_factory=dict)

    def metadata(self) -> dict[str, Any]:
        """For ``/.well-known/openid-credential-issuer``."""
        return {
            "credential_issuer": self.base,
            "authorization_servers": [self.base],
            "credential_endpoint": f"{self.base}/credential",
            "nonce_endpoint": f"{self.base}/nonce",
            "batch_credential_issuance": {"batch_size": BATCH},
            "display": [{"name": self.name, "locale": "vi-VN"}],
            "credential_configurations_supported": {one.id: describe(one) for one in self.configurations.values()},
        }

    def authorisation_metadata(self) -> dict[str, Any]:
        """For ``/.well-known/oauth-authorization-server``."""
        return {
            "issuer": self.base,
            "token_endpoint": f"{self.base}/token",
            "authorization_endpoint": f"{self.base}/authorize",
            "pushed_authorization_request_endpoint": f"{self.base}/par",
            "require_pushed_authorization_requests": True,
            "response_types_supported": ["code"],
            "grant_types_supported": [GRANT_CODE, GRANT_PRE_AUTHORISED],
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["none"],
            "pre-authorized_grant_anonymous_access_supported": True,
            "authorization_response_iss_parameter_supported": True,
            "dpop_signing_alg_values_supported": sorted(SCHEMES),
            "scopes_supported": sorted(one.scope for one in self.configurations.values()),
        }

    def well_known(self, name: str) -> str:
        """The path of a metadata document: the issuer's own path comes behind the name (RFC 8615)."""
        return f"/.well-known/{name}{urlsplit(self.base).path}"

    def offer(
        self, subject: str, configurations: frozenset[str], *, expires_at: datetime, tx_code: str = ""
    ) -> dict[str, Any]:
        """A pre-authorised offer: whoever has it, and the number, gets the documents.

        ``tx_code``: digits told to the person another way. See ``by_value`` and ``by_reference`` for how it travels.
        """
        if unknown := configurations - self.configurations.keys():
            raise ValueError(f"not offered here: {', '.join(sorted(unknown))}")
        code = new_secret()
        number = kept(code, tx_code) if tx_code else ""
        grant = Grant(subject=subject, configurations=configurations, expires_at=expires_at, tx_code=number)
        self.store.keep_grant(kept(code), grant)
        pre: dict[str, Any] = {"pre-authorized_code": code}
        if tx_code:
            pre["tx_code"] = {"input_mode": "numeric", "length": len(tx_code)}
        return {
            "credential_issuer": self.base,
            "credential_configuration_ids": sorted(configurations),
            "grants": {GRANT_PRE_AUTHORISED: pre},
        }

    def open_offer(self, configurations: frozenset[str]) -> dict[str, Any]:
        """An offer that says only what there is: the person signs in from the wallet."""
        return {
            "credential_issuer": self.base,
            "credential_configuration_ids": sorted(configurations),
            "grants": {GRANT_CODE: {}},
        }


def by_value(offer: Mapping[str, Any]) -> str:
    """The link a wallet opens, with all of the offer in it."""
    return f"{OFFER_SCHEME}?credential_offer={quote(dump(offer))}"


def by_reference(address: str) -> str:
    """The link to an offer served at an address: small enough for a QR code on a screen."""
    return f"{OFFER_SCHEME}?credential_offer_uri={quote(address, safe='')}"


def describe(one: Configuration) -> dict[str, Any]:
    """A configuration as the metadata says it."""
    is_mdoc = one.form is Form.MDOC
    algorithms: list[Any] = [scheme.cose if is_mdoc else scheme.name for scheme in SCHEMES.values()]
    said: dict[str, Any] = {
        "format": one.form.value,
        "scope": one.scope,
        "cryptographic_binding_methods_supported": ["cose_key" if is_mdoc else "jwk"],
        "credential_signing_alg_values_supported": algorithms,
        "proof_types_supported": {"jwt": {"proof_signing_alg_values_supported": sorted(SCHEMES)}},
        "credential_metadata": {
            "display": [{"name": one.name, "locale": "vi-VN"}],
            "claims": [
                {"path": list(path), "display": [{"name": name, "locale": "vi-VN"}]} for path, name in one.claims
            ],
        },
    }
    said["doctype" if is_mdoc else "vct"] = one.kind
    return said
