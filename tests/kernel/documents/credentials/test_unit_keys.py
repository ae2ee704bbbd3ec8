"""A unit's key as documents keep it signs credentials: ECDSA, RSA not; and what a wallet shows of a type."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from tests.foreign_node import ask, find_node
from tests.kernel.documents.credentials.authority import NOW, Authority
from tests.kernel.documents.credentials.test_sdjwt_foreign import SCRIPT

from dean06.kernel.documents.credentials import jose
from dean06.kernel.documents.credentials.keys import MemoryKey
from dean06.kernel.documents.credentials.sdjwt.issuing import issue
from dean06.kernel.documents.credentials.sdjwt.metadata import type_metadata
from dean06.kernel.documents.credentials.sdjwt.verifying import verify_issued
from dean06.kernel.documents.credentials.unit_keys import UnitKey, is_fit
from dean06.kernel.documents.credentials.x5c import chain_of


@dataclass(frozen=True)
class Kept:
    """A key that signs as DER, its root at the end of the chain."""

    own: MemoryKey
    root: bytes

    @property
    def chain(self) -> tuple[bytes, ...]:
        return (*self.own.chain, self.root)

    def sign(self, message: bytes) -> bytes:
        return self.own.private.sign(message, ec.ECDSA(SHA256()))


def test_a_units_key_signs_and_leaves_its_root_at_home() -> None:
    authority = Authority()
    key = UnitKey(Kept(authority.signer(), authority.der))
    text = issue({"ten": "Hoa"}, vct="k", key=key, issued_at=NOW, hidden=[("ten",)])
    found = verify_issued(text, roots=authority.roots(), at=NOW, kinds=["k"])
    assert found.claims["ten"] == "Hoa"
    token = jose.parse(text.split("~")[0], types=frozenset({"dc+sd-jwt"}))
    assert chain_of(token) == [key.signer.chain[0]]
    alone = authority.signer()
    assert UnitKey(alone).chain == alone.chain


def test_an_rsa_key_is_not_fit() -> None:
    authority = Authority()
    private = rsa.generate_private_key(65537, 2048)
    certificate = authority.certify(private.public_key(), "Khoá RSA")
    assert not is_fit((certificate.public_bytes(Encoding.DER),))
    assert is_fit(authority.signer().chain)


def test_a_wallet_from_npm_knows_what_to_show_of_a_type() -> None:
    said = type_metadata(
        "https://x.example/k", name="Phiếu", description="Phiếu lý lịch", claims=[(("a", None), "Án tích", True)]
    )
    parsed = ask(find_node("@sd-jwt/sd-jwt-vc"), SCRIPT, {"act": "type", "metadata": said})["parsed"]
    assert parsed == said
    assert parsed["claims"][0] == {
        "path": ["a", None],
        "display": [{"locale": "vi-VN", "label": "Án tích"}],
        "sd": "always",
    }
