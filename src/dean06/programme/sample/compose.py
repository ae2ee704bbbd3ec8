"""Composes facts into a `blocks.Dispatch`: the letter, the annex in prose and the annex as a table."""

from __future__ import annotations

from random import Random

from dean06.programme.papers import BODY, BOLD, LABEL, Head, Para, Row, Run, Signature
from dean06.programme.sample.blocks import Dispatch, Table
from dean06.programme.sample.layout import LEAD_AND_COORDINATE, STANDARD, Layout, fitting
from dean06.programme.sample.model import Facts, GroupFact, NarrativeFact, PilotFact
from dean06.programme.sample.words import Writer, capital

HEADINGS = {
    "number": "TT",
    "title": "Mô hình",
    "lead": "Chủ trì",
    "coordinate": "Phối hợp",
    LEAD_AND_COORDINATE: "Đơn vị chủ trì, phối hợp",
    "force": "Lực lượng triển khai",
    "deadline": "Thời gian hoàn thành",
    "tools": "Nền tảng",
}
SPAN_HEADING = "Phân công thực hiện"


def compose(facts: Facts, *, seed: int, layout: Layout = STANDARD) -> Dispatch:
    """The dispatch that says `facts`, laid out by `layout`; the same seed gives the same words."""
    writer = Writer(facts, Random(seed))  # noqa: S311 - reproducible text, not a secret
    letter, layout = facts.letter, fitting(facts, layout)
    number = f"Số: {letter.number or '         '}/{letter.symbol}"
    return Dispatch(
        head=Head(
            issuer_parent=letter.issuer_parent,
            issuer=letter.issuer,
            number=number,
            subject=letter.subject,
            is_titled=letter.kind != "Công văn",
            place_and_date=f"{letter.place}, {letter.date_text}",
        ),
        addressees=letter.addressees,
        body=_body(facts),
        signature=Signature(letter.authority, letter.signer, letter.copies, letter.mark),
        annex=_annex(writer, layout) if layout.narrative else (),
        table_heading=_table_heading(facts) if layout.table else (),
        table=_table(writer, layout) if layout.table else None,
    )


def _body(facts: Facts) -> tuple[Para, ...]:
    letter = facts.letter
    cited = {key: fact.phrase for key, fact in facts.cited.items()}
    paras = [Para((Run(text.format(**cited)),)) for text in letter.opening]
    for number, obligation in enumerate(letter.obligations, start=1):
        deadline = obligation.deadline.text if obligation.deadline else ""
        paras.append(Para((Run(f"{number}. " + obligation.text.format(deadline=deadline, **cited)),)))
    return (*paras, Para((Run(letter.closing),)))


def _heading(lines: tuple[str, ...]) -> tuple[Para, ...]:
    return tuple(Para((Run(line, BOLD),), "center") for line in lines)


def _table_heading(facts: Facts) -> tuple[Para, ...]:
    reference = facts.annex.table_reference
    tail = (Para((Run(reference, LABEL if not facts.letter.number else BODY),), "center"),) if reference else ()
    return _heading(facts.annex.table_heading) + tail


def item_title(facts: Facts, number: int, title: str, layout: Layout) -> str:
    """How an item is called: with the word and number ("Mô hình 4: ...") or, in plain layouts, alone."""
    if title.startswith("Bổ sung") or not layout.item_word_in_titles:
        return capital(title)
    return f"{facts.annex.item_word} {number}: {title}"


# The annex in prose----


def _annex(writer: Writer, layout: Layout) -> tuple[Para, ...]:
    paras = list(_heading(writer.facts.annex.heading))
    for group in writer.facts.groups:
        if layout.group_headings:
            paras.append(Para((Run(f"{group.code}. {group.title.upper()}", BOLD),), "heading"))
        for pilot in group.pilots:
            if pilot.narrative:
                paras += _pilot(writer, pilot, pilot.narrative, layout)
    return tuple(paras)


def _pilot(writer: Writer, pilot: PilotFact, fact: NarrativeFact, layout: Layout) -> list[Para]:
    title = item_title(writer.facts, pilot.number, fact.title, layout)
    paras = [Para((Run(f"{pilot.number}. {title}", BOLD),), "title")]
    if fact.bare:
        return [*paras, Para((Run(f"- {fact.bare}"),), "bullet")]
    if fact.unlabelled:
        return [*paras, Para((Run(f"{fact.deadline.text}." if fact.deadline else ""),))]
    for place, (label, inline, bullets) in enumerate(_sections(writer, fact), start=1):
        head = Run(f"{pilot.number}.{place}. {label}{':' if inline else ''}", LABEL)
        paras.append(Para((head, Run(f" {inline}")) if inline else (head,)))
        paras += [Para((Run(f"- {line}"),), "bullet") for line in bullets]
    return paras


def _sections(writer: Writer, fact: NarrativeFact) -> list[tuple[str, str, tuple[str, ...]]]:
    """Labelled parts of an item in order: (label, text on the same line, bullets). Parts without facts are left out."""
    sections: list[tuple[str, str, tuple[str, ...]]] = [("Mục tiêu", fact.objective, ())]
    if fact.clauses:
        lines = tuple(writer.clause(clause) for clause in fact.clauses)
        is_inline = len(lines) == 1 and fact.clauses[0].form == "plain"
        sections.append(("Phân công nhiệm vụ", *((lines[0], ()) if is_inline else ("", lines))))
    if fact.force:
        sections.append(("Lực lượng triển khai", *writer.force_lines(fact)))
    if fact.deadline:
        sections.append(("Thời gian hoàn thành", f"{fact.deadline.text}.", ()))
    if fact.tools:
        sections.append(("Công cụ triển khai", writer.rng.choice((", ", "; ")).join(fact.tools) + ".", ()))
    if fact.effect:
        sections.append(("Hiệu quả", fact.effect, ()))
    return sections


# The annex as a table----


def _table(writer: Writer, layout: Layout) -> Table:
    rows: list[Row] = []
    for group in writer.facts.groups:
        if layout.group_rows:
            rows.append(Row((_group_text(group, writer.facts.annex.item_word),), is_group=True))
        rows += [
            Row(tuple(_cell(writer, pilot, column, layout) for column in layout.columns))
            for pilot in group.pilots
            if pilot.table
        ]
    return Table(layout.columns, tuple(HEADINGS[c] for c in layout.columns), SPAN_HEADING, tuple(rows))


def _group_text(group: GroupFact, item_word: str) -> str:
    count = "" if group.declared is None else f" ({group.declared:02d} {item_word.lower()})"
    return f"{group.code} {group.title}{count}"


def _cell(writer: Writer, pilot: PilotFact, column: str, layout: Layout) -> str:
    fact = pilot.table
    if fact is None:
        return ""
    plain = {
        "number": str(pilot.number),
        "title": item_title(writer.facts, pilot.number, fact.title, layout),
        "deadline": capital(fact.deadline.text) if fact.deadline else "",
        "tools": ", ".join(fact.tools),
    }
    if column in plain:
        return plain[column]
    return writer.merged_cell(fact) if column == LEAD_AND_COORDINATE else writer.cell(fact, column)
