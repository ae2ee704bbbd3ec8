"""Published vectors: ICAO 9303-11, appendix D (basic access control), and the TD1 sample of 9303-5."""

from datetime import date

import pytest

from dean06.kernel.chipid import bac, mrz
from dean06.kernel.chipid.ciphers import TRIPLE_DES, pad
from dean06.kernel.chipid.secure_messaging import Session
from dean06.kernel.chipid.types import CardRefused
from dean06.sandbox.card.chip import zone as zone_of
from dean06.sandbox.card.people import Holder

SEED = bytes.fromhex("239AB9CB282DAF66231DC5A4DF6BFBAE")
ENCRYPTION_KEY = bytes.fromhex("AB94FDECF2674FDFB9B391F85D7F76F2")
MAC_KEY = bytes.fromhex("7962D9ECE03D1ACD4C76089DCE131543")
LONG_NUMBER = "I<UTOD23145890<7349<<<<<<<<<<<3407127M9507122UTO<<<<<<<<<<<2STEVENSON<<PETER<JOHN<<<<<<<<<"
SAMPLE = "I<UTOD231458907<<<<<<<<<<<<<<<7408122F1204159UTO<<<<<<<<<<<6ERIKSSON<<ANNA<MARIA<<<<<<<<<<"


def test_access_keys_of_appendix_d():
    """D.2: document L898902C<, born 690806, expires 940623."""
    text = mrz.access_seed("L898902C", date(1969, 8, 6), date(1994, 6, 23))
    assert text == b"L898902C<369080619406236"
    assert TRIPLE_DES.derive(SEED, 1) == ENCRYPTION_KEY
    assert TRIPLE_DES.derive(SEED, 2) == MAC_KEY


def test_mutual_authentication_of_appendix_d():
    """D.3: the command the terminal sends, and the keys both sides end with."""
    ours, theirs = bytes.fromhex("781723860C06C226"), bytes.fromhex("4608F91988702212")
    part = bytes.fromhex("0B795240CB7049B01C19B33E32804F0B")
    cryptogram = TRIPLE_DES.encrypt(ENCRYPTION_KEY, ours + theirs + part)
    assert cryptogram == bytes.fromhex("72C29C2371CC9BDB65B779B8E8D37B29ECC154AA56A8799FAE2F498F76ED92F2")
    assert TRIPLE_DES.mac(MAC_KEY, pad(cryptogram, 8)) == bytes.fromhex("5F1448EEA8AD90A7")

    class Card:
        sent: list[bytes] = []

        def transmit(self, command: bytes) -> bytes:
            self.sent.append(command)
            if command[1] == 0x84:
                return theirs + b"\x90\x00"
            return bytes.fromhex(
                "46B9342A41396CD7386BF5803104D7CEDC122B9132139BAF2EEDC94EE178534F2F2D235D074D7449" + "9000"
            )

    card = Card()
    session = bac.open_session(card, SEED, random=lambda size: ours if size == 8 else part)
    assert card.sent[1][5:45] == cryptogram + bytes.fromhex("5F1448EEA8AD90A7")
    # D.4: selecting EF.COM in the session that came of it.
    assert session.wrap(bytes.fromhex("00A4020C"), bytes.fromhex("011E")) == bytes.fromhex(
        "0CA4020C158709016375432908C044F68E08BF8B92D635FF24F800"
    )
    assert session.unwrap(bytes.fromhex("990290008E08FA855A5D4C50A8ED9000")) == (b"", 0x9000)
    assert session.wrap(bytes.fromhex("00B00000"), expected=4) == bytes.fromhex(
        "0CB000000D9701048E08ED6705417E96BA5500"
    )
    answer = bytes.fromhex("8709019FF0EC34F9922651990290008E08AD55CC17140B2DED9000")
    assert session.unwrap(answer) == (bytes.fromhex("60145F01"), 0x9000)
    assert session.wrap(bytes.fromhex("00B00004"), expected=0x12) == bytes.fromhex(
        "0CB000040D9701128E082EA28A70F3C7B53500"
    )


def test_the_session_keys_of_appendix_d():
    shared = bytes.fromhex("0036D272F5C350ACAC50C3F572D23600")
    assert TRIPLE_DES.derive(shared, 1) == bytes.fromhex("979EC13B1CBFE9DCD01AB0FED307EAE5")
    assert TRIPLE_DES.derive(shared, 2) == bytes.fromhex("F1CB1F1FB5ADF208806B89DC579DC1F8")


def test_an_answer_that_was_touched_ends_the_session():
    session = Session(TRIPLE_DES, ENCRYPTION_KEY, MAC_KEY)
    with pytest.raises(CardRefused) as refused:
        session.unwrap(bytes.fromhex("990290008E08FA855A5D4C50A8EE9000"))
    assert refused.value.reason == "session_lost"


def test_the_td1_sample():
    zone = mrz.parse(SAMPLE, date(2020, 1, 1))
    assert (zone.document_number, zone.name) == ("D23145890", "ERIKSSON ANNA MARIA")
    assert (zone.birth_on, zone.expires_on, zone.sex) == (date(1974, 8, 12), date(2012, 4, 15), "female")
    assert zone.personal_id == ""


@pytest.mark.parametrize(("number", "born"), [("000021000001", date(1921, 3, 9)), ("000221000001", date(2021, 3, 9))])
def test_the_century_of_a_birth_is_in_the_personal_number(number, born):
    holder = Holder(personal_id=number, full_name="Trần Thị Đẹp", sex="female", birth_on=born)
    assert mrz.parse(zone_of(holder), date(2026, 1, 1)).birth_on == born


@pytest.mark.parametrize("place", [5, 14, 30, 36, 38, 44, 59])
def test_a_changed_digit_of_the_zone_is_noticed(place):
    changed = SAMPLE[:place] + ("1" if SAMPLE[place] != "1" else "2") + SAMPLE[place + 1 :]
    with pytest.raises(CardRefused):
        mrz.parse(changed, date(2020, 1, 1))


def test_a_number_longer_than_its_field():
    """ICAO 9303-11, D.2: a TD1 zone whose number goes on among the optional data, and what opens that card."""
    zone = mrz.parse(LONG_NUMBER, date(2020, 1, 1))
    assert (zone.document_number, zone.issuing_state, zone.name) == ("D23145890734", "UTO", "STEVENSON PETER JOHN")
    assert mrz.access_seed(zone.document_number, date(1934, 7, 12), zone.expires_on.replace(year=1995)) == (
        b"D23145890734934071279507122"
    )


@pytest.mark.parametrize("tail", ["7348", "8349", "9", "", "734"])
def test_the_check_digit_of_a_long_number_counts(tail):
    """The composite digit is made right again, so that only the number's own can notice."""
    first = "I<UTOD23145890<" + tail.ljust(15, "<")
    second = LONG_NUMBER[30:59]
    composite = mrz.check_digit(first[5:] + second[:7] + second[8:15] + second[18:29])
    with pytest.raises(CardRefused):
        mrz.parse(first + second + composite + LONG_NUMBER[60:], date(2020, 1, 1))
