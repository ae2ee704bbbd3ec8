"""Secure messaging with AES against exchanges other people recorded, and every cipher against itself.

The recorded commands belong to chip authentication of an Austrian and a German passport, as published with the tests
of gmrtd (github.com/gmrtd/gmrtd); nothing in them is about a person.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.chipid import tlv
from dean06.kernel.chipid.ciphers import FOR_PASSWORD, SUITES, Suite, pad
from dean06.kernel.chipid.secure_messaging import Session, SessionLost
from dean06.kernel.chipid.types import CardRefused, Reason

AES_128 = SUITES[2]


def session(encryption_key: str, mac_key: str, counter: str) -> Session:
    return Session(AES_128, bytes.fromhex(encryption_key), bytes.fromhex(mac_key), bytes.fromhex(counter))


def test_a_command_as_a_german_passport_took_it():
    channel = session("cc86415f2ed7e8fd663b754265695ae1", "581e84b8ee06c4d3eee30461498d7fb3", "ba")
    command = channel.wrap(bytes.fromhex("002241A4"), bytes.fromhex("800a04007f000702020302028401c3"))
    assert command.hex() == "0c2241a41d871101980953d37f67558690045d78a853b18a8e08929767a2cef172e200"
    assert channel.unwrap(bytes.fromhex("990290008E08FC873EBB62219C8A9000")) == (b"", 0x9000)


def test_an_exchange_with_an_austrian_passport():
    channel = session("524170DE3419B7AF2F23E45AD6EF9595", "97893F5FDC29A5C13A924FE7D8ED44FD", "F0")
    command = channel.wrap(bytes.fromhex("002241A4"), bytes.fromhex("800a04007f00070202030202"))
    assert command.hex().upper() == "0C2241A41D8711015D8F69B1EA365CCE4304970DB12421F38E085340D338128085E700"
    assert channel.unwrap(bytes.fromhex("990290008E083F5136E82A6C34779000")) == (b"", 0x9000)
    public = bytes.fromhex(
        "7C438041044827C781BE1AC7A00B351214FD783AC76D99E831A6316C8FD6DE7BD96CFA31DA"
        "06B6B57BA380789729F4A028212A768C49BF5F97D98B1DB12BEEC1A1CD324FB2"
    )
    command = channel.wrap(bytes.fromhex("00860000"), public, expected=0)
    assert command.hex().upper() == (
        "0C860000608751019E18F1BA79D805379752BB560EB70AAC3CE3BC5AFE2FDD4AEB325CA8B578B4A93B9F66A5DF40005F8E878535"
        "251D33DD974AAF77FB858773E5799FA9DC1034E89B1150EC7F0BB3DB4BF37A1B9EA4458A9701008E089D204D950C0B95DB00"
    )
    answer = "8711010B0A5DFFC7432DE4DEB604291377A05B990290008E08B3384A1F5D1579739000"
    assert channel.unwrap(bytes.fromhex(answer)) == (bytes.fromhex("7C00"), 0x9000)


@pytest.mark.parametrize(
    ("suite", "secret", "number", "key"),
    [
        # ICAO 9303-11, appendix G.1: password key, session keys.
        (2, "7E2D2A41C74EA0B38CD36F863939BFA8E9032AAD", FOR_PASSWORD, "89DED1B26624EC1E634C1989302849DD"),
        (2, "28768D20701247DAE81804C9E780EDE582A9996DB4A315020B2733197DB84925", 1, "F5F0E35C0D7161EE6724EE513A0D9A7F"),
        (2, "28768D20701247DAE81804C9E780EDE582A9996DB4A315020B2733197DB84925", 2, "FE251C7858B356B24514B3BD5F4297D1"),
    ],
)
def test_published_keys(suite, secret, number, key):
    assert SUITES[suite].derive(bytes.fromhex(secret), number).hex().upper() == key


@pytest.mark.parametrize(("number", "size"), [(1, 16), (2, 16), (3, 24), (4, 32)])
def test_keys_have_the_size_of_their_cipher(number, size):
    assert len(SUITES[number].derive(b"secret", 1)) == size


def as_card(suite: Suite, secret: bytes, data: bytes, *, tag: int = 0x87) -> bytes:
    """A first answer, put together without Session."""
    encryption_key, mac_key = suite.derive(secret, 1), suite.derive(secret, 2)
    counter = (2).to_bytes(suite.block, "big")
    sealed = suite.encrypt(encryption_key, pad(data, suite.block), suite.vector(encryption_key, counter))
    body = tlv.encode(tag, sealed if tag == 0x85 else b"\x01" + sealed) + bytes.fromhex("99029000")
    return body + tlv.encode(0x8E, suite.mac(mac_key, pad(counter + body, suite.block))) + b"\x90\x00"


@given(st.sampled_from(sorted(SUITES)), st.binary(min_size=1, max_size=300), st.sampled_from([0x85, 0x87]))
def test_what_a_card_says_arrives_whole(number, data, tag):
    channel = Session.of(SUITES[number], b"shared")
    channel.wrap(bytes.fromhex("00B00000"), expected=4)
    assert channel.unwrap(as_card(SUITES[number], b"shared", data, tag=tag)) == (data, 0x9000)


@given(st.sampled_from(sorted(SUITES)), st.data())
def test_a_touched_answer_is_never_taken(number, data):
    channel = Session.of(SUITES[number], b"shared")
    channel.wrap(bytes.fromhex("00B00000"), expected=4)
    answer = bytearray(as_card(SUITES[number], b"shared", b"facts"))
    place = data.draw(st.integers(0, len(answer) - 3))  # the clear status at the end is not what counts
    answer[place] ^= data.draw(st.integers(1, 255))
    with pytest.raises(CardRefused):
        channel.unwrap(bytes(answer))


def test_an_answer_to_an_older_command_is_out_of_step():
    channel = Session.of(AES_128, b"shared")
    old = as_card(AES_128, b"shared", b"facts")
    channel.wrap(bytes.fromhex("00B00000"), expected=4)
    channel.unwrap(old)
    channel.wrap(bytes.fromhex("00B00000"), expected=4)
    with pytest.raises(SessionLost) as lost:
        channel.unwrap(old)
    assert lost.value.reason is Reason.SESSION_LOST
