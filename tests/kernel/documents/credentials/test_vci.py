"""Our documents in a wallet that is not ours (OpenID4VCI 1.0): it gets them, and nobody else does."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.foreign_node import ask, find_node
from tests.kernel.documents.credentials.authority import NOW, Authority, new_key
from tests.kernel.documents.credentials.conftest import Memory
from tests.kernel.documents.credentials.issuing_server import MemoryStore, serving
from tests.kernel.documents.credentials.test_mdoc_foreign import private_jwk

from dean06.kernel.documents.credentials.encoding import decode
from dean06.kernel.documents.credentials.keys import MemoryKey
from dean06.kernel.documents.credentials.mdoc.issuing import issue as issue_mdoc
from dean06.kernel.documents.credentials.mdoc.verifying import Trusted
from dean06.kernel.documents.credentials.mdoc.verifying import verify_issued as verify_mdoc
from dean06.kernel.documents.credentials.sdjwt.issuing import issue as issue_sdjwt
from dean06.kernel.documents.credentials.sdjwt.verifying import verify_issued as verify_sdjwt
from dean06.kernel.documents.credentials.secrets import Nonces
from dean06.kernel.documents.credentials.vci.authorising import agreed, opened, push
from dean06.kernel.documents.credentials.vci.credential import credential, nonce
from dean06.kernel.documents.credentials.vci.dpop import Call
from dean06.kernel.documents.credentials.vci.issuer import CredentialIssuer, by_reference, by_value
from dean06.kernel.documents.credentials.vci.tokens import token
from dean06.kernel.documents.credentials.vci.types import Client, Configuration, Form

SCRIPT = Path(__file__).parent / "foreign" / "vci.mjs"
KIND, TYPE, SPACE = "urn:hu-cau:ly-lich", "vn.gov.hu-cau.ly-lich.1", "vn.gov.hu-cau.ly-lich"
CLIENT, BACK = "vi-cua-nguoi-khac", "https://vi.example/ve"
CONFIGURATIONS = {
    one.id: one
    for one in (
        Configuration(
            id="ly-lich-sd-jwt",
            form=Form.SD_JWT,
            kind=KIND,
            name="Phiếu lý lịch tư pháp",
            claims=((("ho_ten",), "Họ và tên"),),
        ),
        Configuration(id="ly-lich-mdoc", form=Form.MDOC, kind=TYPE, name="Phiếu lý lịch tư pháp"),
    )
}
ALL = frozenset(CONFIGURATIONS)


@dataclass
class Desk:
    """An issuer on a socket, and what goes on in it."""

    issuer: CredentialIssuer
    store: MemoryStore
    authority: Authority
    issued_to: list[str]

    offers: dict[str, dict]

    def offer(self, tx_code: str = "") -> str:
        until = datetime.now(UTC) + timedelta(minutes=5)
        return by_value(self.issuer.offer("hoa", ALL, expires_at=until, tx_code=tx_code))


def issuer_at(
    base: str, store: MemoryStore, signer: MemoryKey, issued_to: list[str], memory: Memory
) -> CredentialIssuer:
    def make(access, configuration, holder_key):
        issued_to.append(access.subject)
        now = datetime.now(UTC)
        if configuration.form is Form.SD_JWT:
            claims = {"ho_ten": "Trần Thị Hoa", "an_tich": False}
            hidden = [("ho_ten",), ("an_tich",)]
            return issue_sdjwt(claims, vct=KIND, key=signer, issued_at=now, holder_key=holder_key, hidden=hidden)
        until = now + timedelta(days=9)
        how = {"doc_type": TYPE, "device_key": holder_key, "signed_at": now, "valid_until": until}
        return issue_mdoc({SPACE: {"ho_ten": "Trần Thị Hoa"}}, key=signer, **how)

    return CredentialIssuer(
        base=base,
        name="Công an tỉnh Hư Cấu",
        configurations=CONFIGURATIONS,
        store=store,
        nonces=Nonces(secret=bytes(32), replays=memory),
        replays=memory,
        make=make,
        clients={CLIENT: Client(id=CLIENT, redirect_uris=frozenset({BACK}))},
    )


def routes_of(issuer: CredentialIssuer, offers: dict[str, dict]):
    def call(request) -> Call:
        return Call(method=request.method, url=request.url, headers=request.headers)

    def authorize(request):
        asked = opened(issuer, request.query, request.at)
        return 302, {"Location": agreed(issuer, asked, "hoa", request.at)}, ""

    return {
        ("GET", issuer.well_known("openid-credential-issuer")): lambda _: (200, {}, issuer.metadata()),
        ("GET", issuer.well_known("oauth-authorization-server")): lambda _: (200, {}, issuer.authorisation_metadata()),
        ("GET", "/offer"): lambda request: (200, {}, offers[request.query["of"]]),
        ("POST", "/nonce"): lambda request: (200, {"Cache-Control": "no-store"}, nonce(issuer, request.at)),
        ("POST", "/token"): lambda request: (200, {}, token(issuer, request.form, call(request), request.at)),
        ("POST", "/par"): lambda request: (201, {}, push(issuer, request.form, request.at)),
        ("GET", "/authorize"): authorize,
        ("POST", "/credential"): lambda request: (
            200,
            {},
            credential(issuer, request.body, call(request), request.at),
        ),
    }


@pytest.fixture
def desk(memory) -> Iterator[Desk]:
    shift = (datetime.now(UTC) - NOW).days
    authority, store, issued_to = Authority(), MemoryStore(), []
    signer = authority.signer(days=(shift - 2, shift + 60))
    made: list[CredentialIssuer] = []
    offers: dict[str, dict] = {}

    def routes(base: str):
        made.append(issuer_at(base, store, signer, issued_to, memory))
        return routes_of(made[0], offers)

    with serving(routes):
        yield Desk(issuer=made[0], store=store, authority=authority, issued_to=issued_to, offers=offers)


@pytest.fixture
def wallet(holder):
    """A question to the wallet from npm."""
    node = find_node("@openid4vc/openid4vci")
    return lambda **question: ask(node, SCRIPT, {"key": private_jwk(holder), **question})


def believed(desk: Desk, got: dict[str, str]) -> tuple:
    now, roots = datetime.now(UTC), desk.authority.roots()
    wanted = Trusted(roots=roots, at=now, doc_types=frozenset({TYPE}))
    return (
        verify_sdjwt(got["ly-lich-sd-jwt"], roots=roots, at=now, kinds=[KIND]),
        verify_mdoc(decode(got["ly-lich-mdoc"]), wanted),
    )


def test_a_wallet_from_npm_gets_both_forms_with_the_number_it_was_told(desk, wallet, holder) -> None:
    answer = wallet(offer=desk.offer("493827"), txCode="493827")
    assert answer.get("kind") == "Bearer", answer
    for found in believed(desk, answer["got"]):
        assert found.holder_key == holder.public_jwk
    assert desk.issued_to == ["hoa", "hoa"]


def test_a_wallet_from_npm_binds_its_token_to_a_key(desk, wallet, holder) -> None:
    answer = wallet(offer=desk.offer(), dpopKey=private_jwk(MemoryKey(private=new_key())))
    assert answer.get("kind") == "DPoP", answer
    assert believed(desk, answer["got"])


def test_a_wallet_from_npm_lets_the_person_sign_in(desk, wallet, holder) -> None:
    desk.offers["1"] = desk.issuer.open_offer(ALL)
    offer = by_reference(f"{desk.issuer.base}/offer?of=1")
    answer = wallet(offer=offer, clientId=CLIENT, redirectUri=BACK, dpopKey=private_jwk(MemoryKey(private=new_key())))
    assert answer.get("kind") == "DPoP", answer
    assert believed(desk, answer["got"])
    assert not desk.store.grants, "the code is gone"


def test_a_wallet_from_npm_is_told_what_is_wrong(desk, wallet) -> None:
    assert wallet(offer=desk.offer("493827"), txCode="000000")["refused"]["error"] == "invalid_grant"
    assert desk.issued_to == []
