"""The services of documents, each prepared so that it does its work once. The certificates are made on the spot."""

import io
import tempfile
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from tests import papers
from tests.house.acts import Doing, World, act
from tests.kernel.documents.wallet import FACTS, UNIT, give_keys, issue, officer

from dean06.kernel.base import clock
from dean06.kernel.base.actor import ANONYMOUS, SYSTEM, Role
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.wiring import override
from dean06.kernel.documents.credentials.secrets import kept
from dean06.kernel.documents.credentials.vci.types import AuthorisationRequest
from dean06.kernel.documents.keys.certificates import named
from dean06.kernel.documents.models import UnitKey
from dean06.kernel.documents.protocol_store import WalletStore
from dean06.kernel.documents.selectors.sharing import token_of
from dean06.kernel.documents.services import (
    anchors,
    asking,
    bulk,
    issuing,
    keys,
    own_papers,
    registers,
    sharing,
    signing,
    sweeping,
    wallets,
    withdrawing,
)
from dean06.kernel.documents.types import Algorithm, Audience, IssueOrder, RegisterRow
from dean06.kernel.ports.ca import CertificateAuthority
from dean06.kernel.privacy.services.sharing import share_document
from dean06.sandbox.ca.authority import Authority, Period
from dean06.sandbox.ca.keeping import Shelf


@cache
def authority() -> Authority:
    return Authority(Shelf(Path(tempfile.mkdtemp()) / "ca"), "http://127.0.0.1:1")


class Near:
    """The twin's authority without a wire."""

    def enrol(self, request: bytes) -> tuple[bytes, ...]:
        period = Period(begins=clock.now() - timedelta(days=1), ends=clock.now() + timedelta(days=30))
        own = authority().certify(x509.load_der_x509_csr(request), period)
        chain = (own, authority().issuing.certificate, authority().root.certificate)
        return tuple(one.public_bytes(Encoding.DER) for one in chain)


def key_of(world: World):
    return keys.make_key(world.operator, unit_code=world.clerk.unit_code, algorithm=Algorithm.P256)


def root() -> bytes:
    return authority().root.certificate.public_bytes(Encoding.DER)


@act(keys.make_key, "documents.make_key")
def _(world: World) -> Doing:
    return lambda: key_of(world)


@act(keys.enrol_key, "documents.install_certificate")
def _(world: World) -> Doing:
    key_id = key_of(world)

    def do() -> None:
        with override(CertificateAuthority, Near()):
            keys.enrol_key(world.operator, key_id=key_id)

    return do


@act(keys.install_certificate, "documents.install_certificate")
def _(world: World) -> Doing:
    key_id = key_of(world)
    chain = Near().enrol(bytes(UnitKey.objects.get(pk=key_id).request))
    return lambda: keys.install_certificate(world.operator, key_id=key_id, chain=chain)


@act(keys.retire_key, "documents.retire_key")
def _(world: World) -> Doing:
    key_id = key_of(world)
    return lambda: keys.retire_key(world.operator, key_id=key_id, reason="Thử")


@act(anchors.propose_anchor, "documents.propose_anchor")
def _(world: World) -> Doing:
    return lambda: anchors.propose_anchor(world.operator, certificate=root())


@act(anchors.approve_anchor, "documents.approve_anchor")
def _(world: World) -> Doing:
    anchor_id = anchors.propose_anchor(world.operator, certificate=root())
    second = replace(world.operator, user_id=new_id(), role=Role.LEADER)
    return lambda: anchors.approve_anchor(second, anchor_id=anchor_id, sha256=named(root()).sha256)


@act(anchors.withdraw_anchor, "documents.withdraw_anchor")
def _(world: World) -> Doing:
    anchor_id = anchors.propose_anchor(world.operator, certificate=root())
    return lambda: anchors.withdraw_anchor(world.operator, anchor_id=anchor_id, reason="Thử")


def signed_file(world: World) -> Doing:
    """Signs with a key of the clerk's unit."""
    key_id = keys.make_key(world.operator, unit_code=world.clerk.unit_code, algorithm=Algorithm.RSA_2048)
    with override(CertificateAuthority, Near()):
        keys.enrol_key(world.operator, key_id=key_id)
    return lambda: signing.sign_file(
        SYSTEM, subject="house", unit_code=world.clerk.unit_code, pdf=papers.pdf(), reason="Thử"
    )


