"""A reading is believed when the chip signed our challenge and the device the answer; all else has its reason."""

import base64
import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from tests.kernel.audit_trail import actions_of, bodies_of

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import NotFound, NotPermitted, TooMany, Unavailable
from dean06.kernel.chipid.types import ProofLevel
from dean06.kernel.devices import api, keys, limits
from dean06.kernel.devices.limits import CHALLENGE_LIFETIME
from dean06.kernel.devices.models import Challenge, Receipt
from dean06.kernel.devices.types import CardFact, ReadingRefused, Verdict
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.card import ORDER
from dean06.sandbox.card.application import Habits

from .conftest import DEP, HOA, OPERATOR, OTHER_UNIT, Device, officer_of, trust


def refused(reason: str, act, *, with_receipt: bool = True) -> ReadingRefused:
    """The act is refused for this reason, and one entry and (mostly) one receipt say so."""
    before = len(actions_of("devices.refuse_reading"))
    with pytest.raises(ReadingRefused) as refusal:
        act()
    assert refusal.value.code == reason
    assert refusal.value.message
    entries = actions_of("devices.refuse_reading")[before:]
    assert [entry["reason"] for entry in entries] == [reason]
    assert (refusal.value.receipt_id is not None) is with_receipt
    if with_receipt:
        kept = Receipt.objects.get(pk=refusal.value.receipt_id)
        assert (kept.verdict, kept.reason, kept.facts) == (Verdict.REFUSED, reason, {})
    return refusal.value


def test_a_card_proves_its_holder(desk, chip):
    receipt = desk.read(chip)
    assert receipt.verdict is Verdict.ACCEPTED
    assert receipt.level is ProofLevel.CHIP
    assert receipt.facts == {
        CardFact.PERSONAL_ID: HOA.personal_id,
        CardFact.FULL_NAME: "Trần Thị Hoa",
        CardFact.BIRTH_ON: "1990-03-09",
        CardFact.SEX: "female",
        CardFact.NATIONALITY: "VNM",
        CardFact.EXPIRES_ON: "2037-04-01",
    }
    (entry,) = bodies_of("devices.accept_reading")
    assert entry["purpose"] == "Xác minh người đến làm thủ tục"
    assert "card.full_name" in entry["fields"]
    assert HOA.personal_id not in json.dumps(entry)


@pytest.mark.parametrize(
    ("purpose", "facts", "files"),
    [
        ("chi_tuoi", {CardFact.AGE}, {"DG1", "DG14", "DG15"}),
        ("chi_so_dinh_danh", {CardFact.PERSONAL_ID}, {"DG1", "DG14", "DG15"}),
        (
            "dang_nhap_tai_quay",
            {CardFact.PERSONAL_ID, CardFact.FULL_NAME, CardFact.BIRTH_ON, CardFact.SEX},
            {"DG1", "DG13", "DG14", "DG15"},
        ),
    ],
)
def test_no_more_is_read_or_kept_than_the_purpose_needs(desk, chip, purpose, facts, files):
    assert set(desk.order(purpose).files) == files
    receipt = desk.read(chip, purpose)
    assert set(receipt.facts) == facts
    row = Receipt.objects.get(pk=receipt.id)
    assert (row.subject_id is None) is (purpose == "chi_tuoi")
    assert CardFact.PORTRAIT not in facts


def test_the_age_is_in_completed_years(desk, authority, chip):
    with clock.at(date(2027, 3, 8)):
        trust(desk.directory, authority, at=clock.now())
        assert desk.read(chip, "chi_tuoi").facts == {CardFact.AGE: "36"}


def test_a_person_who_never_came_will_find_the_reading(desk, chip):
    receipt = desk.read(chip)
    subject = Receipt.objects.get(pk=receipt.id).subject_id
    assert subject == parties.subject_of(HOA.personal_id)


# --- whose answer ----------------------------------------------------------------------------------------------------


def test_an_answer_counts_once(desk, chip):
    answer = desk.device.signed(desk.device.body(desk.order(), chip))
    desk.submit(answer)
    refused("challenge_used", lambda: desk.submit(answer), with_receipt=False)


def test_a_refused_answer_used_its_challenge_up(desk, chip):
    order = desk.order()
    answer = desk.device.signed(desk.device.body(order, chip))
    refused("device_signature", lambda: desk.submit(replace(answer, body=answer.body + " ")))
    refused("challenge_used", lambda: desk.submit(answer), with_receipt=False)


def test_an_old_signature_of_the_chip_is_a_clone(desk, chip):
    recorded = desk.device.body(desk.order(), chip)
    fresh = desk.order()
    replayed = recorded | {"challenge_id": str(fresh.challenge_id)}
    refused("cloned", lambda: desk.submit(desk.device.signed(replayed)))


def test_too_late(desk, chip):
    answer = desk.device.signed(desk.device.body(desk.order(), chip))
    with clock.at(clock.now() + CHALLENGE_LIFETIME):
        refused("challenge_expired", lambda: desk.submit(answer))


