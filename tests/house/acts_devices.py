"""The services of devices, each prepared so that it does its work once."""

import tempfile
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from tests.house.acts import Doing, World, act
from tests.kernel.devices.conftest import HOA, Desk, Device, enrol, trust
from tests.seeded import NOW

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.devices.limits import PROOF_LIFETIME
from dean06.kernel.devices.models import ReadPurpose, Receipt
from dean06.kernel.devices.services import purposes, readings, receipts, terminals
from dean06.kernel.devices.services.receipts import UNBOUND
from dean06.kernel.identity import card
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.population import Facts
from dean06.sandbox.card.chip import personalise
from dean06.sandbox.card.issuer import Authority

OFFICE = Authority(now=NOW)
CHIP = personalise(HOA, OFFICE.signer())
PERSON = {name: getattr(HOA, name) for name in ("personal_id", "full_name", "birth_on", "sex")}


def _declared(world: World) -> tuple[object, str]:
    return terminals.register_terminal(world.operator, name="Quầy thử", unit_code=world.clerk.unit_code)


def _desk(world: World) -> Desk:
    directory = Path(tempfile.mkdtemp(dir=settings.STATE))
    trust(directory, OFFICE)
    settings.CSCA_DIR = directory
    return Desk.at(world.clerk, directory, "Quầy thử")


@act(purposes.load_read_purposes, "devices.load_purposes")
def _(world: World) -> Doing:
    ReadPurpose.objects.filter(code="chi_tuoi").delete()
    return lambda: purposes.load_read_purposes(SYSTEM)


@act(terminals.register_terminal, "devices.register_terminal")
def _(world: World) -> Doing:
    return lambda: _declared(world)


@act(terminals.renew_code, "devices.renew_code")
def _(world: World) -> Doing:
    terminal_id, _code = _declared(world)
    return lambda: terminals.renew_code(world.operator, terminal_id=terminal_id)


@act(terminals.revoke_terminal, "devices.revoke_terminal")
def _(world: World) -> Doing:
    terminal_id, _code = _declared(world)
    return lambda: terminals.revoke_terminal(world.operator, terminal_id=terminal_id)


@act(terminals.enrol_terminal, "devices.enrol_terminal")
def _(world: World) -> Doing:
    _id, code = _declared(world)
    return lambda: enrol(Device(), code)


@act(readings.begin_reading, "devices.begin_reading")
def _(world: World) -> Doing:
    desk = _desk(world)
    return desk.order


@act(readings.submit_reading, "devices.accept_reading")
def _(world: World) -> Doing:
    desk = _desk(world)
    answer = desk.device.signed(desk.device.body(desk.order(), CHIP))
    return lambda: desk.submit(answer)


@act(receipts.note_comparison, "devices.compare_reading")
def _(world: World) -> Doing:
    receipt = _desk(world).read(CHIP)
    return lambda: receipts.note_comparison(world.clerk, receipt_id=receipt.id, register=None, outcome=UNBOUND)


@act(receipts.receipt, "devices.look_at_receipt")
def _(world: World) -> Doing:
    receipt = _desk(world).read(CHIP)
    return lambda: receipts.receipt(world.clerk, receipt_id=receipt.id)


@act(receipts.empty_unspent, "devices.empty_unspent")
def _(world: World) -> Doing:
    receipt = _desk(world).read(CHIP, "dang_nhap_tai_quay")
    Receipt.objects.filter(pk=receipt.id).update(at=clock.now() - PROOF_LIFETIME)
    return receipts.empty_unspent


@act(card.begin_at_counter, "identity.counter_sign_in")
def _(world: World) -> Doing:
    desk, officer = _desk(world), world.session
    receipt = desk.read(CHIP, "dang_nhap_tai_quay")
    parties.register_person(SYSTEM, **PERSON, is_fictional=True)
    return lambda: card.begin_at_counter(world.clerk, officer=officer, receipt_id=receipt.id, is_face_compared=True)


@act(card.raise_level, "identity.card_step_up")
def _(world: World) -> Doing:
    desk, row = _desk(world), world.session
    party_id = parties.register_person(SYSTEM, **PERSON, is_fictional=True)
    citizen = replace(world.citizen, party_id=party_id)
    order = desk.order("nang_muc", actor=citizen)
    receipt = desk.submit(desk.device.signed(desk.device.body(order, CHIP)), actor=citizen)
    receipts.note_comparison(citizen, receipt_id=receipt.id, register=Facts(personal_id=HOA.personal_id))
    return lambda: card.raise_level(citizen, row=row, receipt_id=receipt.id)