@act(signing.sign_file, "documents.sign_file")
def _(world: World) -> Doing:
    return signed_file(world)


def issued(world: World):
    """A document of the citizen's, by a commune with keys."""
    with override(CertificateAuthority, Near()):
        give_keys(UNIT)
    return issue(world.citizen)


@act(issuing.issue_document, "documents.issue")
def _(world: World) -> Doing:
    with override(CertificateAuthority, Near()):
        give_keys(UNIT)
    return lambda: issue(world.citizen)


@act(withdrawing.withdraw_document, "documents.withdraw")
def _(world: World) -> Doing:
    document_id = issued(world)
    return lambda: withdrawing.withdraw_document(officer(), document_id=document_id, reason="Thử")


@act(wallets.offer_to_wallet, "documents.offer_to_wallet")
def _(world: World) -> Doing:
    document_id = issued(world)
    return lambda: wallets.offer_to_wallet(world.citizen, document_id=document_id)


@act(wallets.agree_with_wallet, "documents.agree_with_wallet")
def _(world: World) -> Doing:
    document_id = issued(world)
    request = AuthorisationRequest(
        client_id="thu",
        redirect_uri="https://vi.example/",
        challenge="x" * 43,
        state="",
        configurations=frozenset({"giay_khai_sinh-sd-jwt"}),
        expires_at=clock.now() + timedelta(minutes=5),
    )
    WalletStore().keep_request(kept("thu"), request)
    query = {"client_id": "thu", "request_uri": "urn:ietf:params:oauth:request_uri:thu"}
    return lambda: wallets.agree_with_wallet(world.citizen, query, document_ids=[document_id])


@act(asking.ask_wallet, "documents.ask_wallet")
def _(world: World) -> Doing:
    with override(CertificateAuthority, Near()):
        give_keys(world.clerk.unit_code, Algorithm.P256)
    return lambda: asking.ask_wallet(world.clerk, kind="giay_khai_sinh", facts=["full_name"], purpose="Thử")


@act(registers.seal_register, "documents.seal_register")
def _(world: World) -> Doing:
    with override(CertificateAuthority, Near()):
        give_keys(UNIT)
    rows = [RegisterRow(key=str(number), content=b"mot dong") for number in range(3)]
    return lambda: registers.seal_register(officer(), unit_code=UNIT, register="thu", title="Sổ thử", rows=rows)


@act(bulk.issue_many, "documents.issue_many")
def _(world: World) -> Doing:
    order = IssueOrder(reference="thu:1", holder_id=world.citizen.party_id, number="1", facts=FACTS)
    return lambda: bulk.issue_many(officer(), reference="thu", kind="giay_khai_sinh", unit_code=UNIT, orders=[order])


@act(sweeping.sweep_store, "documents.sweep_store")
def _(world: World) -> Doing:
    return lambda: sweeping.sweep_store(world.operator)


def shared(world: World):
    """A share of a document of the citizen's."""
    return share_document(
        world.citizen,
        document_id=issued(world),
        facts=["full_name"],
        purpose="Thử",
        audience=Audience.PERSON,
        recipient="Người hư cấu",
        minutes=5,
    )


@act(share_document, "documents.share")
def _(world: World) -> Doing:
    document_id = issued(world)
    said = {"facts": ["full_name"], "purpose": "Thử", "recipient": "Người hư cấu", "minutes": 5}
    return lambda: share_document(world.citizen, document_id=document_id, audience=Audience.PERSON, **said)


@act(sharing.look_at_share, "documents.look_at_share")
def _(world: World) -> Doing:
    token = token_of(shared(world))
    return lambda: sharing.look_at_share(ANONYMOUS, token=token, name="Khách", organisation="", address="203.0.113.9")


@act(own_papers.upload_own, "documents.upload_own")
def _(world: World) -> Doing:
    return lambda: own_paper(world)


@act(own_papers.delete_own, "documents.delete_own")
def _(world: World) -> Doing:
    paper_id = own_paper(world)
    return lambda: own_papers.delete_own(world.citizen, paper_id=paper_id)


def own_paper(world: World):
    """A paper the citizen keeps."""
    return own_papers.upload_own(world.citizen, title="Thử", stream=io.BytesIO(papers.pdf()), file_name="thu.pdf")
