"""The counter's pages without a browser: what goes to the agent, what is kept, what the register says, who is in."""

import json
from dataclasses import replace
from datetime import date

import pytest
from tests.kernel.audit_trail import actions_of
from tests.kernel.devices.conftest import UNIT, Device, enrol, trust
from tests.kernel.identity.fakes import HOA

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Role
from dean06.kernel.base.errors import NotPermitted, TooMany
from dean06.kernel.base.wiring import NotBound, override
from dean06.kernel.devices import api as devices
from dean06.kernel.devices.limits import PROOF_LIFETIME
from dean06.kernel.devices.types import Order
from dean06.kernel.ports.card import ENROLMENT
from dean06.kernel.ports.population import Birth, Facts, LifeStatus, PopulationRegister, Reason, RegisterFailed
from dean06.kernel.registry import api as registry
from dean06.sandbox.card.chip import Chip, personalise
from dean06.sandbox.card.issuer import Authority
from dean06.sandbox.card.people import Holder

HOLDER = Holder(personal_id=HOA.personal_id, full_name=HOA.full_name, sex=HOA.sex, birth_on=HOA.birth_on)
SIGN_IN = "dang_nhap_tai_quay"


@pytest.fixture(scope="module")
def office():
    return Authority()


@pytest.fixture(scope="module")
def card(office) -> Chip:
    return personalise(HOLDER, office.signer())


@pytest.fixture
def device(posts, office, tmp_path, settings):
    """The reader at the counter of Lâm's unit."""
    settings.CSCA_DIR = tmp_path / "csca"
    trust(settings.CSCA_DIR, office)
    registry.load_purposes()
    devices.load_read_purposes()
    one = Device()
    enrol(one, devices.register_terminal(SYSTEM, name="Quầy 1", unit_code=UNIT)[1])
    return one


@pytest.fixture
def clerk(lam):
    lam.wear(Role.CLERK)
    return lam


def begin(person, device, purpose=SIGN_IN):
    return person.client.post(
        "/quay/luot-doc/", {"device": device.public, "purpose": purpose}, content_type="application/json"
    )


def read(person, device, card, purpose=SIGN_IN, going=""):
    """As the page's script does it."""
    sent = begin(person, device, purpose).json()
    said = json.loads(sent["body"])
    order = Order(
        challenge_id=said["challenge_id"],
        challenge=said["challenge"],
        files=tuple(said["files"]),
        purpose="",
        expires_at=clock.now(),
        **sent,
    )
    answer = device.signed(device.body(order, card, HOLDER))
    body = {"body": answer.body, "device": answer.device, "signature": answer.signature}
    return person.client.post(f"/quay/ket-qua/?next={going}", body, content_type="application/json")


class Says:
    """A register that answers one thing."""

    def __init__(self, answer):
        self.answer = answer

    def lookup(self, personal_id, fields, *, cause):
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def nobody_is_bound(*_args: object, **_options: object) -> None:
    raise NotBound("no implementation bound")


@pytest.fixture(autouse=True)
def register():
    """One that agrees, unless a test says otherwise."""
    with override(PopulationRegister, Says(Facts(personal_id=HOA.personal_id))) as one:
        yield one


def test_the_page_may_talk_to_the_agent_and_no_other_page_may(clerk, device):
    allowed = clerk.get("/quay/")["Content-Security-Policy"]
    assert "connect-src 'self' http://127.0.0.1:8610" in [rule.strip() for rule in allowed.split(";")]
    assert "8610" not in clerk.get("/lam-viec/")["Content-Security-Policy"]


def test_without_javascript_it_says_so_plainly(clerk, device):
    text = clerk.get("/quay/").content.decode()
    assert "<noscript>" in text
    assert "Cần bật JavaScript" in text


def test_a_reading_leads_to_its_receipt(clerk, device, card, monkeypatch):
    monkeypatch.setattr(registry, "lookup", nobody_is_bound)
    answer = read(clerk, device, card)
    page = clerk.get(answer.json()["url"])
    text = page.content.decode()
    assert HOA.full_name in text
    assert "12/04/1951" in text
    assert "chưa nối với cơ sở dữ liệu dân cư" in text
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize(
    ("register", "told"),
    [
        (Facts(personal_id=HOA.personal_id, full_name=HOA.full_name), "Khớp với cơ sở dữ liệu dân cư"),
        (Facts(personal_id=HOA.personal_id, birth=Birth(on=date(1951, 4, 13))), "<li>ngày sinh</li>"),
        (Facts(personal_id=HOA.personal_id, life_status=LifeStatus.DEAD), "đã mất hoặc mất tích"),
        (None, "không có số định danh này"),
        (RegisterFailed(Reason.TIMED_OUT), "không trả lời"),
    ],
)
def test_what_the_register_says_otherwise_is_never_hidden(clerk, device, card, register, told):
    with override(PopulationRegister, Says(register)):
        url = read(clerk, device, card).json()["url"]
    assert told in clerk.get(url).content.decode()


