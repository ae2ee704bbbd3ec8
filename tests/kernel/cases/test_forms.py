"""Answers are judged on the server by the declaration, and every refusal says in Vietnamese what to write instead."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kernel.cases.declarations import BIRTH, MOTHER, TODAY, procedure, text

from dean06.kernel.cases.procedures.forms import check_answers, child_answers, fees_due, needed_papers
from dean06.kernel.cases.procedures.migration import migrate
from dean06.kernel.cases.procedures.reading import read_procedure
from dean06.kernel.cases.procedures.types import Channel, FieldSpec, FieldType

FORM = procedure("khai_sinh")
RESIDENCE = procedure("thuong_tru")
MOVE = {"full_name": "Nguyễn Thị Bé", "address": "Thôn 1"}


def errors(changes=None, *, form=FORM, base=BIRTH, whole=True):
    return check_answers(form, {**base, **(changes or {})}, today=TODAY, whole=whole).errors


def test_a_filled_form_is_kept_in_one_shape():
    given_answers = {**BIRTH, "child_name": "  Nguyễn  Thị Bé ", "born_on": "01/12/2025", "copies": "3"}
    checked = check_answers(FORM, given_answers, today=TODAY)
    assert checked.errors == {}
    assert checked.answers == {**BIRTH, "has_father": False, "copies": 3}


WRONG = [
    ("child_name", "", "Chưa trả lời “Họ, chữ đệm, tên của con”."),
    ("child_name", "Bé 2", "Họ tên không có chữ số."),
    ("child_name", "B" * 101, "dài nhất 100 ký tự, đang có 101"),
    ("child_name", "Bé\x00", "không đọc được"),
    ("child_name", ["Bé"], "phải là chữ"),
    ("born_on", "31/02/2025", "ngày/tháng/năm có thật"),
    ("born_on", "hôm qua", "ngày/tháng/năm có thật"),
    ("born_on", "06/12/2025", "không thể ở sau hôm nay (05/12/2025)"),
    ("sex", "khac", "Hãy chọn một trong"),
    ("mother_id", "12345", "gồm đúng 12 chữ số"),
    ("mother_id", "٠٠٠٠٢٦٠٠٠٠٠١", "gồm đúng 12 chữ số"),
    ("has_father", "maybe", "Hãy chọn có hoặc không"),
    ("copies", "ba", "phải là số nguyên"),
    ("copies", "21", "lớn nhất là 20"),
    ("copies", True, "phải là số nguyên"),
    ("salary", "1", "không có câu hỏi này"),
]


@pytest.mark.parametrize(("name", "answer", "said"), WRONG, ids=[f"{row[0]}: {row[2]}" for row in WRONG])
def test_a_wrong_answer_is_told_at_its_field(name, answer, said):
    found = errors({name: answer})
    assert list(found) == [name]
    assert said in found[name]


def test_a_question_is_asked_only_when_its_condition_holds():
    assert errors({"has_father": "true"}) == {"father_id": "Chưa trả lời “Số định danh của cha”."}
    kept = check_answers(FORM, {**BIRTH, "father_id": MOTHER}, today=TODAY).answers
    assert "father_id" not in kept


def test_papers_hang_on_answers():
    codes = [paper.code for paper in needed_papers(FORM, {"has_father": True})]
    assert codes == ["giay_chung_sinh", "giay_ket_hon"]
    assert [paper.code for paper in needed_papers(FORM, {"has_father": False})] == ["giay_chung_sinh"]


def test_a_draft_may_be_empty_but_not_wrong():
    assert check_answers(FORM, {}, today=TODAY, whole=False).errors == {}
    assert list(errors({"born_on": "x", "child_name": ""}, whole=False)) == ["born_on"]


def test_rows_of_a_list_are_judged_one_by_one():
    rows = [{"full_name": "A", "personal_id": MOTHER}, {"full_name": "", "personal_id": "1", "age": 3}]
    found = errors({"members": rows}, form=RESIDENCE, base=MOVE)
    assert sorted(found) == ["members.1.age", "members.1.full_name", "members.1.personal_id"]
    assert "nhiều nhất 20 dòng" in errors({"members": rows * 20}, form=RESIDENCE, base=MOVE)["members"]
    assert "phải là danh sách" in errors({"members": "A"}, form=RESIDENCE, base=MOVE)["members"]
    assert check_answers(RESIDENCE, MOVE, today=TODAY).errors == {}


READ = [
    (FieldType.MONEY, "12.500 đ", 12_500),
    (FieldType.MONEY, 12_500, 12_500),
    (FieldType.MONEY, "-1", None),
    (FieldType.MONEY, "12,5", None),
    (FieldType.TIME, "09:05", "09:05"),
    (FieldType.TIME, "25:00", None),
    (FieldType.PHONE, "0912 345 678", "0912345678"),
    (FieldType.PHONE, "12345", None),
    (FieldType.EMAIL, "a@b.vn", "a@b.vn"),
    (FieldType.EMAIL, "a@b", None),
    (FieldType.YES_NO, True, True),
    (FieldType.NUMBER, "9" * 16, None),
]


@pytest.mark.parametrize(("kind", "raw", "kept"), READ)
def test_each_type_reads_what_people_and_machines_write(kind, raw, kept):

    form = replace(FORM, fields=(FieldSpec(name="x", label="X", type=kind),))
    checked = check_answers(form, {"x": raw}, today=TODAY)
    assert checked.answers.get("x") == kept
    assert bool(checked.errors) == (kept is None)


def test_what_is_kept_is_accepted_again():
    kept = check_answers(FORM, {**BIRTH, "copies": "3", "has_father": "true", "father_id": MOTHER}, today=TODAY).answers
    again = check_answers(FORM, kept, today=TODAY)
    assert again.errors == {}
    assert again.answers == kept


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20) | st.floats(allow_nan=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([one.name for one in (*FORM.fields, *RESIDENCE.fields)]), JSON))
def test_no_input_breaks_the_judge_and_what_it_keeps_it_keeps_again(answers):
    for form in (FORM, RESIDENCE):
        kept = check_answers(form, answers, today=TODAY, whole=False).answers
        again = check_answers(form, kept, today=TODAY, whole=False)
        assert (again.answers, again.errors) == (kept, {})


def test_the_forms_of_children_are_filled_from_the_parents():
    answers = check_answers(FORM, BIRTH, today=TODAY).answers
    assert child_answers(FORM, "the_bhyt_tre_em", answers) == {"full_name": "Nguyễn Thị Bé", "born_on": "2025-12-01"}


def test_a_draft_moves_to_a_new_form_and_its_owner_is_told():
    new = procedure("thuong_tru", date(2026, 6, 1))
    far = "Thôn Đông, xã Đức Thọ, tỉnh Hà Tĩnh, Việt Nam"
    moved = migrate(RESIDENCE, new, {"full_name": "Bé", "address": far}, today=TODAY)
    assert moved.answers == {"full_name": "Bé"}
    assert [(one.label, one.answer) for one in moved.left] == [("Nơi đề nghị đăng ký", far)]
    assert "dài nhất 40 ký tự" in moved.left[0].why
    assert moved.asked_anew == ("Chủ hộ đồng ý",)
    assert moved.left or moved.asked_anew


def test_answers_as_they_were_typed_move_in_the_shape_they_are_kept():
    typed = {"born_on": "01/12/2025", "has_father": "true", "copies": "", "child_name": "Bé"}
    moved = migrate(FORM, FORM, typed, today=TODAY)
    assert (moved.left, moved.asked_anew) == ((), ())
    assert moved.answers == {"born_on": "2025-12-01", "has_father": True, "child_name": "Bé"}
    assert [one.answer for one in migrate(FORM, FORM, {"born_on": "hôm qua"}, today=TODAY).left] == ["hôm qua"]


def test_a_list_with_a_wrong_row_stays_whole_for_its_owner():
    rows = [{"full_name": "A", "personal_id": MOTHER}, {"full_name": "B", "personal_id": "1"}]
    moved = migrate(RESIDENCE, RESIDENCE, {**MOVE, "members": rows}, today=TODAY)
    assert "members" not in moved.answers
    assert [one.answer for one in moved.left] == [rows]


def test_a_draft_that_fits_moves_quietly():
    moved = migrate(RESIDENCE, RESIDENCE, MOVE, today=TODAY)
    assert (moved.left, moved.asked_anew) == ((), ())
    gone = migrate(FORM, RESIDENCE, {"child_name": "Bé"}, today=TODAY)
    assert [one.why for one in gone.left] == ["Mẫu tờ khai mới không còn câu hỏi này."]


def test_of_the_fees_those_that_may_fall_due_for_these_answers():
    birth = text("birth.toml").replace(
        'note = "Theo nghị quyết của HĐND tỉnh"', 'amount = 8000\nwhen = { field = "has_father", is = ["true"] }'
    )
    found = read_procedure("thu.toml", birth)
    assert [fee.amount for fee in fees_due(found, {"has_father": True}, Channel.ONLINE)] == [8000]
    assert fees_due(found, {"has_father": False}, Channel.ONLINE) == []
    assert [fee.amount for fee in fees_due(found, {}, Channel.COUNTER)] == [0]
