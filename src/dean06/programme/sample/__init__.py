"""Writes sample dispatches from facts: flattened text, .docx and .pdf, with the truth a reader should find in them."""

from dean06.programme.sample.damage import DAMAGES, Damage
from dean06.programme.sample.flat import generate
from dean06.programme.sample.gold import gold
from dean06.programme.sample.layout import LAYOUTS, STANDARD, Layout
from dean06.programme.sample.loading import NAMES, load
from dean06.programme.sample.model import Facts

SAMPLE_NAME = "cong-van-minh-hoa.txt"
SAMPLE_SEED = 1


def sample_file() -> tuple[str, bytes]:
    """The dispatch a demo starts with, damaged the way extracted text is: its name and its bytes."""
    return SAMPLE_NAME, generate(load(), damage=DAMAGES["real"], seed=SAMPLE_SEED).encode()


__all__ = [
    "DAMAGES",
    "LAYOUTS",
    "NAMES",
    "STANDARD",
    "Damage",
    "Facts",
    "Layout",
    "generate",
    "gold",
    "load",
    "sample_file",
]
