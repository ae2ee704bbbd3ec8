"""Template files: what is accepted, and what is said of a mistake and where."""

from pathlib import Path

import pytest

from dean06.kernel.base.declarations import DeclarationError
from dean06.kernel.messaging import checks
from dean06.kernel.messaging.types import MessageClass
from dean06.kernel.messaging.wording import catalogue
from dean06.kernel.messaging.wording.reading import read_template
from dean06.kernel.messaging.wording.types import MOST_SEGMENTS, Alphabet, FieldType

GOOD = '''code = "case.received"
class = "procedure"
subject = "Đã tiếp nhận hồ sơ {code}"
body = """
{procedure}.

Hẹn trả: {due}.
"""
sms = "Da tiep nhan ho so {code}"
sms_alphabet = "gsm7"

[[field]]
name = "code"
type = "code"

[[field]]
name = "procedure"
type = "text"
longest = 300

[[field]]
name = "due"
type = "moment"
required = false
'''


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(DeclarationError) as refused:
        read_template("case.received.toml", text)
    return [(one.line, one.message) for one in refused.value.problems]


def test_a_file_becomes_a_template():
    template = read_template("case.received.toml", GOOD)
    assert (template.code, template.message_class, template.alphabet) == (
        "case.received",
        MessageClass.PROCEDURE,
        Alphabet.GSM7,
    )
    assert [(one.name, one.type, one.required) for one in template.fields] == [
        ("code", FieldType.CODE, True),
        ("procedure", FieldType.TEXT, True),
        ("due", FieldType.MOMENT, False),
    ]
    assert template.body.startswith("{procedure}.")


@pytest.mark.parametrize(
    ("before", "after", "line", "words"),
    [
        ('class = "procedure"', 'class = "news"', 2, "chỉ nhận"),
        ('code = "case.received"', 'code = "Case"', 1, "dấu chấm"),
        ("hồ sơ {code}", "hồ sơ {cod}", 3, "chưa khai [[field]]"),
        ("hồ sơ {code}", "hồ sơ {Code}", 3, "ngoặc nhọn lẻ"),
        ("hồ sơ {code}", "hồ sơ {due}", 3, "chỉ trường bắt buộc"),
        ("Da tiep nhan", "Đã tiếp nhận", 9, "viết không dấu"),
        ("Da tiep nhan", "Da tiep nhan {due}", 9, "chỉ trường bắt buộc"),
        ('sms_alphabet = "gsm7"\n', "", 1, "Thiếu “sms_alphabet”"),
        ('sms = "Da tiep nhan ho so {code}"\n', "", 9, "không có “sms”"),
        ("longest = 300", "longest = 5001", 4, "có thể dài"),
        ('type = "moment"\n', 'type = "moment"\nlongest = 3\n', 24, "bỏ “longest”"),
        ('name = "due"\ntype = "moment"', 'name = "code"\ntype = "moment"', 22, "khai hai lần"),
        ("Hẹn trả: {due}.", "Hẹn trả.", 22, "không dùng ở đâu"),
        ('type = "moment"', 'type = "link"', 22, "tên là “link”"),
        ("longest = 300", "longst = 300", 19, "Có phải là “longest”?"),
        ("{procedure}.", "{procedure", 4, "ngoặc nhọn lẻ"),
    ],
)
def test_a_mistake_is_told_with_its_line(before, after, line, words):
    assert before in GOOD
    found = problems(GOOD.replace(before, after, 1))
    assert any(at == line and words in message for at, message in found), found


def test_a_text_message_that_may_take_too_many_segments_is_refused():
    ascii_text = "x" * (153 * MOST_SEGMENTS - 60)
    fits = GOOD.replace("Da tiep nhan ho so ", ascii_text)
    assert read_template("case.received.toml", fits)
    ((line, message),) = problems(GOOD.replace("Da tiep nhan ho so ", ascii_text + "x"))
    assert (line, "4 đoạn" in message) == (9, True)
    with_tones = GOOD.replace("Da tiep nhan ho so ", "ẩ" * 150).replace('"gsm7"', '"ucs2"')
    assert "4 đoạn “ucs2”" in problems(with_tones)[0][1]


def test_the_same_words_with_tones_take_the_other_alphabet():
    template = read_template("case.received.toml", GOOD.replace("Da tiep nhan", "Đã tiếp nhận").replace("gsm7", "ucs2"))
    assert template.alphabet is Alphabet.UCS2


def test_the_mistakes_of_all_files_are_told_together(tmp_path: Path):
    (tmp_path / "case.received.toml").write_text(GOOD.replace("procedure", "news", 1), encoding="utf-8")
    (tmp_path / "case.other.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "case.latin.toml").write_bytes(GOOD.encode("utf-16"))
    with pytest.raises(DeclarationError) as refused:
        catalogue.read_catalogue([tmp_path])
    assert [one.file for one in refused.value.problems] == ["case.latin.toml", "case.other.toml", "case.received.toml"]
    assert "phải mang tên case.received.toml" in refused.value.problems[1].message


def test_a_code_has_one_file(tmp_path: Path):
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "case.received.toml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(DeclarationError, match="thư mục khác"):
        catalogue.read_catalogue([tmp_path / "a", tmp_path / "b"])


def test_the_houses_own_templates_can_be_used_and_the_check_says_when_not(tmp_path: Path, monkeypatch):
    assert checks.check_templates(None) == []
    assert {"case.received", "programme.reminder", "privacy.answered", "security.log_fork"} <= set(
        catalogue.catalogue()
    )
    (tmp_path / "case.wrong.toml").write_text('code = "case.wrong"\n', encoding="utf-8")
    monkeypatch.setattr(checks, "catalogue", lambda: catalogue.read_catalogue([tmp_path]))
    found = checks.check_templates(None)
    assert found
    assert all("case.wrong.toml:1:" in one.msg for one in found)
