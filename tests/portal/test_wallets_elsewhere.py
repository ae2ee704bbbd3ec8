"""Wallets of somebody else's, from npm, over HTTP: they receive our documents, and show them to an officer."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from tests.foreign_node import ask, find_node
from tests.house.acts_documents import root
from tests.kernel.audit_trail import actions_of, bodies_of
from tests.kernel.cases.office import Office, procedures
from tests.kernel.documents.credentials.authority import new_key
from tests.kernel.documents.credentials.test_mdoc_foreign import private_jwk
from tests.kernel.documents.credentials.test_sdjwt_foreign import pem
from tests.portal.office_browsers import browser
from tests.portal.test_wallet import RULE, Mute, able
from tests.portal.wire import Wire, wired

from dean06.kernel.base import clock
from dean06.kernel.base.wiring import override
from dean06.kernel.cases import results
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.credentials.encoding import decode
from dean06.kernel.documents.credentials.keys import MemoryKey
from dean06.kernel.documents.credentials.mdoc.verifying import Trusted
from dean06.kernel.documents.credentials.mdoc.verifying import verify_issued as verify_mdoc
from dean06.kernel.documents.credentials.sdjwt.verifying import verify_issued as verify_sdjwt
from dean06.kernel.documents.credentials.trust import Roots
from dean06.kernel.documents.issuing.addresses import kind_address
from dean06.kernel.documents.models import Document, Presentation, WalletSecret
from dean06.kernel.ports.ca import CertificateAuthority

FOREIGN = Path(__file__).parents[1] / "kernel" / "documents" / "credentials" / "foreign"
CLIENT, BACK = "vi-cua-nguoi-khac", "https://vi.example/ve"
SD_JWT, MDOC = "giay_khai_sinh-sd-jwt", "giay_khai_sinh-mdoc"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def wire(settings: Any):
    """The site under the address it says it has."""
    with wired() as found:
        settings.PUBLIC_URL = found.base
        settings.WALLETS = {CLIENT: [BACK]}
        yield found


@pytest.fixture
def office(wire: Wire, db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A commune whose mother has a birth certificate in her wallet."""
    settings.STATE = tmp_path
    monkeypatch.setattr(results, "rules", lambda: (RULE,))
    with procedures(), override(CertificateAuthority, Mute()):
        made = Office()
        able(made)
        yield made


class ForeignWallet:
    """The two scripts with one key."""

    def __init__(self, wire: Wire) -> None:
        self.wire, self.key = wire, MemoryKey(private=new_key())
        self.node = find_node("@openid4vc/openid4vci", "@openid4vc/openid4vp")

    def run(self, script: str, **question: Any) -> Any:
        asked = {"key": private_jwk(self.key), "pem": pem(self.key), **question}
        return self.wire.during(lambda: ask(self.node, FOREIGN / script, asked))


@pytest.fixture
def wallet(wire: Wire) -> ForeignWallet:
    return ForeignWallet(wire)


def offered(office: Office) -> tuple[str, str]:
    """The link and the number on the page of the document."""
    page = f"/vi-giay-to/{Document.objects.get().pk}/vi-khac/"
    mother = browser(office.mother)
    assert "Tạo mã" in mother.get(page).content.decode()
    shown = mother.post(page).content.decode()
    link, number = re.search(r'href="(openid-credential-offer:[^"]+)"', shown), re.search(r">(\d{6})</strong>", shown)
    assert link
    assert number
    return unescape(link[1]), number[1]


def received(office: Office, wallet: ForeignWallet) -> dict[str, str]:
    """Both forms, in a wallet that is not ours."""
    link, number = offered(office)
    answer = wallet.run("vci.mjs", offer=link, txCode=number)
    assert answer.get("kind") == "Bearer", answer
    return answer["got"]


def test_a_wallet_receives_by_code_and_number_and_shows_one_fact_to_an_officer(
    office: Office, wallet: ForeignWallet
) -> None:
    got = received(office, wallet)
    now, roots = datetime.now(UTC), Roots.load([root()])
    credential = verify_sdjwt(got[SD_JWT], roots=roots, at=now, kinds={kind_address("giay_khai_sinh")})
    mobile = verify_mdoc(
        decode(got[MDOC]), Trusted(roots=roots, at=now, doc_types=frozenset({"vn.dean06.giay_khai_sinh.1"}))
    )
    row = Document.objects.get()
    for one in (credential, mobile):
        assert one.holder_key == wallet.key.public_jwk
        assert one.status is not None
        assert one.status.index == row.place, "one status entry for every form, here and elsewhere"
    assert credential.claims["full_name"] == "Nguyễn Thị Bé"
    assert len(actions_of("documents.issue_to_wallet")) == 2
    officer = browser(office.clerk)
    page = asked(officer)
    link = unescape(re.search(r'href="(openid4vp:[^"]+)"', officer.get(page).content.decode())[1])
    said = wallet.run("vp.mjs", link=link, documents={"sd_jwt": got[SD_JWT]})
    assert said.get("status") == 200, said
    shown = officer.get(page).content.decode()
    assert "Chấp nhận được" in shown
    assert "Nguyễn Thị Bé" in shown
    assert "Trần Thị Hoa" not in shown, "what was not asked for is not shown"
    assert "Nguyễn" not in str(Presentation.objects.values().get()), "under seal in the table"
    (body,) = bodies_of("documents.take_answer")
    assert body["details"]["verdict"] == "ok"
    assert wallet.run("vp.mjs", link=link, documents={"sd_jwt": got[SD_JWT]}).get("status") != 200, "once"
    assert browser(office.chair).get(page).status_code == 404
    with clock.at(clock.now() + timedelta(minutes=31)):
        assert "Nguyễn Thị Bé" not in officer.get(page).content.decode()


