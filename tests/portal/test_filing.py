"""Filing on pages: a form kept as it is typed, papers one by one, handed in once, followed, mended, taken back."""

import io
import re
from dataclasses import replace

import pytest
from django.urls import reverse
from tests import papers
from tests.kernel.identity.fakes import HOA

from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.money import Dong
from dean06.kernel.cases.models import Case, Draft, DraftPaper
from dean06.kernel.cases.services import fees, handling
from dean06.kernel.parties import api as parties
from dean06.kernel.payments.models import Order
from dean06.kernel.registry import api as registry

UNIT = "trung-tam-phuc-vu-hcc-xa-duc-tho"
PDF = papers.pdf()
BIRTH = {
    "unit_code": UNIT,
    "applicant_name": "Trần Thị Hoa",
    "applicant_id": "000190000001",
    "applicant_address": "Thôn 1, xã Đức Thọ",
    "applicant_phone": "0912 345 678",
    "relation": "me",
    "child_name": "Nguyễn Thị Bé",
    "child_born_on": "01/11/2026",
    "child_sex": "nu",
    "child_ethnic_group": "Kinh",
    "child_nationality": "Việt Nam",
    "birth_place": "Bệnh viện Đa khoa Đức Thọ",
    "origin": "Xã Đức Thọ",
    "mother_name": "Trần Thị Hoa",
    "mother_id": "000190000001",
    "mother_born_year": "1990",
    "mother_ethnic_group": "Kinh",
    "mother_nationality": "Việt Nam",
    "mother_address": "Thôn 1, xã Đức Thọ",
    "has_father": "false",
}
FATHER = {
    "has_father": "true",
    "father_name": "Nguyễn Văn Ba",
    "father_id": "000088000002",
    "father_born_year": "1988",
    "father_ethnic_group": "Kinh",
    "father_nationality": "Việt Nam",
    "father_address": "Thôn 1, xã Đức Thọ",
}


@pytest.fixture
def mother(stranger):
    """Signed in at level 2."""
    parties.load_reference_data(SYSTEM)
    stranger.code = "hoa"
    stranger.sign_in(level=2)
    return stranger


@pytest.fixture
def draft(mother):
    answer = mother.post(reverse("portal:file", args=["khai_sinh"]))
    assert answer.status_code == 302
    return Draft.objects.get()


def page(person, name, *args, **query):
    answer = person.get(reverse(f"portal:{name}", args=args), **query)
    assert answer.status_code == 200
    return answer.content.decode()


def type_in(person, draft, button="tiep", **changes):
    draft.refresh_from_db()
    data = BIRTH | {"revision": str(draft.revision), "viec": button} | changes
    return person.post(reverse("portal:draft", args=[draft.pk]), **data)


def send_file(person, draft, name="giay.pdf", content=PDF, code="giay_chung_sinh"):
    file = io.BytesIO(content)
    file.name = name
    return person.post(reverse("portal:draft_papers", args=[draft.pk]), code=code, file=file)


def hand_in(person, draft):
    draft.refresh_from_db()
    return person.post(reverse("portal:hand_in", args=[draft.pk]), revision=str(draft.revision))


@pytest.fixture
def filed(mother, draft):
    type_in(mother, draft)
    send_file(mother, draft)
    hand_in(mother, draft)
    return Case.objects.get()


def clerk() -> Actor:
    """The registrar behind the counter of the same unit."""
    party = parties.register_person(
        SYSTEM, personal_id="000180000009", full_name="Hồ Sỹ Lâm", birth_on=None, sex="male", is_fictional=True
    )
    facts = {"user_id": party, "party_id": party, "name": "Hồ Sỹ Lâm", "role": Role.CLERK}
    return Actor(**facts, unit_code=UNIT, unit_name="Trung tâm", post="Chuyên viên")


def test_the_catalogue_leads_to_the_form(mother):
    assert reverse("portal:file", args=["khai_sinh"]) in page(mother, "procedure", "khai_sinh")


def test_a_session_too_low_steps_up_and_comes_back(stranger, provider):
    parties.load_reference_data(SYSTEM)
    provider.people["low"] = replace(HOA, assurance_level=1)
    stranger.code = "low"
    stranger.sign_in()
    answer = stranger.get(reverse("portal:file", args=["khai_sinh"]))
    assert answer.status_code == 302
    assert "muc=2" in answer["Location"]
    assert "nop-ho-so%2Fkhai_sinh" in answer["Location"]


def test_typed_answers_are_kept_right_or_wrong(mother, draft):
    answer = type_in(mother, draft, button="luu", applicant_id="12", child_born_on="31/02/2026")
    assert answer.status_code == 302
    text = page(mother, "draft", draft.pk)
    assert 'value="12"' in text
    assert 'value="31/02/2026"' in text
    assert "gồm đúng 12 chữ số" in text


def test_going_on_names_every_mistake_at_its_field(mother, draft):
    answer = type_in(mother, draft, child_name="", unit_code="")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Chưa trả lời “Họ, chữ đệm, tên của con”." in text
    assert "Hãy chọn cơ quan nhận hồ sơ." in text
    assert 'href="#id_child_name"' in text


