"""A procedure is a file: read whole, or refused with every mistake on its line, in Vietnamese."""

import json
import tomllib
from datetime import date
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from tests.kernel.cases import declarations
from tests.kernel.cases.declarations import TODAY, text

from dean06.config import health
from dean06.kernel.base.declarations import DeclarationError
from dean06.kernel.base.positions import lines_by_key
from dean06.kernel.cases import declared
from dean06.kernel.cases.deadlines import DeadlineKind
from dean06.kernel.cases.procedures.catalogue import read_catalogue
from dean06.kernel.cases.procedures.reading import read_procedure
from dean06.kernel.cases.procedures.types import Act, Channel, Level
from dean06.kernel.documents.api import kinds

ROOT = Path(__file__).parents[3]
SCHEMA = Draft202012Validator(
    json.loads((ROOT / "protocols/procedure.schema.json").read_text(encoding="utf-8")), format_checker=FormatChecker()
)
FILES = sorted(path.name for path in declarations.DIRECTORY.glob("*.toml"))
BIRTH = text("birth.toml")


def by_schema(content: str) -> bool:
    """Whether the published schema accepts a file."""
    return SCHEMA.is_valid(json.loads(json.dumps(tomllib.loads(content), default=date.isoformat)))


def problems(content: str) -> list[str]:
    """What is wrong with a file, as an operator reads it."""
    try:
        read_procedure("thu.toml", content)
    except DeclarationError as error:
        return [str(one) for one in error.problems]
    return []


def line(content: str, word: str) -> int:
    return next(number for number, row in enumerate(content.splitlines(), start=1) if word in row)


def changed(old: str, new: str, content: str = BIRTH) -> str:
    assert old in content
    return content.replace(old, new, 1)


def test_a_file_becomes_a_procedure():
    birth = declarations.procedure("khai_sinh")
    assert (birth.level, birth.assurance_level) == (Level.COMMUNE, 2)
    assert birth.deadline.kind is DeadlineKind.SAME_DAY
    assert [fee.amount for fee in birth.fees] == [0, None]
    assert birth.fees[1].channel is Channel.ONLINE
    assert Act.DECIDE in birth.steps[2].acts
    assert [child.procedure for child in birth.children] == ["thuong_tru", "the_bhyt_tre_em"]
    assert birth.papers[0].document_type == "ban_sao_chung_thuc"
    assert not birth.verified


def test_each_day_has_one_version():
    assert declarations.procedure("thuong_tru", date(2026, 5, 31)).deadline.amount == 7
    assert declarations.procedure("thuong_tru", date(2026, 6, 1)).deadline.amount == 5
    assert declarations.read().find("thuong_tru", date(2025, 6, 30)) is None
    assert {one.code for one in declarations.read().on(TODAY)} == {"khai_sinh", "thuong_tru", "the_bhyt_tre_em"}


@pytest.mark.parametrize("name", FILES)
def test_the_published_schema_accepts_what_we_accept(name):
    assert by_schema(text(name))


LAW = '"Luật Hộ tịch 60/2014/QH13, Điều 13 đến Điều 16"'
CHOICES = BIRTH[BIRTH.index("[[field.choice]]") : BIRTH.index('[[field]]\nname = "mother_id"')]
SAID_BY_BOTH = [
    ('name = "Đăng ký khai sinh (thử)"\n', "", 1, "Thiếu “name”."),
    (
        'level = "commune"',
        'level = "xã"',
        "level =",
        "“level” là “xã”; chỉ nhận: commune, district, ",
    ),
    ("assurance_level = 2", "assurance_level = 3", "assurance_level", "cao nhất là 2"),
    ("assurance_level = 2", "assurance_level = true", "assurance_level", "số nguyên"),
    ("valid_from = 2025-07-01", 'valid_from = "1/7/2025"', "valid_from", "năm-tháng-ngày"),
    ("verified = false", 'verified = "false"', "verified", "true hoặc false"),
    ('kind = "same_day"', 'kind = "same_day"\namount = 3', "amount = 3", "bỏ “amount”"),
    ('kind = "same_day"', 'kind = "working_days"', "[deadline]", "Thiếu “amount”."),
    ("assurance_level = 2", 'assurance_level = 2\nlegal_bases = ["x"]', "legal_bases", "Có phải là “legal_basis”?"),
    ("past_only = true", "past_onli = true", "past_onli", "Có phải là “past_only”?"),
    ('lists = ["06"]', 'lists = ["07"]', "lists =", "“07”"),
    ('lists = ["06"]', 'lists = ["06", "06"]', "lists =", "lặp lại"),
    (LAW, "", "legal_basis", "danh sách"),
    ('name = "child_name"', 'name = "Tên con"', "Tên con", "không dấu"),
    ('pattern_message = "Họ tên không có chữ số."\n', "", 33, "Thiếu “pattern_message”."),
    ('note = "Theo nghị quyết của HĐND tỉnh"\n', "", 28, "Chưa biết số tiền"),
    (CHOICES, "", 'type = "choice"', "Kiểu “choice” phải có"),
    ('"stop", "hand_over"]', '"stop", "handover"]', "handover", "“handover”"),
    ('source = "Dữ liệu thử"', 'source = " Dữ liệu thử"', "source", "thừa dấu cách"),
    ("[result]", "[ketqua]", "[ketqua]", "Không có mục “ketqua”"),
    ("maximum = 20", "maximum = 20\nlongest = 5", "longest = 5", "Không có mục “longest”"),
    (
        'kind = "same_day"\nnote = "Nhận sau 15 giờ thì trả kết quả ngày làm việc tiếp theo"',
        'kind = "same_day"\nprovisional = true',
        "[deadline]",
        "Thiếu “note”.",
    ),
    ("amount = 0", "amount = 0\nwhen = 3", "when = 3", "phải là một bảng"),
    ('role = "leader"', 'role = "chủ tịch"', "chủ tịch", "“role”"),
]


