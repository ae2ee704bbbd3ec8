"""A terminal is declared by an operator, enrolled once by its own machine, and can be put out of use."""

import base64
from dataclasses import replace
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from tests.kernel.audit_trail import actions_of

from dean06.kernel.base import clock
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted, TooMany
from dean06.kernel.base.ids import new_id
from dean06.kernel.devices import api, limits
from dean06.kernel.devices.limits import CODE_LIFETIME
from dean06.kernel.devices.models import Terminal
from dean06.kernel.devices.types import ReadingRefused, TerminalState
from dean06.kernel.ports.card import ENROLMENT

from .conftest import OPERATOR, OTHER_UNIT, UNIT, Device, enrol, officer_of


def declare(name: str = "Quầy 2") -> str:
    return api.register_terminal(OPERATOR, name=name, unit_code=UNIT)[1]


def test_the_code_enrols_one_machine_once(desk):
    device, code = Device(), declare()
    assert enrol(device, code) == "Quầy 2"
    row = Terminal.objects.get(device=device.public)
    assert (row.state, row.code_digest) == (TerminalState.ACTIVE, "")
    with pytest.raises(Invalid):
        enrol(Device(), code)
    assert actions_of("devices.enrol_refused") == [{"reason": "wrong_code"}]


def test_a_code_is_typed_as_people_type(desk):
    device, code = Device(), declare()
    typed = f" {code[:4].lower()}-{code[4:8]} {code[8:]}"
    signature = device.sign(ENROLMENT + code.encode())
    assert api.enrol_terminal(code=typed, device=device.public, signature=signature) == "Quầy 2"


def test_hardware_that_knows_p256_alone_may_enrol(desk):
    code, key = declare(), ec.generate_private_key(ec.SECP256R1())
    form = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)
    public = base64.b64encode(key.public_key().public_bytes(*form)).decode()
    r, s = decode_dss_signature(key.sign(ENROLMENT + code.encode(), ec.ECDSA(hashes.SHA256())))
    signature = base64.b64encode(r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode()
    assert api.enrol_terminal(code=code, device=public, signature=signature) == "Quầy 2"


def test_a_key_that_is_not_held_is_not_enrolled(desk):
    code = declare()
    with pytest.raises(Invalid) as refused:
        api.enrol_terminal(code=code, device=Device().public, signature=Device().sign(ENROLMENT + code.encode()))
    assert refused.value.code == "wrong_key"


@pytest.mark.parametrize("device", ["", "AA==", "không phải khoá", base64.b64encode(bytes(65)).decode(), "A" * 200])
def test_what_is_no_key_is_refused(desk, device):
    with pytest.raises(Invalid) as refused:
        api.enrol_terminal(code=declare(), device=device, signature="AA==")
    assert refused.value.code == "wrong_key"


def test_a_machine_is_one_terminal(desk):
    with pytest.raises(Invalid) as refused:
        enrol(desk.device, declare())
    assert refused.value.code == "device_known"


def test_an_old_code_is_worth_nothing(desk):
    code = declare()
    with clock.at(clock.now() + CODE_LIFETIME), pytest.raises(Invalid):
        enrol(Device(), code)


def test_a_new_code_replaces_the_old(desk):
    terminal_id, code = api.register_terminal(OPERATOR, name="Quầy 2", unit_code=UNIT)
    newer = api.renew_code(OPERATOR, terminal_id=terminal_id)
    with pytest.raises(Invalid):
        enrol(Device(), code)
    enrol(Device(), newer)
    with pytest.raises(Conflict):
        api.renew_code(OPERATOR, terminal_id=terminal_id)


def test_out_of_use_is_for_good(desk):
    api.revoke_terminal(OPERATOR, terminal_id=desk.terminal_id)
    with pytest.raises(NotFound):
        desk.order()
    with pytest.raises(Conflict):
        api.revoke_terminal(OPERATOR, terminal_id=desk.terminal_id)
    with pytest.raises(NotFound):
        api.revoke_terminal(OPERATOR, terminal_id=new_id())


def test_its_machine_comes_back_by_a_new_code_as_another_terminal(desk, chip):
    """Put out of use by mistake, or moved to another desk: the key in the machine is the same."""
    waiting = desk.device.signed(desk.device.body(desk.order(), chip))
    api.revoke_terminal(OPERATOR, terminal_id=desk.terminal_id)
    assert enrol(desk.device, declare()) == "Quầy 2"
    with pytest.raises(ReadingRefused) as refused:
        desk.submit(waiting)
    assert refused.value.code == "terminal_revoked"
    assert desk.read(chip).terminal == "Quầy 2"


def test_operators_alone(desk):
    clerk = officer_of()
    for attempt in (
        lambda: api.register_terminal(clerk, name="Quầy", unit_code=UNIT),
        lambda: api.renew_code(clerk, terminal_id=desk.terminal_id),
        lambda: api.revoke_terminal(clerk, terminal_id=desk.terminal_id),
        lambda: api.terminals(clerk),
        lambda: api.trusted_files(clerk),
        lambda: api.load_read_purposes(clerk),
    ):
        with pytest.raises(NotPermitted):
            attempt()


@pytest.mark.parametrize(("name", "unit"), [("  ", UNIT), ("x" * 81, UNIT), ("Quầy", "khong-co")])
def test_a_declaration_says_where_and_what(desk, name, unit):
    with pytest.raises(Invalid):
        api.register_terminal(OPERATOR, name=name, unit_code=unit)


def test_a_name_once_a_unit(desk):
    api.register_terminal(OPERATOR, name="Quầy 1", unit_code=OTHER_UNIT)
    with pytest.raises(Conflict) as refused:
        declare("Quầy 1")
    assert refused.value.field == "name"


def test_operators_see_them_all(desk, chip):
    declare()
    desk.read(chip)
    with clock.at(clock.now() + timedelta(minutes=1)):
        rows = {one.name: one for one in api.terminals(OPERATOR)}
    assert rows["Quầy 1"].last_read_at == clock.now()
    assert rows["Quầy 2"].state is TerminalState.WAITING
    assert rows["Quầy 1"].unit_name == "UBND xã Đức Thọ"


def test_a_guesser_of_codes_is_stopped_and_told_of_once(desk, monkeypatch):
    monkeypatch.setattr(limits, "ENROL_LIMIT", replace(limits.ENROL_LIMIT, count=1))
    guess = {"code": "ABCD", "device": Device().public, "signature": "AA==", "caller": "192.0.2.1"}
    with pytest.raises(Invalid):
        api.enrol_terminal(**guess)
    for _ in range(3):
        with pytest.raises(TooMany):
            api.enrol_terminal(**guess)
    assert [entry["reason"] for entry in actions_of("devices.enrol_refused")] == ["wrong_key", "rate_limited"]
    with pytest.raises(Invalid):
        api.enrol_terminal(**guess | {"caller": "192.0.2.2"})
