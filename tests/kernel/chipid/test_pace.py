"""PACE: the published example of ICAO 9303-11, appendix G.1, command by command, and what a hostile card may answer."""

from datetime import date

import pytest

from dean06.kernel.chipid import pace, security_infos
from dean06.kernel.chipid.ciphers import SUITES
from dean06.kernel.chipid.curves import CURVES
from dean06.kernel.chipid.secure_messaging import Session
from dean06.kernel.chipid.security_infos import Info, SecurityInfos
from dean06.kernel.chipid.types import AccessKey, AccessNumber, CardRefused, Reason

KEY = AccessKey(document_number="T22000129", birth_on=date(1964, 8, 12), expires_on=date(2010, 10, 31))
CARD_ACCESS = bytes.fromhex("31143012060A04007F0007020204020202010202010D")
OUR_SCALARS = (
    "7F4EF07B9EA82FD78AD689B38D0BC78CF21F249D953BC46F4C6E19259C010F99",
    "A73FB703AC1436A18E0CFA5ABB3F7BEC7A070E7A6788486BEE230C4A22762595",
)
EXCHANGE = [
    ("0022C1A40F800A04007F00070202040202830101", "9000"),
    ("10860000027C0000", "7C12801095A3A016522EE98D01E76CB6B98B42C39000"),
    (
        "10860000457C438141047ACF3EFC982EC45565A4B155129EFBC74650DCBFA6362D896FC70262E0C2CC5E"
        "544552DCB6725218799115B55C9BAA6D9F6BC3A9618E70C25AF71777A9C4922D00",
        "7C43824104824FBA91C9CBE26BEF53A0EBE7342A3BF178CEA9F45DE0B70AA601651FBA3F57"
        "30D8C879AAA9C9F73991E61B58F4D52EB87A0A0C709A49DC63719363CCD13C549000",
    ),
    (
        "10860000457C438341042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C"
        "3556F3B3B186DF10B857B58F6A7EB80F20BA5DC7BE1D43D9BF850149FBB3646200",
        "7C438441049E880F842905B8B3181F7AF7CAA9F0EFB743847F44A306D2D28C1D9EC65DF6DB"
        "7764B22277A2EDDC3C265A9F018F9CB852E111B768B326904B59A0193776F0949000",
    ),
    ("008600000C7C0A8508C2B0BD78D94BA86600", "7C0A86083ABB9674BCE93C089000"),
]


class Script:
    """A card that gives the published answers, some of them replaced."""

    def __init__(self, **changed: str) -> None:
        self.asked: list[str] = []
        self.answers = [changed.get(f"step{place}", answer) for place, (_, answer) in enumerate(EXCHANGE)]

    def transmit(self, command: bytes) -> bytes:
        self.asked.append(command.hex().upper())
        return bytes.fromhex(self.answers[len(self.asked) - 1])


def open_script(card: Script, key: AccessKey | AccessNumber = KEY) -> Session:
    terms = pace.choose(security_infos.of_card_access(CARD_ACCESS))
    scalars = iter(OUR_SCALARS)
    return pace.open_session(card, terms, key, draw=lambda order: int(next(scalars), 16))


def test_the_example_of_the_standard_byte_by_byte():
    card = Script()
    session = open_script(card)
    assert card.asked == [command for command, _ in EXCHANGE]
    expected = Session(
        SUITES[2],
        bytes.fromhex("F5F0E35C0D7161EE6724EE513A0D9A7F"),
        bytes.fromhex("FE251C7858B356B24514B3BD5F4297D1"),
    )
    select = bytes.fromhex("00A4040C"), bytes.fromhex("A0000002471001")
    assert session.wrap(*select) == expected.wrap(*select)


def test_the_mapped_generator_of_the_standard():
    curve = CURVES[13]
    theirs = curve.decode(bytes.fromhex(EXCHANGE[2][1])[4:69])
    hidden = curve.multiply(int(OUR_SCALARS[0], 16), theirs)
    assert curve.encode(hidden).hex().upper().startswith("0460332EF2450B5D247EF6D3868397D398852ED6E8CAF6FFEEF6BF85CA")
    mapped = curve.add(curve.generated(0x3F00C4D39D153F2B2A214A078D899B22), hidden)
    assert f"{mapped[0]:X}" == "8CED63C91426D4F0EB1435E7CB1D74A46723A0AF21C89634F65A9AE87A9265E2"
    assert f"{mapped[1]:X}" == "8C879506743F8611AC33645C5B985C80B5F09A0B83407C1B6A4D857AE76FE522"