def asked(officer: Client) -> str:
    """The page of a question about a name."""
    address = "/lam-viec/hoi-vi/giay_khai_sinh/"
    assert "Giấy khai sinh" in officer.get("/lam-viec/hoi-vi/").content.decode()
    assert officer.get("/lam-viec/hoi-vi/phieu_ly_lich_tu_phap_2/").status_code == 404, "it is in no other wallet"
    assert officer.post(address, {"facts": [], "purpose": "Nhập học"}).status_code == 422
    made = officer.post(address, {"facts": ["full_name"], "purpose": "Nhập học"})
    assert made.status_code == 302, made.content.decode()
    return made["Location"]


def test_a_mobile_document_is_shown_and_one_that_was_withdrawn_is_not_accepted(
    office: Office, wallet: ForeignWallet
) -> None:
    got = received(office, wallet)
    officer = browser(office.clerk)
    for is_withdrawn in (False, True):
        if is_withdrawn:
            documents.withdraw_document(office.chair, document_id=Document.objects.get().pk, reason="Sai tên mẹ")
        page = asked(officer)
        link = unescape(re.search(r'href="(openid4vp:[^"]+)"', officer.get(page).content.decode())[1])
        said = wallet.run("vp.mjs", link=link, documents={"mdoc": got[MDOC]})
        assert said.get("status") == (400 if is_withdrawn else 200), said
        shown = officer.get(page).content.decode()
        assert ("Giấy tờ đã bị thu hồi" in shown) == is_withdrawn
        assert ("Nguyễn Thị Bé" in shown) != is_withdrawn


def test_a_wallet_sends_the_person_to_sign_in_and_agree(office: Office, wallet: ForeignWallet, wire: Wire) -> None:
    offer = f"openid-credential-offer://?credential_offer={open_offer(wire.base)}"
    cookie = f"dean06={browser(office.mother).cookies['dean06'].value}"
    answer = wallet.run(
        "vci.mjs",
        offer=offer,
        clientId=CLIENT,
        redirectUri=BACK,
        cookie=cookie,
        dpopKey=private_jwk(MemoryKey(private=new_key())),
    )
    assert answer.get("kind") == "DPoP", answer
    assert set(answer["got"]) == {SD_JWT}
    assert len(actions_of("documents.agree_with_wallet")) == 1
    assert set(WalletSecret.objects.values_list("kind", flat=True)) == {"access"}, "request and code are gone"


def open_offer(base: str) -> str:
    from json import dumps
    from urllib.parse import quote

    said = {
        "credential_issuer": f"{base}/cap-giay-to",
        "credential_configuration_ids": [SD_JWT],
        "grants": {"authorization_code": {}},
    }
    return quote(dumps(said))


def push(**changes: str):
    said = {
        "client_id": CLIENT,
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": SD_JWT,
        "code_challenge": "x" * 43,
        "code_challenge_method": "S256",
        "state": "s",
    }
    return Client().post("/cap-giay-to/par", said | changes)


def test_what_wallets_and_strangers_are_refused(office: Office) -> None:
    for changes, error in (
        ({"client_id": "la"}, "invalid_client"),
        ({"redirect_uri": "https://ke-xau.example/"}, "invalid_request"),
        ({"scope": "phieu_ly_lich_tu_phap_2-sd-jwt"}, "invalid_scope"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
    ):
        assert push(**changes).json()["error"] == error
    twice = Client().post("/cap-giay-to/par", "client_id=a&client_id=b", content_type=FORM)
    assert twice.json()["error_description"] == "a parameter comes twice"
    unsigned = Client().post("/cap-giay-to/credential", "{}", content_type="application/json")
    assert (unsigned.status_code, unsigned["Cache-Control"]) == (401, "no-store")
    assert 'Bearer error="invalid_token"' in unsigned["WWW-Authenticate"]
    _, number = offered(office)
    code = {"grant_type": "urn:ietf:params:oauth:grant-type:pre-authorized_code", "pre-authorized_code": "x"}
    assert Client().post("/cap-giay-to/token", code | {"tx_code": number}).json()["error"] == "invalid_grant"


def test_a_person_may_say_no_and_nobody_agrees_twice(office: Office) -> None:
    mother = browser(office.mother)
    page = f"/cap-giay-to/authorize?client_id={CLIENT}&request_uri={push().json()['request_uri']}"
    shown = mother.get(page)
    assert "Ví khác xin giấy tờ" in shown.content.decode()
    assert "form-action 'self'" in shown["Content-Security-Policy"]
    assert "https://vi.example" in shown["Content-Security-Policy"]
    assert mother.post(page, {"viec": "dong-y"}).status_code == 422
    back = mother.post(page, {"viec": "tu-choi"})
    assert back["Location"].startswith(f"{BACK}?error=access_denied")
    assert mother.post(page, {"viec": "tu-choi"}).status_code == 400
    assert mother.get("/cap-giay-to/authorize").status_code == 400
    assert Client().get(page)["Location"].startswith("/dang-nhap/")
