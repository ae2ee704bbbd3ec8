"""The examples printed in RFC 9901 and in the draft of SD-JWT VC: signatures, digests, key binding."""

import json
import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dean06.kernel.documents.credentials import jose
from dean06.kernel.documents.credentials.keys import from_jwk
from dean06.kernel.documents.credentials.sdjwt import disclosures
from dean06.kernel.documents.credentials.sdjwt.presenting import Parts, choose, split
from dean06.kernel.documents.credentials.sdjwt.verifying import Challenge, check_proof, resolve_shown
from dean06.kernel.documents.credentials.types import CredentialRefused, Reason

VECTORS = Path(__file__).parent / "vectors"
RFC = tomllib.loads((VECTORS / "rfc9901.toml").read_text(encoding="utf-8"))
DRAFT = tomllib.loads((VECTORS / "sd_jwt_vc.toml").read_text(encoding="utf-8"))
EXAMPLES = {**{name: RFC[name] for name in ("a1", "a3", "a4")}, "draft": DRAFT["presented"]}
BOUND = [name for name, example in EXAMPLES.items() if "nonce" in example]


def parts_of(example: str) -> Parts:
    return split("".join(EXAMPLES[example]["text"].split()))


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_says_what_the_standard_says_it_says(example: str) -> None:
    parts = parts_of(example)
    token = jose.parse(parts.token, types=frozenset({EXAMPLES[example]["typ"]}))
    token.check(from_jwk(RFC["keys"]["issuer"]))
    assert resolve_shown(token, parts) == json.loads(EXAMPLES[example]["claims"])


@pytest.mark.parametrize("example", BOUND)
def test_an_example_with_key_binding_is_its_holders(example: str, memory) -> None:
    said, parts = EXAMPLES[example], parts_of(example)
    key = from_jwk(json.loads(said["claims"])["cnf"]["jwk"])
    at = datetime.fromtimestamp(said["presented_at"], UTC)
    challenge = Challenge(audience=said["audience"], nonce=said["nonce"], replays=memory)
    check_proof(parts, key, challenge, hash_name="sha-256", at=at)
    with pytest.raises(CredentialRefused) as caught:
        check_proof(parts, key, challenge, hash_name="sha-256", at=at)
    assert caught.value.reason == Reason.REPLAYED


def test_a_digest_of_the_standard() -> None:
    """RFC 9901, 4.2.3: the claim family_name."""
    written = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    assert disclosures.digest(written) == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"
    assert disclosures.parse(written).value == "Möbius"


def test_of_an_example_less_can_be_shown() -> None:
    text = "".join(RFC["a3"]["text"].split())
    shown = split(choose(text, [("age_equal_or_over", "18")]))
    token = jose.parse(shown.token, types=frozenset({RFC["a3"]["typ"]}))
    claims = resolve_shown(token, shown)
    assert claims["age_equal_or_over"] == {"18": True}
    assert "nationalities" not in claims