def test_a_unit_that_does_not_receive_is_no_choice(mother, draft):
    assert type_in(mother, draft, unit_code="bhxh-tinh").status_code == 422


def test_a_question_appears_with_its_condition_and_its_answer_survives(mother, draft):
    assert "father_name" not in page(mother, "draft", draft.pk)
    type_in(mother, draft, button="luu", **FATHER)
    assert 'value="Nguyễn Văn Ba"' in page(mother, "draft", draft.pk)
    type_in(mother, draft, button="luu")
    assert "father_name" not in page(mother, "draft", draft.pk)
    type_in(mother, draft, button="luu", has_father="true")
    assert 'value="Nguyễn Văn Ba"' in page(mother, "draft", draft.pk)


def test_a_change_is_kept_by_the_script_without_redrawing(mother, draft):
    draft.refresh_from_db()
    answer = mother.client.post(
        reverse("portal:draft", args=[draft.pk]),
        {"revision": draft.revision, "child_name": "Bé Na"},
        headers={"HX-Request": "true"},
    )
    draft.refresh_from_db()
    assert answer["HX-Reswap"] == "none"
    assert f'value="{draft.revision}"' in answer.content.decode()
    assert draft.answers["child_name"] == "Bé Na"


def test_two_windows_do_not_overwrite_each_other(mother, draft):
    stale = str(draft.revision)
    type_in(mother, draft, button="luu", child_name="Bé Na")
    answer = mother.post(reverse("portal:draft", args=[draft.pk]), revision=stale, child_name="Bé Bông", viec="luu")
    draft.refresh_from_db()
    assert answer.status_code == 409
    assert draft.answers["child_name"] == "Bé Na"


