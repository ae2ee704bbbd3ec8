"""An SD-JWT VC from issue to verification: what is shown is what was chosen, whatever the claims look like."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.documents.credentials.authority import ISSUER, NOW, Authority, new_key

from dean06.kernel.documents.credentials.keys import MemoryKey
from dean06.kernel.documents.credentials.paths import is_there, matches
from dean06.kernel.documents.credentials.sdjwt.disclosures import RESERVED
from dean06.kernel.documents.credentials.sdjwt.issuing import ALWAYS_SHOWN, issue
from dean06.kernel.documents.credentials.sdjwt.presenting import choose, present, split
from dean06.kernel.documents.credentials.sdjwt.verifying import Challenge, verify_issued, verify_presented
from dean06.kernel.documents.credentials.types import StatusReference

KIND = "https://hu-cau.gov.example/giay-to/phieu-ly-lich-tu-phap/1"
CLAIMS = {
    "ho_ten": "Trần Thị Hoa",
    "noi_cu_tru": {"tinh": "Hà Tĩnh", "xa": "Đức Thọ", "so_nha": "12"},
    "an_tich": {"ve_ma_tuy": False, "ve_tre_em": False},
    "nghe": ["thợ hàn", "giáo viên", {"noi": "Vinh", "nam": 5}],
}
HIDDEN = [
    ("ho_ten",),
    ("noi_cu_tru",),
    ("noi_cu_tru", "so_nha"),
    ("an_tich", "ve_ma_tuy"),
    ("an_tich", "ve_tre_em"),
    ("nghe", None),
    ("nghe", 2, "nam"),
]
AUTHORITY = Authority("Cơ quan của thuộc tính")
SIGNER, HOLDER = AUTHORITY.signer(), MemoryKey(private=new_key())


def issued(claims=CLAIMS, hidden=HIDDEN, **more) -> str:
    return issue(claims, vct=KIND, key=SIGNER, issued_at=NOW, holder_key=HOLDER.public_jwk, hidden=hidden, **more)


def verified(text: str, **more):
    return verify_issued(text, roots=AUTHORITY.roots(), at=NOW, kinds=[KIND], **more)


def own(claims) -> dict:
    return {name: value for name, value in claims.items() if name not in ALWAYS_SHOWN | {"iat"}}


def test_everything_disclosed_is_everything_issued() -> None:
    found = verified(issued(decoys=3, issuer=ISSUER, status=StatusReference(uri="https://x.example/1", index=7)))
    assert own(found.claims) == CLAIMS
    assert found.issuer == ISSUER
    assert found.status == StatusReference(uri="https://x.example/1", index=7)
    assert found.holder_key == HOLDER.public_jwk
    assert not found.is_held


def test_an_employer_sees_one_fact_and_nothing_else(memory) -> None:
    shown = present(
        issued(), show=[("an_tich", "ve_tre_em")], holder=HOLDER, audience="https://a", nonce="n1", presented_at=NOW
    )
    challenge = Challenge(audience="https://a", nonce="n1", replays=memory)
    found = verify_presented(
        shown,
        roots=AUTHORITY.roots(),
        at=NOW,
        kinds=[KIND],
        challenge=challenge,
        required=[("an_tich", "ve_tre_em")],
    )
    assert own(found.claims) == {"an_tich": {"ve_tre_em": False}, "nghe": []}
    assert found.is_held
    for secret in ("Hoa", "Vinh", "so_nha", "ve_ma_tuy"):
        assert secret not in "".join(map(_plain, split(shown).disclosures)) + json.dumps(split(shown).payload)


def _plain(encoded: str) -> str:
    from dean06.kernel.documents.credentials.encoding import decode

    return decode(encoded).decode()


def test_what_lies_within_is_shown_with_its_wrapping_and_a_whole_with_all_it_holds() -> None:
    within = own(verified(choose(issued(), [("noi_cu_tru", "so_nha")])).claims)
    assert within["noi_cu_tru"] == CLAIMS["noi_cu_tru"]
    part = own(verified(choose(issued(), [("nghe", 2, "nam")])).claims)
    assert part["nghe"] == [CLAIMS["nghe"][2]]
    assert own(verified(choose(issued(), [("noi_cu_tru",)])).claims)["noi_cu_tru"] == CLAIMS["noi_cu_tru"]


def test_two_issues_of_one_fact_cannot_be_linked_and_decoys_hide_the_count() -> None:
    first, second = split(issued(decoys=2)).payload, split(issued(decoys=2)).payload
    assert not set(first["_sd"]) & set(second["_sd"])
    assert len(first["_sd"]) == 2 + 2
    assert len(first["nghe"]) == 3 + 2
    assert first["_sd"] == sorted(first["_sd"])


@pytest.mark.parametrize(
    ("claims", "hidden"),
    [
        ({"vct": "x"}, []),
        ({"cnf": {}}, []),
        ({"_sd": []}, []),
        ({"a": {"...": 1}}, []),
        ({"a": [{"_sd_alg": 1}]}, []),
        ({"a": 1}, [("b",)]),
        ({"a": 1}, [("a", "b")]),
        ({"a": {"c": 1}}, [("a", "b")]),
        ({"a": 1}, [()]),
        ({"a": 1}, [("exp",)]),
    ],
)
def test_what_cannot_be_issued_so_is_said_to_the_issuer(claims, hidden) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        issued(claims, hidden)


NAMES = st.text(min_size=1, max_size=6).filter(lambda name: name not in RESERVED | ALWAYS_SHOWN | {"iat"})
PLAIN = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=8)
TREES = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)


def places(value, path=()):
    if path:
        yield path
    pairs = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, inner in pairs:
        yield from places(inner, (*path, step))


@settings(deadline=None, max_examples=60)
@given(claims=st.dictionaries(NAMES, TREES, max_size=5), data=st.data())
def test_whatever_is_hidden_comes_back_and_only_what_was_chosen(claims, data) -> None:
    everywhere = list(places(claims))
    hidden = data.draw(st.lists(st.sampled_from(everywhere), unique=True, max_size=8)) if everywhere else []
    text = issued(claims, hidden, decoys=data.draw(st.integers(0, 2)))
    assert own(verified(text).claims) == claims
    members = [place for place in hidden if all(isinstance(step, str) for step in place)]
    if not members:
        return
    wanted = data.draw(st.sampled_from(members))
    found = verified(choose(text, [wanted])).claims
    assert is_there(found, wanted)
    for place in members:
        if not matches(wanted, place) and not matches(place, wanted):
            assert not is_there(found, place)
