"""What Word files are put together from: runs, rules, page numbers, cells of a fixed width."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

CENTER, JUSTIFY, LEFT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.JUSTIFY, WD_ALIGN_PARAGRAPH.LEFT
RULE_EIGHTHS = 6  # Word counts the strength of a line in eighths of a point
RULE_HEIGHT = Pt(4)


def write(paragraph: Any, text: str, *, size: float, bold: bool = False, italic: bool = False) -> None:
    """A run of text; the size is in points."""
    run = paragraph.add_run(text)
    run.font.size, run.bold, run.italic = Pt(size), bold, italic


def rule(paragraph: Any, *, room: float, length: float) -> None:
    """Make an empty paragraph a rule of `length` millimetres in the middle of `room`."""
    side = Mm((room - length) / 2)
    layout = paragraph.paragraph_format
    layout.left_indent = layout.right_indent = side
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, RULE_HEIGHT
    borders = OxmlElement("w:pBdr")
    line = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", str(RULE_EIGHTHS)), ("space", "1"), ("color", "auto")):
        line.set(qn(f"w:{name}"), value)
    borders.append(line)
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(borders, "w:shd", "w:tabs", "w:spacing", "w:ind", "w:jc", "w:rPr")


def number_field(paragraph: Any, size: float) -> None:
    """The number of the page, counted by Word."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    run = OxmlElement("w:r")
    properties = OxmlElement("w:rPr")
    half_points = OxmlElement("w:sz")
    half_points.set(qn("w:val"), str(int(size * 2)))
    properties.append(half_points)
    text = OxmlElement("w:t")
    text.text = "2"
    run.extend([properties, text])
    field.append(run)
    paragraph._p.append(field)


def fix_widths(table: Any, widths: Sequence[float], *, padding: float | None = None) -> None:
    """Columns of so many millimetres, whatever they hold; `padding` is the room left and right in a cell."""
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    if padding is not None:
        margins = OxmlElement("w:tblCellMar")
        for side in ("left", "right"):
            room = OxmlElement(f"w:{side}")
            room.set(qn("w:w"), str(Mm(padding).twips))
            room.set(qn("w:type"), "dxa")
            margins.append(room)
        table._tbl.tblPr.insert_element_before(margins, "w:tblLook", "w:tblCaption", "w:tblDescription")


def keep_whole(row: Any) -> None:
    """No page break inside the row."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