@pytest.mark.parametrize(("old", "new", "where", "said"), SAID_BY_BOTH, ids=[row[3] for row in SAID_BY_BOTH])
def test_a_mistake_is_told_on_its_line_and_refused_by_the_schema(old, new, where, said):
    content = changed(old, new)
    found = problems(content)
    number = line(content, where) if isinstance(where, str) else where
    assert any(said in one and one.startswith(f"thu.toml:{number}: ") for one in found), found
    assert not by_schema(content)


CONTRADICTIONS = [
    ("valid_from = 2025-07-01", "valid_from = 2025-07-01\nvalid_until = 2025-07-01", "valid_until", "phải sau"),
    ('name = "born_on"', 'name = "child_name"', None, "đã dùng ở trên"),
    ('value = "nu"', 'value = "nam"', None, "đã dùng ở trên"),
    ('is = ["true"] }\n\n[[field]]', 'is = ["maybe"] }\n\n[[field]]', "maybe", "có: true, false"),
    (
        'when = { field = "has_father"',
        'when = { field = "address"',
        'field = "address"',
        "không có câu hỏi đó ở phía trên",
    ),
    ('when = { field = "has_father"', 'when = { field = "born_on"', 'field = "born_on"', "kiểu “choice”"),
    ('register_purpose = "dien_san_to_khai"\n', "", "register.permanent_address", "hỏi vì mục đích nào"),
    ('prefill = "register.permanent_address"', 'prefill = "register.salary"', "salary", "Không điền sẵn được"),
    ('"decide", ', "", "[[step]]", "“decide”"),
    ('acts = ["receive", ', "acts = [", "acts =", "“receive”"),
    ('"confirm_payment", ', "", "[[step]]", "hồ sơ chờ phí mãi"),
    ('"ask_supplement", "assign", ', '"ask_supplement", ', "acts =", "thì hồ sơ kẹt lại"),
    ('channel = "online"', 'channel = "counter"', None, "thu khi nào?"),
    (
        'note = "Theo nghị quyết của HĐND tỉnh"',
        'amount = 1\nwhen = { field = "sex", is = ["x"] }',
        'is = ["x"]',
        "có: nam, nu",
    ),
    ('procedure = "thuong_tru"', 'procedure = "khai_sinh"', 'procedure = "khai_sinh"', "chính nó"),
    ('address = "address"', 'address = "adress"', '"adress"', "không có câu hỏi “adress”"),
    ("pattern = '[^0-9]+'", "pattern = '[^0-9+'", "pattern", "biểu thức chính quy"),
]


@pytest.mark.parametrize(("old", "new", "where", "said"), CONTRADICTIONS, ids=[row[1] for row in CONTRADICTIONS])
def test_a_file_may_not_contradict_itself(old, new, where, said):
    content = changed(old, new)
    found = problems(content)
    assert any(said in one for one in found), found
    if where:
        assert any(one.startswith(f"thu.toml:{line(content, where)}: ") for one in found), found


def test_all_mistakes_are_told_at_once_in_the_order_of_lines():
    content = changed(
        'level = "commune"', "level = 3", changed("verified = false", "", changed("amount = 0", "amount = -1"))
    )
    numbers = [int(one.split(":")[1]) for one in problems(content)]
    assert len(numbers) >= 3
    assert numbers == sorted(numbers)


def test_a_file_that_is_not_toml_says_where():
    assert problems('code = "x"\nname = Khai sinh\n') == ["thu.toml:2: Sai cú pháp TOML (cột 8)."]
    assert problems("code = 'x") == ["thu.toml:1: Sai cú pháp TOML (cột cuối)."]