@pytest.mark.parametrize(
    ("refusal", "told"),
    [
        (TooMany("quá nhiều", code="rate_limited"), "quá nhiều lần"),
        (NotPermitted("không được", code="purpose_not_yours"), "không được hỏi cơ sở dữ liệu dân cư"),
    ],
)
def test_a_question_that_was_not_allowed_is_told_as_that_and_the_reading_stands(clerk, device, card, refusal, told):
    def refuse(*_args: object, **_options: object) -> None:
        raise refusal

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "lookup", refuse)
        url = read(clerk, device, card).json()["url"]
    text = clerk.get(url).content.decode()
    assert told in text
    assert "chỉ vào mức 1" in text


def test_past_its_time_a_reading_shows_nobody_and_hands_nothing_over(clerk, device, card):
    url = read(clerk, device, card).json()["url"]
    with clock.at(clock.now() + PROOF_LIFETIME):
        text = clerk.get(url).content.decode()
    assert HOA.personal_id not in text
    assert "Trao máy" not in text
    assert "Đã quá giờ" in text


def test_an_age_is_compared_with_nothing(clerk, device, card):
    with override(PopulationRegister, Says(RuntimeError("not to be asked"))):
        url = read(clerk, device, card, "chi_tuoi").json()["url"]
    text = clerk.get(url).content.decode()
    assert HOA.full_name not in text
    assert HOA.personal_id not in text
    assert "Trao máy" not in text


def test_a_refusal_is_a_problem_document_with_the_reason(clerk, device, card, office):
    answer = read(clerk, device, personalise(HOLDER, Authority("Another").signer()))
    assert answer.status_code == 422
    assert answer["Content-Type"].startswith("application/problem+json")
    said = answer.json()
    assert said["code"] == "issuer_unknown" or "issuer_unknown" in json.dumps(said)
    assert "Báo người vận hành" in said["detail"]


def test_handing_over_makes_the_citizen_the_one_who_is_signed_in(clerk, device, card):
    url = read(clerk, device, card).json()["url"]
    answer = clerk.client.post(f"{url}trao-may/", {"face": "on"}, follow=True)
    text = answer.content.decode()
    assert "Đăng nhập tại quầy bằng thẻ" in text
    assert HOA.full_name in text
    assert clerk.get("/quay/").status_code == 403
    assert clerk.get(url).status_code == 403
    clerk.post("/dang-xuat/")
    assert clerk.get("/quay/").status_code == 302
    (entry,) = actions_of("identity.counter_sign_in")
    assert (entry["level"], entry["face_compared"]) == (2, True)


def test_the_officers_session_at_vneid_ends_and_her_pairing_stays_with_nobody(clerk, device, card):
    url = read(clerk, device, card).json()["url"]
    page = clerk.get(url)
    assert "hand_over.js" in page.content.decode()
    assert "http://127.0.0.1:8610" in page["Content-Security-Policy"]
    answer = clerk.post(f"{url}trao-may/")
    assert "url=https://vneid.test/logout?id_token_hint=token-lam" in answer.content.decode()
    assert answer["Clear-Site-Data"] == '"storage"'
    clerk.begin()
    assert clerk.provider.begun[-1].prompt == "login"


def test_the_card_that_signed_her_in_at_level_one_does_not_raise_it(clerk, device, card):
    clerk.post(f"{read(clerk, device, card).json()['url']}trao-may/")
    assert clerk.get("/quay/nang-muc/").status_code == 403
    asked = begin(clerk, device, "nang_muc")
    assert (asked.status_code, asked.json()["code"]) == (403, "card_session")
    offered = clerk.get("/dang-nhap/", muc="2").content.decode()
    assert "Sang VNeID" in offered
    assert "/quay/nang-muc/" not in offered


def test_without_the_tick_it_is_level_one(clerk, device, card):
    url = read(clerk, device, card).json()["url"]
    clerk.post(f"{url}trao-may/")
    (entry,) = actions_of("identity.counter_sign_in")
    assert entry["level"] == 1