OUR_KEY = "7C438441042DB7A64C0355044EC9DF190514C625CBA2CEA48754887122F3A5EF0D5EDD301C3556F3B3B186DF10B857B58F6A7EB80F"
OUR_KEY += "20BA5DC7BE1D43D9BF850149FBB364629000"
P256_POINT = "7C438241" + CURVES[12].encode(CURVES[12].generated(3)).hex() + "9000"
P384_POINT = "7C638261" + CURVES[15].encode(CURVES[15].generated(3)).hex() + "9000"


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"step0": "6A80"}, Reason.ACCESS_DENIED),
        ({"step0": "63C0"}, Reason.ACCESS_DENIED),
        ({"step1": "6300"}, Reason.SESSION_LOST),
        ({"step1": "7C009000"}, Reason.MALFORMED),
        ({"step1": "7C0880061234567890129000"}, Reason.MALFORMED),
        ({"step1": "7C2280" + "20" + "00" * 31 + "9000"}, Reason.MALFORMED),
        ({"step2": P256_POINT}, Reason.MALFORMED),
        ({"step2": P384_POINT}, Reason.MALFORMED),
        ({"step2": "7C438241" + "04" + "00" * 64 + "9000"}, Reason.MALFORMED),
        ({"step2": "7C03820100" + "9000"}, Reason.MALFORMED),
        ({"step2": EXCHANGE[2][0][10:-2].replace("8141", "8241", 1) + "9000"}, Reason.ACCESS_DENIED),
        ({"step3": OUR_KEY}, Reason.ACCESS_DENIED),
        ({"step3": EXCHANGE[2][1].replace("8241", "8441", 1)}, Reason.ACCESS_DENIED),
        ({"step4": "6300"}, Reason.ACCESS_DENIED),
        ({"step4": "7C0A86083ABB9674BCE93C099000"}, Reason.ACCESS_DENIED),
        ({"step4": "7C0286009000"}, Reason.ACCESS_DENIED),
        ({"step4": "9000"}, Reason.MALFORMED),
    ],
)
def test_a_hostile_answer_ends_the_connection(changed, reason):
    with pytest.raises(CardRefused) as refused:
        open_script(Script(**changed))
    assert refused.value.reason is reason
    assert refused.value.message_vi


def test_how_many_tries_are_left_is_no_refusal():
    assert open_script(Script(step0="63C2"))


def test_a_wrong_number_is_told_apart_from_a_wrong_zone():
    with pytest.raises(CardRefused) as refused:
        open_script(Script(step4="6300"), AccessNumber(digits="123456"))
    assert refused.value.reason is Reason.WRONG_NUMBER
    with pytest.raises(CardRefused) as refused:
        open_script(Script(step0="6A88"), AccessNumber(digits="123456"))
    assert refused.value.reason is Reason.ZONE_NEEDED


def offered(*infos: tuple[str, int, int | None]) -> SecurityInfos:
    found = tuple(
        Info(bytes.fromhex("04007F0007020204" + protocol), version, number) for protocol, version, number in infos
    )
    return SecurityInfos(pace=found, chip_authentication=(), chip_keys=(), active_hash="")


@pytest.mark.parametrize(
    ("infos", "chosen"),
    [
        ([("0202", 2, 13)], ("0202", 13)),
        ([("0202", 2, 12), ("0204", 2, 13)], ("0204", 13)),
        ([("0204", 2, 13), ("0204", 2, 16)], ("0204", 16)),
        ([("0204", 2, 13), ("0604", 2, 13)], ("0204", 13)),  # with chip authentication mapped in: not ours
        ([("0102", 2, 2)], None),  # not on a curve
        ([("0402", 2, 13)], None),  # integrated mapping
        ([("0202", 1, 13)], None),
        ([("0202", 2, 9)], None),  # 192 bits
        ([("0202", 2, None)], None),
        ([("0209", 2, 13)], None),
        ([], None),
    ],
)
def test_the_strongest_terms_both_know(infos, chosen):
    terms = pace.choose(offered(*infos))
    found = terms and (terms.info.protocol[-2:].hex(), terms.info.number)
    assert found == chosen


@pytest.mark.parametrize("digits", ["", "12345", "1234567", "12345a", "１２３４５６"])
def test_a_number_that_cannot_be_one_costs_no_try(digits):
    with pytest.raises(ValueError, match="six digits"):
        AccessNumber(digits=digits)
