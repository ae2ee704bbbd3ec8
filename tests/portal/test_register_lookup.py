"""The officer's questions: what a purpose allows, what comes back, what is typed wrongly, what the person sees."""

import json

import pytest
from tests.kernel.registry.conftest import HOA, NOBODY, Register, entries
from tests.portal.conftest import Person

from dean06.kernel.audit.models import AuditSubject
from dean06.kernel.base.actor import Role
from dean06.kernel.base.wiring import override
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.population import PopulationRegister, Reason
from dean06.kernel.registry import api as registry
from dean06.kernel.registry.services import asking

ROOT = "/tra-cuu-dan-cu/"
ACT = "000.00.15.H56-261124-0001"
ASKED = {"personal_id": HOA, "act": ACT}
FACTS = ASKED | {"fields_wanted": ["full_name", "sex", "birth"]}
pytestmark = pytest.mark.django_db


@pytest.fixture
def register(db):
    with override(PopulationRegister, Register()) as register:
        registry.load_purposes()
        yield register


@pytest.fixture
def officer(posts, provider, register):
    person = Person(provider, "lam")
    person.sign_in(level=2)
    person.wear(Role.CLERK)
    return person.client


def ask(officer, way: str, data, *, status: int = 200) -> str:
    answer = officer.post(f"{ROOT}thu_tuc_hanh_chinh/{way}/", data)
    assert answer.status_code == status
    assert answer["Cache-Control"] == "private, no-store"
    return answer.content.decode()


def test_the_officer_sees_what_each_purpose_allows_and_that_it_is_unverified(officer, register):
    page = officer.get(ROOT).content.decode()
    assert f"{ROOT}thu_tuc_hanh_chinh/ho-gia-dinh/" in page
    assert f"{ROOT}xac_thuc/ho-gia-dinh/" not in page
    assert "chưa đối chiếu với thỏa thuận khai thác dữ liệu" in page


def test_the_form_offers_only_the_facts_of_the_purpose(officer, register):
    page = officer.get(f"{ROOT}xac_thuc/thong-tin/").content.decode()
    assert 'value="full_name"' in page
    assert 'value="father"' not in page


def test_facts_are_shown_in_words_and_what_is_unknown_is_said(officer, register):
    page = ask(officer, "thong-tin", FACTS)
    assert "Trần Thị Hòa" in page
    assert "Nữ" in page
    assert "không có thông tin" in page


def test_a_household_head_first(officer, register):
    page = ask(officer, "ho-gia-dinh", FACTS)
    assert page.index("Trần Thị Hòa") < page.index("Lê Văn Minh")


def test_a_claim_is_answered_right_or_wrong_and_the_true_value_is_not_shown(officer, register):
    page = ask(officer, "doi-chieu", ASKED | {"full_name": "Trần Thị Hoa"})
    assert "Không khớp." in page
    assert "Hòa" not in page


def test_blanks_around_the_act_are_taken_away(officer, register):
    ask(officer, "thong-tin", FACTS | {"act": f" {ACT} "})
    assert [cause.act for cause in register.causes] == [ACT]


@pytest.mark.parametrize("way", ["thong-tin", "ho-gia-dinh", "doi-chieu"])
def test_nobody_under_the_number(officer, register, way):
    page = ask(officer, way, FACTS | {"personal_id": NOBODY, "full_name": "An"})
    assert "Không có số định danh này" in page


@pytest.mark.parametrize(
    ("way", "wrong", "message"),
    [
        ("thong-tin", {"personal_id": "123"}, "đúng 12 chữ số"),
        ("thong-tin", {"personal_id": "٠٠٠٠٩٠٠٠٠١٢٣"}, "đúng 12 chữ số"),
        ("thong-tin", {"act": "hồ sơ số 1"}, "chữ không dấu"),
        ("thong-tin", {"act": ""}, "Hãy nhập mã hồ sơ"),
        ("thong-tin", {"act": "  "}, "Hãy nhập mã hồ sơ"),
        ("thong-tin", {"act": "H" * 201}, "nhiều nhất 200"),
        ("thong-tin", {"fields_wanted": []}, "ít nhất một thông tin"),
        ("thong-tin", {"fields_wanted": ["religion"]}, "không được xem thông tin đã chọn"),
        ("doi-chieu", {}, "ít nhất một thông tin để đối chiếu"),
        ("doi-chieu", {"birth": "31/02/1990"}, "Ngày sinh chưa đúng"),
        ("doi-chieu", {"old_number": "12345678"}, "đúng 9 chữ số"),
        ("doi-chieu", {"sex": "unknown"}, ""),
    ],
)
def test_what_is_typed_wrongly_is_said_at_its_field_and_never_asked(officer, register, way, wrong, message):
    page = ask(officer, way, FACTS | wrong, status=422)
    assert message in page
    assert register.causes == []
    assert (ACT if "act" not in wrong else HOA) in page, "what was typed is still there"


@pytest.mark.parametrize(
    ("way", "wrong", "told"),
    [
        ("thong-tin", {"fields_wanted": ["religion"]}, ("lookup", "field_not_allowed", True)),
        ("thong-tin", {"personal_id": "123"}, ("lookup", "invalid", False)),
        ("doi-chieu", {"act": ""}, ("verify", "invalid", True)),
    ],
)
def test_what_the_form_refuses_is_written_down(officer, register, way, wrong, told):
    ask(officer, way, FACTS | wrong, status=422)
    (entry,) = entries("registry.refuse")
    body = json.loads(entry.body)
    verb, reason, has_person = told
    assert body["details"] == {"verb": verb, "reason": reason}
    assert AuditSubject.objects.filter(entry_id=entry.pk).exists() is has_person


@pytest.mark.parametrize("reason", [Reason.UNREACHABLE, Reason.OTHER_PERSON, Reason.MAINTENANCE])
def test_a_register_that_fails_is_explained_and_nothing_is_lost(officer, register, reason):
    register.fails = reason
    page = ask(officer, "thong-tin", FACTS, status=503)
    assert "ơ sở dữ liệu" in page
    assert HOA in page


def test_too_many_questions_are_stopped_with_a_word(officer, register, monkeypatch):
    monkeypatch.setattr(asking, "OFFICER_LIMIT", asking.Limit(name="registry.test", count=1, seconds=3600))
    ask(officer, "thong-tin", FACTS)
    ask(officer, "thong-tin", FACTS, status=429)


@pytest.mark.parametrize("address", ["khong_co/thong-tin/", "xac_thuc/ho-gia-dinh/", "xac_thuc/la/"])
def test_a_purpose_or_way_that_is_not_theirs_is_not_there(officer, register, address):
    assert officer.get(ROOT + address).status_code == 404
    assert officer.post(ROOT + address, FACTS).status_code == 404
    seen, tried = entries("registry.refuse")
    assert json.loads(tried.body)["details"]["reason"] == "purpose_not_yours"
    told = AuditSubject.objects.filter(entry_id__in=[seen.pk, tried.pk]).values_list("entry_id", "party_id")
    assert list(told) == [(tried.pk, parties.subject_of(HOA))]


def test_a_purpose_offers_to_compare_only_what_it_may(officer, register):
    assert 'name="old_number"' not in officer.get(f"{ROOT}y_te/doi-chieu/").content.decode()
    assert 'name="old_number"' in officer.get(f"{ROOT}thu_tuc_hanh_chinh/doi-chieu/").content.decode()