def write(directory: Path, **files: str) -> Path:
    for name, content in files.items():
        (directory / f"{name}.toml").write_text(content, encoding="utf-8")
    return directory


def refused(directory: Path) -> str:
    with pytest.raises(DeclarationError) as error:
        read_catalogue([directory])
    return str(error.value)


def test_two_versions_may_not_be_in_force_on_one_day(tmp_path):
    old = changed("valid_until = 2026-06-01", "valid_until = 2026-06-02", text("residence.toml"))
    said = refused(write(tmp_path, a=old, b=text("residence_2026.toml")))
    assert said.startswith("b.toml:8: “thuong_tru” có hiệu lực từ 01/06/2026 khi bản trong a.toml chưa hết hiệu lực.")


def test_a_paper_asks_the_wallet_for_a_type_that_is_issued(tmp_path):
    wrong = changed('"ban_sao_chung_thuc"', '"giay_chung_sinh"')
    files = {"b": text("insurance.toml"), "c": text("residence.toml"), "d": text("residence_2026.toml")}
    with pytest.raises(DeclarationError) as error:
        read_catalogue([write(tmp_path, a=wrong, **files)], kinds=kinds().asked_for())
    place = line(wrong, 'document_type = "giay_chung_sinh"')
    assert f"a.toml:{place}: Không có loại giấy tờ “giay_chung_sinh”" in str(error.value)
    assert problems(wrong) == []
    asked = SCHEMA.schema["properties"]["paper"]["items"]["properties"]["document_type"]["enum"]
    assert set(asked) == kinds().asked_for()


def test_what_is_filed_together_must_exist_and_get_its_answers(tmp_path):
    assert "liên thông “thuong_tru” chưa có" in refused(write(tmp_path, a=BIRTH))
    more = text("insurance.toml").replace('name = "full_name"', 'name = "ward"', 1)
    said = refused(write(tmp_path, b=text("residence.toml"), c=more))
    assert "không có câu hỏi “full_name”" in said
    assert "bắt buộc có “ward”" in said


def test_every_version_of_what_is_filed_together_is_held_against_the_parent(tmp_path):
    stricter = changed("required = false", "required = true", text("residence_2026.toml"))
    files = {"a": BIRTH, "b": text("residence.toml"), "c": text("insurance.toml")}
    said = refused(write(tmp_path, **files, d=stricter))
    assert "bắt buộc có “owner_agrees” mà không lấy được từ tờ khai này. (Bản từ 01/06/2026.)" in said
    (tmp_path / "d.toml").unlink()
    assert "“thuong_tru” không có bản nào từ 01/06/2026." in refused(tmp_path)


def test_an_answer_goes_only_where_its_kind_fits(tmp_path):
    wrong = changed('born_on = "born_on"', 'born_on = "child_name"')
    said = refused(write(tmp_path, a=wrong, b=text("residence.toml"), c=text("insurance.toml")))
    assert f"a.toml:{line(wrong, 'born_on = ')}: Câu trả lời “child_name” không cùng kiểu với “born_on”." in said


def test_a_file_in_another_encoding_is_refused(tmp_path):
    (tmp_path / "a.toml").write_bytes(BIRTH.encode("utf-16"))
    assert refused(tmp_path) == "a.toml:1: Tệp phải lưu bằng mã UTF-8."


def test_dean06_check_explains(tmp_path, monkeypatch):
    monkeypatch.setattr(declared, "_directories", [write(tmp_path, a=changed('level = "commune"', 'level = "xã"'))])
    declared.catalogue.cache_clear()
    try:
        probe = health.procedures()
        assert not probe.ok
        assert "a.toml:6: “level” là “xã”" in probe.message
    finally:
        declared.catalogue.cache_clear()


def test_lines_are_found_through_arrays_strings_and_comments():
    content = (
        'a = [\n  "x = 1", # ]\n]\nb = """\nc = 1\n"""\n[[t]]\nd = 1\n[[t]]\nd = 2 # """\n'
        '[t.u]\n"e f" = 3\n[[t.v]]\ng.h = 1\n'
    )
    assert lines_by_key(content) == {
        ("a",): 1,
        ("b",): 4,
        ("t",): 7,
        ("t", 0): 7,
        ("t", 0, "d"): 8,
        ("t", 1): 9,
        ("t", 1, "d"): 10,
        ("t", 1, "u"): 11,
        ("t", 1, "u", "e f"): 12,
        ("t", 1, "v"): 13,
        ("t", 1, "v", 0): 13,
        ("t", 1, "v", 0, "g", "h"): 14,
    }
