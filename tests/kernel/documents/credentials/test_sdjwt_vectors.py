"""The examples printed in RFC 9901: signatures, digests, key binding."""

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

RFC = tomllib.loads((Path(__file__).parent / "vectors" / "rfc9901.toml").read_text(encoding="utf-8"))
EXAMPLES = ["a1", "a3", "a4"]


def parts_of(example: str) -> Parts:
    return split("".join(RFC[example]["text"].split()))


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_says_what_the_standard_says_it_says(example: str) -> None:
    parts = parts_of(example)
    token = jose.parse(parts.token, types=frozenset({RFC[example]["typ"]}))
    token.check(from_jwk(RFC["keys"]["issuer"]))
    assert resolve_shown(token, parts) == json.loads(RFC[example]["claims"])


def test_the_example_with_key_binding_is_its_holders(memory) -> None:
    example, parts = RFC["a4"], parts_of("a4")
    key = from_jwk(json.loads(example["claims"])["cnf"]["jwk"])
    at = datetime.fromtimestamp(example["presented_at"], UTC)
    challenge = Challenge(audience=example["audience"], nonce=example["nonce"], replays=memory)
    check_proof(parts, key, challenge, hash_name="sha-256", at=at)
    with pytest.raises(CredentialRefused) as caught:
        check_proof(parts, key, challenge, hash_name="sha-256", at=at)
    assert caught.value.reason == Reason.REPLAYED


def test_a_digest_of_the_standard() -> None:
    """RFC 9901, 4.2.3: the claim family_name."""
    written = "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0"
    assert disclosures.digest(written) == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"
    assert disclosures.parse(written).value == "Möbius"


def test_one_claim_of_the_credential_example_can_be_shown_alone() -> None:
    text = "".join(RFC["a3"]["text"].split())
    shown = split(choose(text, [("age_equal_or_over", "18")]))
    token = jose.parse(shown.token, types=frozenset({RFC["a3"]["typ"]}))
    claims = resolve_shown(token, shown)
    assert claims["age_equal_or_over"] == {"18": True}
    assert not {"given_name", "family_name", "birthdate", "address"} & claims.keys()
