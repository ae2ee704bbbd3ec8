"""Draws documents as PDF/A in the form of NĐ 30/2020 (Typst, ``document.typ``), with the printed code."""

import base64
import io
import json
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final

import segno
import typst
from PIL import Image

from dean06.kernel.documents.types import MARK, DocumentSheet, SealSheet
from dean06.kernel.parties import api as parties
from dean06.ui import fonts
from dean06.ui.formats import day as written

TEMPLATE: Final = Path(__file__).with_name("document.typ")
SEAL_TEMPLATE: Final = Path(__file__).with_name("seal.typ")
STANDARD: Final = "a-2a"
# The code holds a signature and some facts: the least spare keeps its dots large enough for cheap phones.
QR_ERROR: Final = "l"
PADDED_UP_TO_DAY, PADDED_UP_TO_MONTH = 9, 2
USUAL_PLACE: Final = "Đức Thọ"


class Press:
    """The press behind the documents' port."""

    def draw(self, sheet: DocumentSheet) -> bytes:
        """See PaperPress. FileNotFoundError when the document fonts are not built."""
        return _drawn(TEMPLATE, _data(sheet), sheet.day)

    def draw_seal(self, sheet: SealSheet) -> bytes:
        """See PaperPress. FileNotFoundError as above."""
        own = {"mark": sheet.mark, "lines": [list(one) for one in sheet.lines], "words": list(sheet.words)}
        return _drawn(SEAL_TEMPLATE, _head(sheet) | own | {"seal": sheet.seal}, sheet.day)


def _drawn(template: Path, data: dict[str, Any], day: date) -> bytes:
    return typst.compile(
        template,
        format="pdf",
        font_paths=[fonts.directory()],
        ignore_system_fonts=True,
        pdf_standards=STANDARD,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=int(datetime.combine(day, time.min, UTC).timestamp()),
    )


def _head(sheet: DocumentSheet | SealSheet) -> dict[str, Any]:
    unit = parties.unit(sheet.unit_code, sheet.day)
    above = parties.unit_name(unit.parent_code, sheet.day) if unit.parent_code else ""
    place = parties.area(unit.area_code, sheet.day).name if unit.area_code else USUAL_PLACE
    return {
        "parent": above.upper(),
        "unit": sheet.unit_name.upper(),
        "place": f"{place}, {_long(sheet.day)}",
        "drawn_on": [sheet.day.year, sheet.day.month, sheet.day.day],
        "title": sheet.title.upper(),
    }


def _data(sheet: DocumentSheet) -> dict[str, Any]:
    return _head(sheet) | {
        "mark": f"{MARK}{sheet.id}",
        "number": f"Số: {sheet.number}",
        "lines": [list(line) for line in sheet.lines[1:]],  # the number stands in the letterhead
        "proof": sheet.proof,
        "until": f"đến hết ngày {written(sheet.until - timedelta(days=1))}" if sheet.until else "",
        "qr": qr_svg(sheet.code),
        "seal": sheet.seal,
        "draft_note": sheet.draft_note,
        "words": list(sheet.words),
        "pages": [_as_svg(page) for page in sheet.pages],
    }


def qr_svg(text: str) -> str:
    """A code as SVG."""
    out = io.BytesIO()
    segno.make(text, error=QR_ERROR, micro=False, boost_error=False).save(
        out, kind="svg", border=2, xmldecl=False, svgns=True
    )
    return out.getvalue().decode()


def _as_svg(picture: bytes) -> str:
    """A picture wrapped so that it can come in as text: no file of somebody's papers is written anywhere."""
    with Image.open(io.BytesIO(picture)) as image:
        width, height, kind = *image.size, Image.MIME[image.format or ""]
    data = base64.b64encode(picture).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {width} {height}"><image width="{width}" height="{height}" '
        f'xlink:href="data:{kind};base64,{data}"/></svg>'
    )


def _long(day: date) -> str:
    """As official papers date themselves: a nought before small numbers, so that nobody adds a digit."""
    number = f"{day.day:02d}" if day.day <= PADDED_UP_TO_DAY else str(day.day)
    month = f"{day.month:02d}" if day.month <= PADDED_UP_TO_MONTH else str(day.month)
    return f"ngày {number} tháng {month} năm {day.year}"
