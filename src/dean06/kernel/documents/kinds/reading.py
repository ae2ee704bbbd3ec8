"""Reading a type of document from its file, with all mistakes told by line."""

import re
from datetime import date

from dean06.kernel.base.declarations import DeclarationError, Source, Table
from dean06.kernel.documents.kinds.spec import Audience, DocumentKind, FactSpec, FactType, Proof

MOST_IN_CODE = 12  # what a printed code has room for
USUAL_LONGEST, LONGEST_FACT = 200, 2000
HIGHEST_LEVEL = 2
_SOME_DAY = date(1945, 9, 2)  # stands in for a day that is missing, which is a mistake told anyway
_PATTERN = re.compile(r"[a-z0-9*-]+")
# Set by issuing; a fact of this name would be lost in one of the forms.
TAKEN = frozenset({"iss", "nbf", "exp", "iat", "cnf", "vct", "status", "sub", "number", "holder", "issuer"})


def read_kind(file: str, text: str) -> DocumentKind:
    """The type a file declares. DeclarationError with every mistake and its line."""
    source = Source(file, text)
    table = source.root
    kind = DocumentKind(
        code=table.code("code"),
        name=table.text("name"),
        valid_from=table.day("valid_from") or _SOME_DAY,
        valid_until=table.day("valid_until", required=False),
        proof=table.one_of("proof", Proof) or Proof.ORIGINAL,
        symbol=table.text("symbol"),
        issuers=table.texts("issuers"),
        months=table.number("months") or 0,
        level=table.number("level", least=1) or 1,
        askers=table.texts("askers"),
        shareable=table.flag("shareable"),
        never_to=table.some_of("never_to", Audience, required=False),
        stands_for=table.texts("stands_for", required=False),
        facts=tuple(_fact(one) for one in table.tables("fact", required=True)),
        source=table.text("source"),
        verified=table.flag("verified"),
    )
    table.done()
    _check(kind, source)
    if source.problems:
        raise DeclarationError(source.problems)
    return kind


def _fact(table: Table) -> FactSpec:
    fact = FactSpec(
        name=table.code("name"),
        label=table.text("label"),
        type=table.one_of("type", FactType) or FactType.TEXT,
        required=table.flag("required", default=True),
        longest=table.number("longest", least=1, required=False) or USUAL_LONGEST,
        in_code=table.flag("in_code", default=False),
    )
    table.done()
    return fact


def _check(kind: DocumentKind, source: Source) -> None:
    """What a single key cannot tell."""
    if kind.valid_until is not None and kind.valid_until <= kind.valid_from:
        source.problem(("valid_until",), "“valid_until” phải sau “valid_from”.")
    if kind.level > HIGHEST_LEVEL:
        source.problem(("level",), f"“level” là 1 hoặc {HIGHEST_LEVEL}.")
    for pattern in kind.issuers:
        if not _PATTERN.fullmatch(pattern):
            source.problem(("issuers",), f"“{pattern}” không phải mã đơn vị; dùng * thay cho phần bất kỳ.")
    if kind.never_to and not kind.shareable:
        source.problem(("never_to",), "“never_to” chỉ dùng khi shareable = true.")
    if len(set(kind.never_to)) == len(Audience):
        source.problem(("never_to",), "Không cho ai xem thì ghi shareable = false.")
    if kind.code in kind.stands_for:
        source.problem(("stands_for",), "Một loại không cần thay cho chính nó.")
    _check_facts(kind, source)


def _check_facts(kind: DocumentKind, source: Source) -> None:
    seen: set[str] = set()
    for number, fact in enumerate(kind.facts):
        for key, word in (("name", fact.name), ("label", fact.label)):
            if word and f"{key}:{word}" in seen:
                source.problem(("fact", number, key), f"“{word}” đã có ở trên.")
            seen.add(f"{key}:{word}")
        if fact.name in TAKEN:
            source.problem(("fact", number, "name"), f"“{fact.name}” là tên hệ thống dùng riêng; chọn tên khác.")
        if fact.longest > LONGEST_FACT:
            source.problem(("fact", number, "longest"), f"“longest” nhiều nhất {LONGEST_FACT}.")
    if sum(fact.in_code for fact in kind.facts) > MOST_IN_CODE:
        source.problem(("fact",), f"Mã in trên giấy chứa nhiều nhất {MOST_IN_CODE} mục (in_code).")