def test_another_browser_cannot_use_it_nor_use_it_up(desk, chip):
    answer = desk.device.signed(desk.device.body(desk.order(), chip))
    refused("other_session", lambda: desk.submit(answer, session="another"), with_receipt=False)
    refused("other_session", lambda: desk.submit(answer, actor=officer_of()), with_receipt=False)
    assert desk.submit(answer).verdict is Verdict.ACCEPTED


def test_another_device_is_not_this_terminal(desk, chip):
    stranger = Device()
    refused("other_device", lambda: desk.submit(stranger.signed(stranger.body(desk.order(), chip))))


def test_a_stranger_who_names_our_device(desk, chip):
    answer = Device().signed(desk.device.body(desk.order(), chip))
    refused("device_signature", lambda: desk.submit(replace(answer, device=desk.device.public)))


def test_a_terminal_put_out_of_use_meanwhile(desk, chip):
    answer = desk.device.signed(desk.device.body(desk.order(), chip))
    api.revoke_terminal(OPERATOR, terminal_id=desk.terminal_id)
    refused("terminal_revoked", lambda: desk.submit(answer))


def test_a_challenge_of_nobody(desk, chip):
    body = desk.device.body(desk.order(), chip) | {"challenge_id": "00000000-0000-7000-8000-000000000000"}
    refused("unknown_challenge", lambda: desk.submit(desk.device.signed(body)), with_receipt=False)


@pytest.mark.parametrize(
    "spoil",
    [
        {"files": None},
        {"files": {"DG1": 5}},
        {"files": {"DG99": ""}},
        {"files": {"DG1": "?"}},
        {"opened_by": "force"},
        {"active_signature": None},
        {"challenge_id": "1"},
        {"padding": "x" * 300_000},
    ],
    ids=lambda spoil: next(iter(spoil)),
)
def test_what_is_no_answer(desk, chip, spoil):
    body = desk.device.body(desk.order(), chip) | spoil
    refused("malformed_answer", lambda: desk.submit(desk.device.signed(body)), with_receipt=False)


@pytest.mark.parametrize("text", ["", "[]", "5", "{", "[" * 100_000])
def test_what_is_not_even_json(desk, text):
    answer = replace(desk.device.signed({}), body=text)
    refused("malformed_answer", lambda: desk.submit(answer), with_receipt=False)


def test_files_nobody_asked_for_are_refused(desk, chip, twin_of):
    """An age was asked for; a terminal that brings the name as well does not do what it is told."""
    order = desk.order("chi_tuoi")
    eager = desk.device.body(replace(order, files=(*order.files, "DG13")), chip)
    refused("unasked_files", lambda: desk.submit(desk.device.signed(eager)))


def test_an_order_is_signed_by_this_server_for_one_device(desk):
    order = desk.order()
    key = Ed25519PublicKey.from_public_bytes(base64.b64decode(api.server_key()))
    key.verify(base64.b64decode(order.signature), ORDER + order.body.encode())
    said = json.loads(order.body)
    assert (said["device"], said["challenge"]) == (desk.device.public, order.challenge)
    assert (said["files"], said["expires_at"]) == (list(order.files), order.expires_at.isoformat())
    assert not keys.holds(order.body, order.signature, api.server_key()), "an order is no receipt"


# --- which card ------------------------------------------------------------------------------------------------------


def test_a_clone(desk, chip, twin_of):
    refused("cloned", lambda: desk.read(replace(chip, key=twin_of().key)))


def test_a_copy_that_the_reader_saw_is_kept_under_the_officers_name(desk):
    """Chip authentication fails between chip and terminal: nothing but the terminal's word reaches the server."""
    said = {"challenge_id": str(desk.order().challenge_id), "refused": "cloned"}
    refusal = refused("cloned", lambda: desk.submit(desk.device.signed(said)))
    assert "bản sao" in refusal.message
    assert json.loads(Receipt.objects.get(pk=refusal.receipt_id).body)["said_by"] == "terminal"
    refused("challenge_used", lambda: desk.submit(desk.device.signed(said)), with_receipt=False)


@pytest.mark.parametrize("more", [{"refused": "bored"}, {"refused": None}, {"files": {}}], ids=str)
def test_a_refusal_of_the_readers_says_nothing_else(desk, more):
    said = {"challenge_id": str(desk.order().challenge_id), "refused": "cloned"} | more
    refused("malformed_answer", lambda: desk.submit(desk.device.signed(said)), with_receipt=False)


def test_a_card_that_cannot_sign(desk, twin_of):
    refused("proof_missing", lambda: desk.read(twin_of(key_kind="none")))


def test_facts_changed_after_signing(desk, chip):
    changed = dict(chip.files)
    changed[0x010D] = changed[0x010D].replace(b"Hoa", b"Mai")
    order = desk.order()
    answer = desk.device.signed(desk.device.body(order, replace(chip, files=changed)))
    refused("hash_mismatch", lambda: desk.submit(answer))


