"""Values in their places: how each type is written, what is left out, what is refused."""

from datetime import UTC, date, datetime

import pytest

from dean06.kernel.messaging.types import MessageClass
from dean06.kernel.messaging.wording.rendering import BadValue, render
from dean06.kernel.messaging.wording.types import WIDEST, Alphabet, Field, FieldType, Template

SITE = "https://dichvucong.ductho.example"
AT = datetime(2023, 12, 5, 9, 30, tzinfo=UTC)


def template(kind: FieldType = FieldType.TEXT, *, required: bool = True, longest: int = 0, **changes) -> Template:
    field = Field(name="value", type=kind, required=required, longest=longest or WIDEST[kind])
    facts = {
        "code": "test.one",
        "message_class": MessageClass.NOTICE,
        "subject": "Tin",
        "body": "Đầu\n\nCó {value} đây\n\nCuối",
        "sms": "Co {value}",
        "alphabet": Alphabet.GSM7,
        "fields": (field, Field(name="link", type=FieldType.LINK, required=False, longest=90)),
    }
    return Template(**(facts | changes))


def body(one: Template, value: object) -> str:
    return render(one, {"value": value}, site=SITE).body


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [
        (FieldType.TEXT, "  Trần   Thị\nHoa ", "Trần Thị Hoa"),
        (FieldType.LINES, "a\n\n\n\nb  \nc", "a\n\nb\nc"),
        (FieldType.DATE, date(2023, 12, 5), "05/12/2023"),
        (FieldType.DATE, datetime(2023, 12, 4, 18, 0, tzinfo=UTC), "05/12/2023"),
        (FieldType.MOMENT, AT, "16:30 ngày 05/12/2023"),
        (FieldType.MONEY, 12500, "12.500 đ"),
        (FieldType.NUMBER, 7, "7"),
        (FieldType.CODE, "H56.13-231205-0001", "H56.13-231205-0001"),
    ],
)
def test_each_type_is_written_in_its_way(kind, value, written):
    assert body(template(kind), value) == f"Đầu\n\nCó {written} đây\n\nCuối"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (FieldType.TEXT, 7),
        (FieldType.TEXT, ""),
        (FieldType.TEXT, None),
        (FieldType.DATE, "05/12/2023"),
        (FieldType.MOMENT, date(2023, 12, 5)),
        (FieldType.MOMENT, datetime(2023, 12, 5)),  # noqa: DTZ001 - what is refused
        (FieldType.MONEY, 1.5),
        (FieldType.MONEY, True),
        (FieldType.NUMBER, "7"),
        (FieldType.CODE, "bấm vào http://x"),
        (FieldType.CODE, "a" * 61),
        (FieldType.LINK, "https://elsewhere.test/"),
        (FieldType.LINK, "//elsewhere.test/"),
        (FieldType.LINK, "/\\elsewhere.test/"),
    ],
)
def test_what_does_not_fit_its_field_is_refused(kind, value):
    with pytest.raises(BadValue):
        body(template(kind), value)


def test_a_name_nobody_declared_is_refused():
    with pytest.raises(BadValue):
        render(template(), {"value": "x", "valeu": "y"}, site=SITE)


def test_the_line_of_an_empty_optional_field_is_left_out():
    one = template(required=False)
    assert body(one, "") == "Đầu\n\nCuối"


def test_free_text_is_cut_rather_than_refused():
    written = body(template(longest=10), "x" * 11)
    assert "x" * 9 + "…" in written
    assert "x" * 10 not in written


def test_a_value_is_never_a_place():
    assert "{link}" in body(template(), "{link}")


def test_in_a_text_message_values_lose_their_tones_and_strange_signs():
    words = render(template(), {"value": "“Nguyễn” – đủ [1] 中"}, site=SITE)
    assert words.sms == 'Co "Nguyen" - du (1) ?'


def test_with_tones_they_keep_them():
    words = render(template(alphabet=Alphabet.UCS2, sms="Có {value}"), {"value": "Nguyễn 😀"}, site=SITE)
    assert words.sms == "Có Nguyễn ?"


def test_a_link_is_whole_in_a_text_message_and_a_path_elsewhere():
    words = render(template(sms="Xem {link}", body="{value}"), {"value": "x", "link": "/ho-so/1/"}, site=SITE)
    assert (words.sms, words.link) == (f"Xem {SITE}/ho-so/1/", "/ho-so/1/")
