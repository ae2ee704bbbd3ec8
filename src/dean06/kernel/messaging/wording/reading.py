"""One file into one template; every mistake told with its line."""

import re
from collections.abc import Callable, Mapping

from dean06.kernel.base.declarations import DeclarationError, Source, Table
from dean06.kernel.messaging.types import MessageClass
from dean06.kernel.messaging.wording import sms
from dean06.kernel.messaging.wording.types import (
    LONGEST_BODY,
    LONGEST_SMS,
    LONGEST_SUBJECT,
    MOST_SEGMENTS,
    SIZED,
    WIDEST,
    Alphabet,
    Field,
    FieldType,
    Template,
)

PLACE = re.compile(r"\{([a-z][a-z0-9_]*)\}")
CODE = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*")
IN_SUBJECT = frozenset(FieldType) - {FieldType.LINES, FieldType.LINK}
IN_SMS = frozenset(FieldType) - {FieldType.LINES}
LINK_FIELD = "link"


def read_template(file: str, text: str) -> Template:
    """The template a file declares. DeclarationError with every mistake and its line."""
    source = Source(file, text)
    template = _template(source.root)
    if not source.problems:
        _check(source.root, template)
    if source.problems:
        raise DeclarationError(source.problems)
    return template


def _template(table: Table) -> Template:
    code, has_sms = table.text("code"), table.has("sms")
    if code and not CODE.fullmatch(code):
        table.problem("code", "“code” gồm tên nhà và tên mẫu nối bằng dấu chấm, ví dụ case.received.")
    template = Template(
        code=code,
        message_class=table.one_of("class", MessageClass) or MessageClass.NOTICE,
        subject=table.text("subject"),
        body=table.block("body"),
        sms=table.text("sms", required=False),
        alphabet=table.one_of("sms_alphabet", Alphabet, required=has_sms) or Alphabet.GSM7,
        fields=tuple(_field(one) for one in table.tables("field")),
    )
    if table.has("sms_alphabet") and not has_sms:
        table.problem("sms_alphabet", "Mẫu không có “sms” thì không có “sms_alphabet”.")
    table.done()
    return template


def _field(table: Table) -> Field:
    name, kind = table.code("name"), table.one_of("type", FieldType) or FieldType.TEXT
    longest = table.number("longest", least=1, required=False)
    if longest is not None and kind not in SIZED:
        table.problem("longest", f"Kiểu “{kind}” có độ dài cố định: bỏ “longest”.")
    if kind is FieldType.LINK and name and name != LINK_FIELD:
        table.problem("name", f"Mỗi tin có nhiều nhất một đường dẫn, tên là “{LINK_FIELD}”.")
    field = Field(name=name, type=kind, required=table.flag("required", default=True), longest=longest or WIDEST[kind])
    table.done()
    return field


def _check(table: Table, template: Template) -> None:
    names = [field.name for field in template.fields]
    for number, field in enumerate(template.fields):
        place = Table(table.source, {}, ("field", number))
        if names.index(field.name) != number:
            place.problem("name", f"Trường “{field.name}” khai hai lần.")
        texts = template.subject + template.body + template.sms
        if f"{{{field.name}}}" not in texts and field.type is not FieldType.LINK:
            place.problem("name", f"Trường “{field.name}” không dùng ở đâu trong mẫu.")
    for key, words in (("subject", template.subject), ("body", template.body), ("sms", template.sms)):
        _check_places(table, template, key, words)
    if not table.source.problems:
        _check_sizes(table, template)


def _check_places(table: Table, template: Template, key: str, words: str) -> None:
    for name in PLACE.findall(words):
        field = template.field(name)
        if field is None:
            table.problem(key, f"“{key}” dùng “{{{name}}}” mà chưa khai [[field]] nào tên như vậy.")
        elif key == "subject" and (field.type not in IN_SUBJECT or not field.required):
            table.problem(key, f"Tiêu đề không dùng được “{{{name}}}”: chỉ trường bắt buộc, một dòng.")
        elif key == "sms" and (field.type not in IN_SMS or not (field.required or field.type is FieldType.LINK)):
            table.problem(key, f"Tin nhắn SMS không dùng được “{{{name}}}”: chỉ trường bắt buộc, một dòng.")
    if "{" in PLACE.sub("", words) or "}" in PLACE.sub("", words):
        table.problem(key, f"“{key}” có dấu ngoặc nhọn lẻ: chỗ điền viết {{ten_truong}}, chữ thường không dấu.")


def _check_sizes(table: Table, template: Template) -> None:
    """With every field at its longest, the message must still fit."""
    for key, words, most in (
        ("subject", template.subject, LONGEST_SUBJECT),
        ("body", template.body, LONGEST_BODY),
    ):
        if (size := len(_filled(words, template, lambda field: "x" * field.longest))) > most:
            table.problem(key, f"“{key}” có thể dài {size} ký tự, nhiều nhất là {most}: đặt “longest” nhỏ hơn.")
    if template.sms:
        _check_sms(table, template)


def _check_sms(table: Table, template: Template) -> None:
    alphabet = template.alphabet
    if missing := sms.strange(PLACE.sub("", template.sms), alphabet):
        table.problem("sms", f"“gsm7” không có các chữ {missing}: viết không dấu, hoặc chọn sms_alphabet = “ucs2”.")
        return
    longest = _filled(template.sms, template, lambda field: "x" * field.longest)
    count = sms.segments(longest, alphabet)
    if count > MOST_SEGMENTS or len(longest) > LONGEST_SMS:
        table.problem(
            "sms",
            f"Tin SMS có thể dài {len(longest)} ký tự, {count} đoạn “{alphabet}”; nhiều nhất {MOST_SEGMENTS} đoạn.",
        )


def _filled(words: str, template: Template, value: Callable[[Field], str]) -> str:
    values: Mapping[str, str] = {field.name: value(field) for field in template.fields}
    return PLACE.sub(lambda place: values[place[1]], words)
