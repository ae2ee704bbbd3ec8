"""A scanned page: how far it is turned, straightened; whether people can read it. Pure functions on pictures.

Skew is found by the projection profile: turned the right way, lines of text give rows of much ink and rows of none, so
the squares of differences between neighbouring rows are largest (Postl 1986). Sharpness is the variance of the
Laplacian (Pech-Pacheco 2000) held against the contrast, so that a pale sharp page is told to be pale and not blurred.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from PIL import Image

LARGEST_ANGLE = 15.0
COARSE, FINE = 0.5, 0.05
WORTH_TURNING = 0.15
LOOKED_AT_WIDTH = 800
# What a copy needs to be read on paper: some 120 dots an inch across A4. Contrast in steps of 256.
LEAST_SHORT_SIDE = 900
LEAST_CONTRAST = 60.0
LEAST_SHARPNESS = 0.25
LEAST_INK = 0.0005
MOST_INK_AT_EDGE = 0.02
EDGE = 4
WHITE, BLACK = 255, 0
PAPER_PERCENTILE, INK_PERCENTILE = 90, 0.5

Grey = NDArray[np.float32]


class Finding(StrEnum):
    """What makes a page hard to read."""

    SMALL = "small"
    PALE = "pale"
    BLURRED = "blurred"
    CUT = "cut"
    BLANK = "blank"

    def said(self, page: int) -> str:
        """Words for the officer, with what to do."""
        return {
            "small": f"Trang {page} quá nhỏ, chữ không đủ nét; quét từ 150 điểm/inch trở lên.",
            "pale": f"Trang {page} nhạt quá; tăng độ đậm hoặc chụp nơi đủ sáng.",
            "blurred": f"Trang {page} mờ, chụp lại.",
            "cut": f"Trang {page} có nội dung sát mép, có thể bị cắt; chụp lại cả tờ.",
            "blank": f"Trang {page} trống; bỏ trang hoặc quét lại.",
        }[self.value]


@dataclass(frozen=True)
class Judged:
    """A page made ready: straightened picture, by how many degrees it was turned back, what was found."""

    image: Image.Image
    angle: float
    findings: tuple[Finding, ...]


def prepare(image: Image.Image) -> Judged:
    """Straighten and judge one page."""
    found = skew(image)
    angle = found if abs(found) >= WORTH_TURNING else 0.0
    return Judged(straightened(image, angle), angle, findings(image))


def skew(image: Image.Image) -> float:
    """Degrees the page's lines are turned clockwise, within LARGEST_ANGLE; 0.0 for one with hardly any ink."""
    grey = _grey(image)
    ink = _ink(grey)
    rows, columns = np.nonzero(ink)
    if len(rows) < LEAST_INK * ink.size:
        return 0.0
    coarse = np.arange(-LARGEST_ANGLE, LARGEST_ANGLE + COARSE, COARSE)
    best = max(coarse, key=lambda angle: _profile(rows, columns, angle))
    fine = np.arange(best - COARSE, best + COARSE + FINE, FINE)
    return round(float(max(fine, key=lambda angle: _profile(rows, columns, angle))), 2)


def straightened(image: Image.Image, angle: float) -> Image.Image:
    """The page turned back by an angle; the corners that appear are white."""
    if not angle:
        return image
    return image.rotate(angle, resample=Image.Resampling.BICUBIC, expand=True, fillcolor="white")


def findings(image: Image.Image) -> tuple[Finding, ...]:
    """What is wrong with a page as it was scanned, worst first; () when nothing is."""
    grey = _grey(image)
    paper, ink_tone = np.percentile(grey, [PAPER_PERCENTILE, INK_PERCENTILE])
    contrast = float(paper - ink_tone)
    ink = _ink(grey)
    if contrast < LEAST_CONTRAST / 4 or ink.mean() < LEAST_INK:
        return (Finding.BLANK,)
    found = {
        Finding.BLURRED: sharpness(image) < LEAST_SHARPNESS,
        Finding.PALE: contrast < LEAST_CONTRAST,
        Finding.SMALL: min(image.size) < LEAST_SHORT_SIDE,
        Finding.CUT: _ink_at_edge(ink) > MOST_INK_AT_EDGE,
    }
    return tuple(one for one, is_so in found.items() if is_so)


def sharpness(image: Image.Image) -> float:
    """How abruptly tones change on a page, as a share of its contrast: about 1 for crisp text, near 0 for a blur."""
    grey = _grey(image)
    paper, ink_tone = np.percentile(grey, [PAPER_PERCENTILE, INK_PERCENTILE])
    scale = max(1.0, float(paper - ink_tone))
    steps = np.maximum(np.abs(np.diff(grey, axis=0))[:, :-1], np.abs(np.diff(grey, axis=1))[:-1, :])
    strongest = np.percentile(steps[steps > scale / 50], 95) if (steps > scale / 50).any() else 0.0
    return float(strongest / scale)


def _grey(image: Image.Image) -> Grey:
    grey = image.convert("L")
    if grey.width > LOOKED_AT_WIDTH:
        height = max(1, round(grey.height * LOOKED_AT_WIDTH / grey.width))
        grey = grey.resize((LOOKED_AT_WIDTH, height), Image.Resampling.BOX)
    return np.asarray(grey, dtype=np.float32)


def _ink(grey: Grey) -> NDArray[np.bool_]:
    """Dots darker than half way from paper to the darkest."""
    paper, darkest = np.percentile(grey, [PAPER_PERCENTILE, INK_PERCENTILE])
    return np.asarray(grey < (paper + darkest) / 2)


def _profile(rows: NDArray[np.intp], columns: NDArray[np.intp], angle: float) -> float:
    turned = np.round(rows * np.cos(np.radians(angle)) - columns * np.sin(np.radians(angle))).astype(np.int64)
    counts = np.bincount(turned - turned.min()).astype(np.float64)
    return float(np.square(np.diff(counts)).sum())


def _ink_at_edge(ink: NDArray[np.bool_]) -> float:
    """The largest share of one edge that is inked, but not wholly: a dark border round the sheet cuts nothing off."""
    edges = (ink[:EDGE], ink[-EDGE:], ink[:, :EDGE], ink[:, -EDGE:])
    return max((share for edge in edges if (share := float(edge.mean())) < 0.9), default=0.0)
