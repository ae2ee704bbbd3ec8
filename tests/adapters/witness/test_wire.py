"""What travels: the specification's example, and everything that is no answer."""

import base64
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.adapters.witness import wire
from dean06.kernel.ports.witness import Reason, WitnessFailed

# The examples of c2sp.org/tlog-witness.
PROOF = [
    "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=",
    "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=",
    "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=",
    "/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=",
]
NOTE = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
)
LINE = (
    "— witness.example/w1 CMp+6LWBU0anHGH5aNDTJkH/gj79sG+T6+iP2ThYN5krrDJbR1HDnucjL39QsZTSvVjyQLrdk3DXDqI5G2HgLatV"
    "s0pWh6Up69HVOw==\n"
)
SIZE_TYPE = "text/x.tlog.size"


def test_a_request_is_written_as_in_the_specification() -> None:
    proof = [base64.b64decode(one) for one in PROOF]
    body = wire.encode_request(NOTE, old=20852014, proof=proof).decode()
    assert body == "old 20852014\n" + "\n".join(PROOF) + "\n\n" + NOTE
    assert wire.encode_request(NOTE, old=0, proof=[]).decode() == f"old 0\n\n{NOTE}"


@pytest.mark.parametrize(
    ("old", "proof"), [(-1, []), (1 << 63, []), (1, [bytes(32)] * 64), (1, [bytes(31)]), (1, [bytes(33)])]
)
def test_what_is_no_proof_is_not_sent(old: int, proof: list[bytes]) -> None:
    with pytest.raises(ValueError, match="not a size"):
        wire.encode_request(NOTE, old=old, proof=proof)


def test_lines_are_handed_over_as_they_came() -> None:
    assert wire.read_lines((LINE + LINE).encode()) == (LINE, LINE)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\n",
        LINE[:-1].encode(),
        LINE.encode() + b"\n",
        b"OK\n",
        LINE.replace("—", "-").encode(),
        (LINE * 101).encode(),
        LINE.replace("w1", "w\x0b1").encode(),
        LINE.replace("w1", "w\u20281").encode(),
        LINE.encode("utf-16"),
    ],
)
def test_what_is_no_signature_lines_is_out_of_protocol(body: bytes) -> None:
    with pytest.raises(WitnessFailed) as failed:
        wire.read_lines(body)
    assert failed.value.reason is Reason.OUT_OF_PROTOCOL


@pytest.mark.parametrize("size", [0, 7, 20852163, (1 << 63) - 1])
def test_a_size_is_read(size: int) -> None:
    assert wire.read_size(f"{size}\n".encode(), SIZE_TYPE) == size
    assert wire.read_size(f"{size}\n".encode(), f"{SIZE_TYPE}; charset=utf-8") == size


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("7", SIZE_TYPE),
        ("7\n\n", SIZE_TYPE),
        ("07\n", SIZE_TYPE),
        ("-7\n", SIZE_TYPE),
        ("+7\n", SIZE_TYPE),
        ("٧\n", SIZE_TYPE),
        ("\n", SIZE_TYPE),
        ("", SIZE_TYPE),
        (f"{1 << 63}\n", SIZE_TYPE),
        ("9" * 60_000 + "\n", SIZE_TYPE),
        ("7\n", "text/plain"),
        ("7\n", ""),
    ],
)
def test_what_is_no_size_is_out_of_protocol(body: str, kind: str) -> None:
    with pytest.raises(WitnessFailed) as failed:
        wire.read_size(body.encode(), kind)
    assert failed.value.reason is Reason.OUT_OF_PROTOCOL


@given(st.binary(max_size=300))
def test_no_answer_does_anything_but_pass_or_fail(body: bytes) -> None:
    for read in (wire.read_lines, lambda data: wire.read_size(data, SIZE_TYPE)):
        with contextlib.suppress(WitnessFailed):
            read(body)
