"""How long readings stay, and that their person gets them with her own copy."""

from datetime import timedelta

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.devices.models import Challenge, Receipt
from dean06.kernel.parties import api as parties
from dean06.kernel.privacy import api as privacy
from dean06.kernel.privacy import retention
from dean06.kernel.privacy.holdings import find_holding

from .conftest import HOA


def test_receipts_and_challenges_go_when_their_time_is_up(desk, chip):
    receipt = desk.read(chip)
    desk.order()
    with clock.at(clock.now() + timedelta(days=2)):
        retention.run_retention(SYSTEM)
        assert Receipt.objects.filter(pk=receipt.id).exists()
        assert Challenge.objects.count() == 1, "the one behind the receipt stays"
    with clock.at(clock.now() + timedelta(days=91)):
        retention.run_retention(SYSTEM)
        assert not Receipt.objects.exists()
        retention.run_retention(SYSTEM)  # the night after: no receipt holds the challenge any more
        assert not Challenge.objects.exists()
        assert privacy.find_deletion("devices.receipts", receipt.id) is not None


def test_a_person_gets_the_readings_of_her_card(desk, chip):
    desk.read(chip)
    desk.read(chip, "chi_tuoi")
    holding = find_holding("devices.readings")
    assert holding
    (row,) = holding.export(parties.subject_of(HOA.personal_id))
    assert row["purpose__title"] == "Xác minh người đến làm thủ tục"
    assert "Trần Thị Hoa" in row["facts"]
    assert row["terminal__name"] == "Quầy 1"
