"""Flattens a composed dispatch into what a PDF extractor prints: no boxes, hard wraps, blank lines everywhere."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from random import Random

from dean06.programme.papers import Head, Para, Signature
from dean06.programme.papers.form import MOTTO
from dean06.programme.sample.blocks import Dispatch
from dean06.programme.sample.compose import compose
from dean06.programme.sample.damage import Damage, damaged
from dean06.programme.sample.flat_table import flat_table
from dean06.programme.sample.layout import STANDARD, Layout
from dean06.programme.sample.model import Facts
from dean06.programme.sample.wrapping import wrapped

LINE = 80
"""Characters on a line of the letter."""
FIRST_PAGE, PAGE = 19, 44
"""Lines of running text on the first page (the letterhead takes room) and on the others."""
NEW_PAGE = "\n "
"""A form feed comes out of the extractor as a space at the head of the next page's first line."""


def generate(facts: Facts, *, damage: Damage | None = None, seed: int = 0, layout: Layout = STANDARD) -> str:
    """The dispatch as the flattened text of an extracted PDF; the same arguments give the same text."""
    rng = Random(seed + 1)  # noqa: S311 - reproducible text, not a secret
    return flatten(compose(facts, seed=seed, layout=layout), damage=damage, rng=rng, layout=layout)


def flatten(dispatch: Dispatch, *, damage: Damage | None, rng: Random, layout: Layout) -> str:
    """`dispatch` printed by `layout` and damaged by `damage`."""
    pages = _letter_pages(dispatch, damage, rng, layout)
    if dispatch.annex:
        pages += _pages(_lines(dispatch.annex, damage, rng), PAGE)
    if dispatch.table:
        heading = _lines(dispatch.table_heading, damage, rng)
        pages += flat_table(dispatch.table, heading, damage, rng)
    return NEW_PAGE.join(pages) + "\n"


def _lines(paras: Iterable[Para], damage: Damage | None, rng: Random) -> list[str]:
    return [line for para in paras for line in wrapped(para.text, LINE, damaged(para, damage, rng))]


def _pages(lines: Sequence[str], size: int) -> list[str]:
    return [_spaced(lines[start : start + size]) for start in range(0, len(lines), size)]


def _spaced(lines: Iterable[str]) -> str:
    return "\n\n".join(f"{line} " for line in lines)


def _letter_pages(dispatch: Dispatch, damage: Damage | None, rng: Random, layout: Layout) -> list[str]:
    body = _lines(dispatch.body, damage, rng)
    first, rest = body[:FIRST_PAGE], body[FIRST_PAGE:]
    to = _addressees(dispatch.addressees)
    head = _head(dispatch.head)
    signature = _signature(dispatch.signature)
    top = f"\n \n{to}{_spaced(first)}"
    page = f"{top}\n{head}" if layout.letterhead_after_body else f"{head}\n{top}"
    if rest:
        return [page, f"{_spaced(rest)}\n \n{signature}"]
    return [page, signature]


def _addressees(addressees: Sequence[str]) -> str:
    if not addressees:
        return ""
    stops = [";"] * (len(addressees) - 1) + ["."]
    lines = [f"     - {name}{stop} " for name, stop in zip(addressees, stops, strict=True)]
    return "\n\n".join(["   Kính gửi: ", *lines]) + "\n \n\n"


def _head(head: Head) -> str:
    parent = (head.issuer_parent,) if head.issuer_parent else ()
    lines = [_spaced((*parent, *head.issuer)), " ", _spaced(MOTTO)]
    rest = (head.number, *head.subject, head.place_and_date)
    if head.is_titled:
        rest = (head.number, head.place_and_date, *head.subject)
    return "\n\n".join([*lines, _spaced(rest)])


def _signature(signature: Signature) -> str:
    copies = [f"- {name}{'.' if name.startswith('Lưu') else ';'}" for name in signature.copies]
    receivers = "Nơi nhận: \n" + _spaced(copies)
    return "\n\n".join([receivers, _spaced(signature.authority), " ", " ", _spaced([signature.signer, signature.mark])])