def test_a_citizen_raises_her_level_and_goes_on(hoa, device, card):
    assert hoa.get("/quay/nang-muc/", next="/du-lieu-cua-toi/").status_code == 302, "she has level 2"
    hoa.provider.people["hoa"] = replace(HOA, assurance_level=1)
    hoa.post("/dang-xuat/")
    hoa.sign_in()
    page = hoa.get("/quay/nang-muc/", next="/du-lieu-cua-toi/")
    assert "127.0.0.1:8610" in page["Content-Security-Policy"]
    answer = read(hoa, device, card, "nang_muc", going="/du-lieu-cua-toi/")
    assert answer.json() == {"url": "/du-lieu-cua-toi/"}
    assert hoa.get("/quay/nang-muc/").status_code == 302
    assert actions_of("identity.card_step_up")[0]["level"] == 2


def test_while_the_register_is_away_her_level_stays(hoa, device, card):
    hoa.provider.people["hoa"] = replace(HOA, assurance_level=1)
    hoa.post("/dang-xuat/")
    hoa.sign_in()
    with override(PopulationRegister, Says(RegisterFailed(Reason.TIMED_OUT))):
        answer = read(hoa, device, card, "nang_muc")
    assert (answer.status_code, answer.json()["code"]) == (409, "not_compared")
    assert "nâng mức bằng VNeID" in answer.json()["detail"]
    assert hoa.get("/quay/nang-muc/").status_code == 200


@pytest.mark.parametrize("body", ["", "[]", "{", '{"device": 5}', '{"device": "x"}'])
def test_a_malformed_request_is_refused(clerk, device, body):
    for path in ("/quay/luot-doc/", "/quay/ket-qua/"):
        answer = clerk.client.post(path, body, content_type="application/json")
        assert answer.status_code == 422
        assert "Tải lại trang" in answer.json()["detail"]


def test_a_reader_nobody_enrolled(clerk, device):
    answer = begin(clerk, Device())
    assert answer.status_code == 404
    assert "chưa đăng ký" in answer.json()["detail"]


# --- operators -------------------------------------------------------------------------------------------------------


def test_an_operator_declares_a_reader_and_its_machine_enrols(lam, device, stranger, settings):
    lam.wear(Role.OPERATOR)
    shown = lam.post("/van-hanh/dau-doc/", name="Quầy 2", unit_code=UNIT)
    code = shown.context["code"]
    assert f"dean06 reader --enrol {code} --site {settings.PUBLIC_URL}" in shown.content.decode()
    fresh = Device()
    body = {"code": code, "device": fresh.public}
    refused = stranger.client.post(
        "/dau-doc-the/dang-ky/", body | {"signature": "AA=="}, content_type="application/json"
    )
    assert refused.status_code == 422
    signature = fresh.sign(ENROLMENT + code.replace("-", "").encode())
    answer = stranger.client.post(
        "/dau-doc-the/dang-ky/", body | {"signature": signature}, content_type="application/json"
    )
    assert answer.json() == {"terminal": "Quầy 2", "server_key": devices.server_key()}
    page = lam.get("/van-hanh/dau-doc/").content.decode()
    assert "Đang dùng" in page
    assert "csca.crl" in page


def test_a_new_code_and_out_of_use(lam, device):
    lam.wear(Role.OPERATOR)
    lam.post("/van-hanh/dau-doc/", name="Quầy 2", unit_code=UNIT)
    actor = lam.get("/van-hanh/dau-doc/").context["actor"]
    rows = {one.name: one for one in devices.terminals(actor)}
    assert lam.post(f"/van-hanh/dau-doc/{rows['Quầy 2'].id}/ma/").context["name"] == "Quầy 2"
    answer = lam.client.post(f"/van-hanh/dau-doc/{rows['Quầy 1'].id}/ngung/", follow=True)
    assert "ngừng dùng" in answer.content.decode()
    assert lam.post(f"/van-hanh/dau-doc/{rows['Quầy 1'].id}/ma/").status_code == 409


def test_a_name_in_use_is_told_at_its_field(lam, device):
    lam.wear(Role.OPERATOR)
    answer = lam.post("/van-hanh/dau-doc/", name="Quầy 1", unit_code=UNIT)
    assert answer.status_code == 422
    assert "Chọn tên khác" in answer.content.decode()


def test_a_broken_certificate_is_told_to_the_operator(lam, device, settings):
    lam.wear(Role.OPERATOR)
    (settings.CSCA_DIR / "hong.cer").write_bytes(b"?")
    text = lam.get("/van-hanh/dau-doc/").content.decode()
    assert "Mọi thẻ đang bị từ chối" in text
    assert "hong.cer" in text
