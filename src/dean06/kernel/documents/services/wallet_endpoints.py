"""Endpoints of OpenID4VCI 1.0 for wallets: what a machine sends, what it is answered. ProtocolRefused for a no.

The page where a person agrees is in ``services/wallets.py``.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db import transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock, ratelimit
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.documents import actions
from dean06.kernel.documents.credentials.vci.authorising import push
from dean06.kernel.documents.credentials.vci.credential import credential, nonce
from dean06.kernel.documents.credentials.vci.dpop import Call
from dean06.kernel.documents.credentials.vci.issuer import CredentialIssuer
from dean06.kernel.documents.credentials.vci.tokens import token
from dean06.kernel.documents.credentials.vci.types import Access, Configuration
from dean06.kernel.documents.issuing.wallets import document_for, issuer
from dean06.kernel.documents.selectors.wallet import OBJECT

WALLET_LIMIT = Limit(name="wallet_endpoint", count=300, seconds=600)
THEIR_WALLET = Actor(name="Ví điện tử khác", role=Role.PUBLIC)


def wallet_metadata() -> dict[str, Any]:
    """The credential issuer metadata."""
    return issuer().metadata()


def wallet_authorisation_metadata() -> dict[str, Any]:
    """The authorisation server metadata (RFC 8414)."""
    return issuer().authorisation_metadata()


def push_request(form: Mapping[str, str], *, address: str) -> dict[str, Any]:
    """A pushed authorisation request (RFC 9126). TooMany beyond ``WALLET_LIMIT`` by address, as everything here."""
    ratelimit.hit(WALLET_LIMIT, address)
    return push(issuer(), form, clock.now())


def wallet_token(form: Mapping[str, str], call: Call, *, address: str) -> dict[str, Any]:
    """A code, and what goes with it, against an access token."""
    ratelimit.hit(WALLET_LIMIT, address)
    return token(issuer(), form, call, clock.now())


def wallet_nonce(*, address: str) -> dict[str, Any]:
    """A fresh nonce for proofs."""
    ratelimit.hit(WALLET_LIMIT, address)
    return nonce(issuer(), clock.now())


def wallet_credential(body: bytes, call: Call, *, address: str) -> dict[str, Any]:
    """A document in one form, bound to the keys the wallet proves to have; written into the holder's log."""
    ratelimit.hit(WALLET_LIMIT, address)
    made: list[tuple[Access, Configuration]] = []
    answer = credential(_watched(made), body, call, clock.now())
    access, configuration = made[0]
    row = document_for(access.subject, configuration)
    with transaction.atomic():
        record(
            THEIR_WALLET,
            actions.ISSUE_TO_WALLET,
            object_type=OBJECT,
            object_id=row.pk,
            purpose=actions.TO_WALLET,
            legal_basis=actions.SHARING_LAW,
            subjects=[row.holder_id],
            fields=[actions.FACTS],
            details={"form": configuration.form.value, "keys": len(made), "wallet": access.client_id},
            case_ref=row.case_ref,
        )
    return answer


def _watched(made: list[tuple[Access, Configuration]]) -> CredentialIssuer:
    """The issuer, telling what it made."""
    plain = issuer()

    def make(access: Access, configuration: Configuration, key: Mapping[str, Any]) -> str | bytes:
        made.append((access, configuration))
        return plain.make(access, configuration, key)

    return replace(plain, make=make)
