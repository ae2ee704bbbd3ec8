"""Our documents for wallets elsewhere: what is offered, and a document made again, bound to a wallet's key."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.conf import settings

from dean06.kernel.base import clock
from dean06.kernel.documents.credentials.oauth import ProtocolRefused
from dean06.kernel.documents.credentials.secrets import Nonces
from dean06.kernel.documents.credentials.types import StatusReference
from dean06.kernel.documents.credentials.vci.issuer import CredentialIssuer
from dean06.kernel.documents.credentials.vci.types import Access, Client, Configuration, Form
from dean06.kernel.documents.issuing.addresses import kind_address, status_address, wallet_issuer
from dean06.kernel.documents.issuing.disclosing import claims_of, showable
from dean06.kernel.documents.issuing.forms import HOLDER, ISSUER, Draft, credential_for, mobile_for
from dean06.kernel.documents.keys import sealing
from dean06.kernel.documents.keys.signer import Algorithm
from dean06.kernel.documents.kinds.catalogue import kinds
from dean06.kernel.documents.kinds.spec import Audience, DocumentKind
from dean06.kernel.documents.models import Document
from dean06.kernel.documents.protocol_store import UsedProofs, WalletStore
from dean06.kernel.documents.selectors.keys import signer_of
from dean06.kernel.documents.selectors.wallet import as_line, file_of
from dean06.kernel.documents.wallet_types import Form as FileForm
from dean06.kernel.documents.wallet_types import Standing

NONCE_USE = "wallet-nonces"
NAME = "Ví giấy tờ của Cổng dịch vụ công"


def may_leave(kind: DocumentKind) -> bool:
    """Whether documents of a type go to wallets elsewhere: there, nobody can keep them from any audience."""
    return set(kind.audiences) == set(Audience)


def configurations() -> dict[str, Configuration]:
    """Every type in force that may leave, in both forms, by id."""
    every = (kinds().on(code, clock.today()) for code in kinds().by_code)
    both = (one for kind in every if kind and may_leave(kind) for one in configurations_of(kind))
    return {one.id: one for one in both}


def configurations_of(kind: DocumentKind) -> tuple[Configuration, Configuration]:
    """A type as SD-JWT VC and as mobile document."""
    facts = [(one.name, one.label) for one in showable(kind)] + [(ISSUER, "Nơi cấp")]
    return (
        Configuration(
            id=f"{kind.code}-sd-jwt",
            form=Form.SD_JWT,
            kind=kind_address(kind.code),
            name=kind.name,
            claims=tuple(((name,), label) for name, label in facts),
        ),
        Configuration(
            id=f"{kind.code}-mdoc",
            form=Form.MDOC,
            kind=kind.doc_type,
            name=kind.name,
            claims=tuple(((kind.doc_type, name), label) for name, label in facts),
        ),
    )


def issuer() -> CredentialIssuer:
    """The issuer all endpoints share."""
    used = UsedProofs()
    return CredentialIssuer(
        base=wallet_issuer(),
        name=NAME,
        configurations=configurations(),
        store=WalletStore(),
        nonces=Nonces(secret=sealing.derived(NONCE_USE), replays=used),
        replays=used,
        make=_make,
        clients={
            name: Client(id=name, redirect_uris=frozenset(addresses)) for name, addresses in settings.WALLETS.items()
        },
    )


def document_for(subject: str, configuration: Configuration) -> Document:
    """Of the documents a grant is about (ids apart by spaces), the one of a configuration's type. ProtocolRefused when
    it holds no more."""
    rows = Document.objects.select_related("pdf").filter(pk__in=[UUID(one) for one in subject.split()])
    row = next((one for one in rows if configuration.id.startswith(f"{one.kind}-")), None)
    if row is None or as_line(row, clock.now()).standing is not Standing.VALID:
        raise ProtocolRefused("credential_request_denied", "the document holds no more")
    return row


def _make(access: Access, configuration: Configuration, holder_key: Mapping[str, Any]) -> str | bytes:
    row = document_for(access.subject, configuration)
    signer = signer_of(row.unit_code, Algorithm.P256)
    if signer is None:
        raise ProtocolRefused("credential_request_denied", "the issuing unit has no key in use")
    draft = _as_issued(row)
    if configuration.form is Form.SD_JWT:
        return credential_for(draft, signer=signer, holder_key=holder_key)
    return mobile_for(draft, signer=signer, holder_key=holder_key)


def _as_issued(row: Document) -> Draft:
    """What the document said when it was issued, its name of the holder out of its own credential."""
    said = claims_of(file_of(row, FileForm.CREDENTIAL).data.decode("ascii"))
    return Draft(
        id=row.pk,
        kind=kinds().version(row.kind, row.kind_from),
        number=row.number,
        holder_name=str(said[HOLDER]),
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        facts=row.facts,
        issued_at=row.issued_at,
        expires_at=row.expires_at,
        status=StatusReference(uri=status_address(row.status_list_id), index=row.place),
    )
