"""Invented papers as a scanner makes them: straight, turned by a known angle, blurred, pale, cut off."""

import io
from functools import cache

from PIL import Image, ImageDraw, ImageFilter, ImageFont

SIZE, MARGIN, STEP, LETTER = (1000, 1400), 110, 52, 26
WORDS = "Thửa đất số 12, tờ bản đồ số 7, xã hư cấu, diện tích 120 m2"


@cache
def page(words: str = WORDS, *, ink: int = 20) -> Image.Image:
    """A straight page of text; ``ink`` is the grey of its letters."""
    image = Image.new("L", SIZE, 250)
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(LETTER)
    for line in range(20):
        draw.text((MARGIN, 2 * MARGIN + line * STEP), f"{line + 1}. {words}", fill=ink, font=font)
    return image


def turned(angle: float) -> Image.Image:
    """Turned clockwise by so many degrees, as a sheet laid askew."""
    return page().rotate(-angle, resample=Image.Resampling.BICUBIC, expand=True, fillcolor=250)


def blurred(radius: float = 5) -> Image.Image:
    """Out of focus."""
    return page().filter(ImageFilter.GaussianBlur(radius))


def cut() -> Image.Image:
    """The left side of the lines is missing."""
    return page().crop((MARGIN + 4, 2 * MARGIN, SIZE[0], SIZE[1] - MARGIN))


def as_file(*images: Image.Image, kind: str = "PNG") -> bytes:
    """The bytes of a picture, or of a PDF of several pages."""
    out = io.BytesIO()
    first, *rest = (one.copy() for one in images)  # saving leaves its marks on a picture
    more = {"save_all": True, "append_images": rest, "resolution": 120.0} if kind == "PDF" else {}
    first.save(out, kind, **more)
    return out.getvalue()
