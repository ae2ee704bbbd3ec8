"""A receipt is signed, shown to who had the card read, compared, and stands behind one session at most."""

import base64
import hashlib
import json
import shutil
import subprocess
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from tests.kernel.audit_trail import actions_of, bodies_of

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.errors import Conflict, NotFound, NotPermitted
from dean06.kernel.devices import api, keys
from dean06.kernel.devices.limits import PROOF_LIFETIME
from dean06.kernel.devices.models import Receipt
from dean06.kernel.devices.services import receipts
from dean06.kernel.devices.types import CardFact
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.population import Facts

from .conftest import HOA, officer_of

SPKI_ED25519 = bytes.fromhex("302a300506032b6570032100")


def test_it_says_what_happened_and_names_nobody(desk, chip):
    receipt = desk.read(chip)
    said = json.loads(receipt.body)
    assert said["verdict"] == "accepted"
    assert said["sod_sha256"] == hashlib.sha256(chip.files[0x011D]).hexdigest()
    assert (said["purpose"], said["level"], said["terminal"]) == ("xac_minh", "chip", str(desk.terminal_id))
    assert "full_name" in said["facts"]
    assert HOA.personal_id not in receipt.body
    (entry,) = actions_of("devices.accept_reading")
    assert entry["receipt_sha256"] == hashlib.sha256(receipt.body.encode()).hexdigest()


def test_anybody_can_check_the_signature(desk, chip, tmp_path):
    receipt = desk.read(chip)
    assert keys.holds(receipt.body, receipt.signature, receipt.key)
    assert not keys.holds(receipt.body.replace("chip", "data"), receipt.signature, receipt.key)
    key, text, signature = tmp_path / "key.der", tmp_path / "text", tmp_path / "signature"
    key.write_bytes(SPKI_ED25519 + base64.b64decode(receipt.key))
    text.write_bytes(keys.CONTEXT + receipt.body.encode())
    signature.write_bytes(base64.b64decode(receipt.signature))
    openssl = shutil.which("openssl")
    assert openssl
    words = ["pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", key, "-rawin", "-in", text]
    subprocess.run([openssl, *map(str, words), "-sigfile", str(signature)], check=True, capture_output=True)


def test_the_key_stays(desk, chip):
    first = desk.read(chip)
    keys._load.cache_clear()
    assert desk.read(chip).key == first.key


def test_only_who_had_the_card_read_sees_it(desk, chip):
    receipt = desk.read(chip)
    assert api.receipt(desk.officer, receipt_id=receipt.id) == receipt
    with pytest.raises(NotFound):
        api.receipt(officer_of(), receipt_id=receipt.id)


def spend(desk, receipt, **other):
    with transaction.atomic():
        return api.spend(other.get("actor", desk.officer), receipt_id=receipt.id)


def test_it_stands_behind_one_session(desk, chip):
    receipt = desk.read(chip, "dang_nhap_tai_quay")
    proof = spend(desk, receipt)
    assert (proof.personal_id, proof.full_name) == (HOA.personal_id, "Trần Thị Hoa")
    assert (proof.birth_on, proof.sex, proof.level) == (date(1990, 3, 9), "female", 2)
    kept = Receipt.objects.get(pk=receipt.id)
    assert kept.facts == {}, "the person's own record has them now"
    with pytest.raises(Conflict):
        spend(desk, receipt)


def test_not_for_long(desk, chip):
    receipt = desk.read(chip, "dang_nhap_tai_quay")
    with clock.at(clock.now() + PROOF_LIFETIME), pytest.raises(Conflict):
        spend(desk, receipt)


def test_not_by_somebody_else_nor_for_another_purpose(desk, chip):
    receipt = desk.read(chip, "dang_nhap_tai_quay")
    with pytest.raises(NotFound):
        spend(desk, receipt, actor=officer_of())
    with pytest.raises(NotFound):
        spend(desk, desk.read(chip, "xac_minh"))


@pytest.mark.parametrize(
    ("register", "outcome", "told"),
    [
        (Facts(personal_id=HOA.personal_id, full_name="Trần Thị Hoa"), "", (api.SAME, [])),
        (Facts(personal_id=HOA.personal_id, full_name="Trần Thị Mai"), "", (api.DIFFERENT, ["full_name"])),
        (None, "", (api.NOBODY, [])),
        (None, api.AWAY, (api.AWAY, [])),
    ],
)
def test_how_it_stands_against_the_register_is_kept_by_name_alone(desk, chip, register, outcome, told):
    receipt = desk.read(chip)
    seen = api.note_comparison(desk.officer, receipt_id=receipt.id, register=register, outcome=outcome)
    assert seen.compared == {"outcome": told[0], "differs": told[1]}
    assert api.receipt(desk.officer, receipt_id=receipt.id).compared == seen.compared
    (entry,) = bodies_of("devices.compare_reading")
    assert entry["details"] == seen.compared
    assert "Mai" not in json.dumps(entry, ensure_ascii=False)


def test_the_database_refuses_facts_beside_a_refusal(desk, chip):
    receipt = desk.read(chip)
    for change in ({"verdict": "refused", "reason": "cloned"}, {"spent_at": clock.now()}, {"reason": "cloned"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Receipt.objects.filter(pk=receipt.id).update(**change)
    assert CardFact.FULL_NAME in receipt.facts


def test_every_look_at_it_is_in_the_log(desk, chip):
    receipt = desk.read(chip)
    for _ in range(2):
        api.receipt(desk.officer, receipt_id=receipt.id)
    entries = bodies_of("devices.look_at_receipt")
    assert len(entries) == 2
    assert entries[0]["purpose"] == "Xác minh người đến làm thủ tục"
    assert "card.full_name" in entries[0]["fields"]
    (look, *_) = audit.looks_at(parties.subject_of(HOA.personal_id))
    assert look.action == "devices.look_at_receipt"


def test_what_was_read_to_sign_in_and_never_used_is_gone_in_minutes(desk, chip):
    unused, asked = desk.read(chip, "dang_nhap_tai_quay"), desk.read(chip, "xac_minh")
    assert receipts.empty_unspent() == 0
    with clock.at(clock.now() + PROOF_LIFETIME):
        assert api.receipt(desk.officer, receipt_id=unused.id).facts == {}, "nor is it shown until it is emptied"
        assert receipts.empty_unspent() == 1
        assert receipts.empty_unspent() == 0
    assert Receipt.objects.get(pk=unused.id).facts == {}
    assert Receipt.objects.get(pk=asked.id).facts, "an officer works with it"
    assert actions_of("devices.empty_unspent") == [{"count": 1}]
    with pytest.raises(NotPermitted):
        receipts.empty_unspent(desk.officer)