def test_the_security_object_of_another_card(desk, chip, twin_of):
    body = desk.device.body(desk.order(), chip)
    other = desk.device.body(desk.order(), twin_of(DEP), DEP)
    body["files"]["SOD"] = other["files"]["SOD"]
    refused("hash_mismatch", lambda: desk.submit(desk.device.signed(body)))


def test_an_expired_card(desk, twin_of):
    holder = replace(HOA, expires_on=clock.today() - timedelta(days=1))
    refused("card_expired", lambda: desk.read(twin_of(holder), holder=holder))


def test_a_revoked_signer(desk, authority, twin_of):
    bad = authority.signer()
    authority.revoke(bad)
    trust(desk.directory, authority)
    refused("signer_revoked", lambda: desk.read(twin_of(signer=bad)))


def test_an_office_nobody_put_on_the_list(desk, chip):
    (desk.directory / "csca.cer").unlink()
    refused("issuer_unknown", lambda: desk.read(chip))


def test_an_old_revocation_list(desk, chip):
    with clock.at(clock.now() + timedelta(days=100)):
        refused("revocation_unknown", lambda: desk.read(chip))


def test_a_broken_file_on_the_list_stops_readings_and_keeps_the_challenge(desk, chip):
    answer = desk.device.signed(desk.device.body(desk.order(), chip))
    broken = desk.directory / "moi.crl"
    broken.write_bytes(b"\x30\x03abc")
    with pytest.raises(Unavailable) as unavailable:
        desk.submit(answer)
    assert "moi.crl" in unavailable.value.message
    assert not Challenge.objects.exclude(used_at=None).exists()
    broken.unlink()
    assert desk.submit(answer).verdict is Verdict.ACCEPTED


# --- who may ---------------------------------------------------------------------------------------------------------


def test_a_citizen_shows_her_own_card(desk, citizen, chip):
    order = desk.order("nang_muc", actor=citizen)
    receipt = desk.submit(desk.device.signed(desk.device.body(order, chip)), actor=citizen)
    assert receipt.facts == {CardFact.PERSONAL_ID: HOA.personal_id}


def test_and_nobody_elses(desk, citizen, twin_of):
    order = desk.order("nang_muc", actor=citizen)
    answer = desk.device.signed(desk.device.body(order, twin_of(DEP), DEP))
    refused("other_person", lambda: desk.submit(answer, actor=citizen))
    (entry,) = bodies_of("devices.refuse_reading")
    assert entry["purpose"] == "Nâng mức xác thực bằng thẻ của mình"


def test_purposes_are_for_their_roles(desk, citizen):
    for attempt in (
        lambda: desk.order("nang_muc"),
        lambda: desk.order("khong_co"),
        lambda: desk.order("xac_minh", actor=citizen),
        lambda: desk.order("xac_minh", actor=officer_of(role=Role.LEADER)),
    ):
        with pytest.raises(NotPermitted):
            attempt()
    assert {one.code for one in api.read_purposes(citizen)} == {"nang_muc"}


def test_a_terminal_serves_its_own_unit(desk):
    with pytest.raises(NotPermitted) as other:
        desk.order(actor=officer_of(OTHER_UNIT))
    assert other.value.code == "terminal_of_other_unit"
    with pytest.raises(NotFound):
        desk.order(device=Device().public)
    with pytest.raises(NotFound):
        desk.order(device="")


def test_a_chip_with_a_curve_and_errors_in_the_clear(desk, twin_of):
    order = desk.order()
    body = desk.device.body(order, twin_of(key_kind="ec"), habits=Habits(errors_in_the_clear=True))
    assert desk.submit(desk.device.signed(body)).level is ProofLevel.CHIP


def test_a_reading_that_was_refused_before_it_began_is_written_down(desk, citizen):
    attempts = {
        "purpose_not_yours": lambda: desk.order("nang_muc"),
        "terminal_not_found": lambda: desk.order(device=Device().public),
        "terminal_of_other_unit": lambda: desk.order(actor=officer_of(OTHER_UNIT)),
    }
    for attempt in attempts.values():
        with pytest.raises((NotPermitted, NotFound)):
            attempt()
    assert [entry["reason"] for entry in actions_of("devices.begin_refused")] == list(attempts)


def test_answers_without_end_are_stopped(desk, monkeypatch):
    monkeypatch.setattr(limits, "ANSWER_LIMIT", replace(limits.ANSWER_LIMIT, count=1))
    answer = replace(desk.device.signed({}), body="")
    refused("malformed_answer", lambda: desk.submit(answer), with_receipt=False)
    with pytest.raises(TooMany):
        desk.submit(answer)
    assert actions_of("devices.refuse_reading")[-1]["reason"] == "rate_limited"