def test_a_session_that_ran_out_loses_nothing(mother, draft):
    path = reverse("portal:draft", args=[draft.pk])
    mother.client.cookies.clear()
    answer = mother.post(path, revision="1", child_name="Bé Na", viec="luu")
    text = answer.content.decode()
    assert answer.status_code == 401
    assert 'name="child_name" value="Bé Na"' in text
    assert "/dang-nhap/" in text


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("giay.pdf", b"", "trống"),
        ("giay.docx", b"PK\x03\x04 word/", "Chỉ nhận tệp PDF, JPG hoặc PNG"),
        ("giay.jpg", PDF, "không đúng như tên"),
        ("giay.pdf", PDF + b"0" * (20 * 1024 * 1024), "lớn hơn 20 MB"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_at_its_paper(mother, draft, name, content, said):
    answer = send_file(mother, draft, name, content)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not DraftPaper.objects.exists()


def test_a_file_is_kept_at_once_and_once(mother, draft):
    send_file(mother, draft)
    send_file(mother, draft)
    paper = DraftPaper.objects.get()
    assert "giay.pdf" in page(mother, "draft_papers", draft.pk)
    mother.post(reverse("portal:detach_paper", args=[draft.pk]), paper=str(paper.pk))
    assert not DraftPaper.objects.exists()


def test_what_is_missing_leads_back(mother, draft):
    assert mother.get(reverse("portal:hand_in", args=[draft.pk]))["Location"].endswith("?kiem-tra=1")
    type_in(mother, draft)
    assert mother.get(reverse("portal:hand_in", args=[draft.pk]))["Location"].endswith("/giay-to/")
    assert "Thiếu “Giấy chứng sinh”." in page(mother, "draft_papers", draft.pk)


def test_everything_is_read_back_before_it_goes(mother, draft):
    type_in(mother, draft)
    send_file(mother, draft)
    text = page(mother, "hand_in", draft.pk)
    for said in ("Nguyễn Thị Bé", "01/11/2026", "Nữ", "giay.pdf", "Trung tâm Phục vụ hành chính công xã Đức Thọ"):
        assert said in text


def test_pressed_twice_it_is_one_case(mother, draft):
    type_in(mother, draft)
    send_file(mother, draft)
    first, second = hand_in(mother, draft), hand_in(mother, draft)
    case = Case.objects.get()
    assert first["Location"] == second["Location"] == reverse("portal:own_case", args=[case.pk])
    assert case.papers.get().file_name == "giay.pdf"
    assert not DraftPaper.objects.exists()


def test_the_case_is_followed(mother, filed):
    text = page(mother, "own_case", filed.pk)
    assert filed.code in text
    assert "Chờ cơ quan tiếp nhận" in text
    assert filed.code in page(mother, "own_cases")


def test_another_persons_draft_and_case_are_not_there(mother, draft, filed, provider):
    other = type(mother)(provider, "lam")
    other.sign_in(level=2)
    for name in ("draft", "draft_papers", "hand_in", "discard_draft"):
        assert other.get(reverse(f"portal:{name}", args=[draft.pk])).status_code == 404
    for name in ("own_case", "supplement", "withdraw_case"):
        assert other.get(reverse(f"portal:{name}", args=[filed.pk])).status_code == 404


def test_more_is_asked_and_given_with_words_files_and_mended_answers(mother, filed):
    handling.ask_supplement(clerk(), case_id=filed.pk, expected_revision=filed.revision, request="Chụp lại giấy")
    assert "Chụp lại giấy" in page(mother, "own_case", filed.pk)
    path = reverse("portal:supplement", args=[filed.pk])
    filed.refresh_from_db()
    file = io.BytesIO(papers.photo())
    file.name = "moi.jpg"
    refused = mother.post(path, **BIRTH | {"revision": str(filed.revision), "answer": "Đã gửi", "child_name": ""})
    assert refused.status_code == 422
    assert "Đã gửi" in refused.content.decode()
    data = BIRTH | {"revision": str(filed.revision), "answer": "Đã chụp lại", "child_name": "Nguyễn Thị Bé Na"}
    assert mother.post(path, **data, **{"paper-giay_chung_sinh": file}).status_code == 302
    filed.refresh_from_db()
    assert filed.answers["child_name"] == "Nguyễn Thị Bé Na"
    assert set(filed.papers.values_list("file_name", flat=True)) == {"giay.pdf", "moi.jpg"}


def test_a_case_is_taken_back_with_a_reason(mother, filed):
    path = reverse("portal:withdraw_case", args=[filed.pk])
    assert mother.post(path, revision=str(filed.revision), reason="").status_code == 422
    assert mother.post(path, revision=str(filed.revision), reason="Khai nhầm").status_code == 302
    filed.refresh_from_db()
    assert filed.status == 7


def test_what_could_not_be_filed_together_is_mended(mother):
    mother.post(reverse("portal:file", args=["lien_thong_khai_sinh"]))
    draft = Draft.objects.get()
    answers = {
        "residence_request": "tre_moi_sinh",
        "address": "Thôn 1, xã Đức Thọ",
        "household_head": "Trần Thị Hoa",
        "household_head_id": "000190000001",
        "relation_to_head": "Con",
        "head_agrees": "true",
        "clinic": "Trạm Y tế xã Đức Thọ",
    }
    text = type_in(mother, draft, **answers).content.decode()
    assert not re.findall(r'ds-validation-message"[^>]*>([^<]+)', text)
    send_file(mother, draft)
    text = page(mother, "hand_in", draft.pk)
    assert "Công an xã Đức Thọ" in text
    assert "Bảo hiểm xã hội tỉnh" in text
    forged = {"unit-thuong_tru": UNIT}
    draft.refresh_from_db()
    mother.post(reverse("portal:hand_in", args=[draft.pk]), revision=str(draft.revision), **forged)
    units = set(Case.objects.filter(parent__isnull=False).values_list("unit_code", flat=True))
    assert units == {"cong-an-xa-duc-tho", "bhxh-tinh"}


def test_a_draft_is_thrown_away_with_its_files(mother, draft):
    send_file(mother, draft)
    mother.post(reverse("portal:discard_draft", args=[draft.pk]))
    assert not Draft.objects.exists()
    assert not DraftPaper.objects.exists()


def test_what_is_known_is_filled_in_by_her_own_button(mother):
    assert "Điền sẵn và bắt đầu" in page(mother, "file", "khai_sinh")
    mother.post(reverse("portal:file", args=["khai_sinh"]), **{"dien-san": "1"})
    assert Draft.objects.get().answers["applicant_name"] == HOA.full_name


def test_what_is_taken_from_where_is_said_before_she_agrees(mother):
    registry.load_purposes(SYSTEM)
    text = page(mother, "file", "khai_sinh")
    for words in ("Đồng ý để điền sẵn?", "Luật Căn cước 26/2023/QH15", "chưa đối chiếu văn bản gốc", "chính bà"):
        assert words in text
    assert "Đồng ý, điền sẵn và bắt đầu" in text
    assert "Không đồng ý, tờ khai trống" in text
    mother.post(reverse("portal:file", args=["khai_sinh"]))
    assert Draft.objects.get().answers == {}


def test_an_empty_form_asks_nobody(mother, draft):
    assert draft.answers == {}


def test_a_fee_asked_for_is_paid_from_the_case(mother, filed):
    officer = clerk()
    handling.receive(officer, case_id=filed.pk, expected_revision=filed.revision)
    filed.refresh_from_db()
    handling.assign(officer, case_id=filed.pk, expected_revision=filed.revision, step="thu_ly")
    filed.refresh_from_db()
    fees.ask_payment(
        officer, case_id=filed.pk, expected_revision=filed.revision, amount=Dong(16_000), what="Hai bản sao"
    )
    text = page(mother, "own_case", filed.pk)
    assert "16.000 đ" in text
    assert reverse("portal:payment", args=[Order.objects.get().pk]) in text


def test_the_front_page_shows_what_is_under_way(mother, filed):
    text = mother.get("/").content.decode()
    assert reverse("portal:own_case", args=[filed.pk]) in text
    assert "Chờ cơ quan tiếp nhận" in text
