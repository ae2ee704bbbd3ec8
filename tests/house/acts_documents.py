"""The services of documents, each prepared so that it does its work once. The certificates are made on the spot."""

import tempfile
from dataclasses import replace
from datetime import timedelta
from functools import cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from tests import papers
from tests.house.acts import Doing, World, act

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Role
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.wiring import override
from dean06.kernel.documents.keys.certificates import named
from dean06.kernel.documents.models import UnitKey
from dean06.kernel.documents.services import anchors, keys, signing
from dean06.kernel.documents.types import Algorithm
from dean06.kernel.ports.ca import CertificateAuthority
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
