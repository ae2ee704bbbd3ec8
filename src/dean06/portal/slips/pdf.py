"""Draws a sheet as PDF/A (Typst, ``slip.typ``): real text, fonts inside, the same sheet the same bytes."""

import io
import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any, Final

import segno
import typst

from dean06.portal.slips.sheet import Sheet
from dean06.ui import fonts

TEMPLATE = Path(__file__).with_name("slip.typ")
STANDARD: Final = "a-2a"
MEDIA_TYPE = "application/pdf"
# Survives a fold and a thumb: a quarter of the code may be unreadable.
QR_ERROR = "q"


def pdf_bytes(sheet: Sheet) -> bytes:
    """The file. FileNotFoundError when the document fonts are not built."""
    return typst.compile(
        TEMPLATE,
        format="pdf",
        font_paths=[fonts.directory()],
        ignore_system_fonts=True,
        pdf_standards=STANDARD,
        sys_inputs={"data": json.dumps(_data(sheet), ensure_ascii=False)},
        timestamp=int(datetime.combine(sheet.drawn_on, time.min, UTC).timestamp()),
    )


def _data(sheet: Sheet) -> dict[str, Any]:
    day = sheet.drawn_on
    return asdict(sheet) | {"drawn_on": [day.year, day.month, day.day], "qr": _qr(sheet.address)}


def _qr(address: str) -> str:
    """The code as SVG, "" for nothing to hold."""
    if not address:
        return ""
    out = io.BytesIO()
    segno.make(address, error=QR_ERROR, micro=False).save(out, kind="svg", border=2, xmldecl=False, svgns=True)
    return out.getvalue().decode()
