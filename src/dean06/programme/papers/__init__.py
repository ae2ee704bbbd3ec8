"""Official documents in the form of NĐ 30/2020: blocks in, .docx and .pdf out. Pure; the same paper, the same bytes."""

from dean06.programme.papers.blocks import (
    BODY,
    BOLD,
    LABEL,
    Annex,
    Block,
    Column,
    Head,
    Paper,
    Para,
    Row,
    Run,
    Signature,
    Span,
    Table,
)
from dean06.programme.papers.pdf import pdf_bytes
from dean06.programme.papers.word import docx_bytes

__all__ = [
    "BODY",
    "BOLD",
    "LABEL",
    "Annex",
    "Block",
    "Column",
    "Head",
    "Paper",
    "Para",
    "Row",
    "Run",
    "Signature",
    "Span",
    "Table",
    "docx_bytes",
    "pdf_bytes",
]
