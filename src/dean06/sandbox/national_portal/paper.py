"""The paper that comes with a filing of the twin: a real PDF file of one line, marked as invented."""

LINES = (
    "<</Type/Catalog/Pages 2 0 R>>",
    "<</Type/Pages/Count 1/Kids[3 0 R]>>",
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 5 0 R/Resources<</Font<</F 4 0 R>>>>>>",
    "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
)


def paper(words: str = "Giay chung sinh hu cau, moi truong thu nghiem") -> bytes:
    """One A4 page with ``words`` (plain letters: the font is the viewer's own)."""
    text = f"BT/F 14 Tf 72 760 Td({words})Tj ET"
    parts = [*LINES, f"<</Length {len(text)}>>stream\n{text}\nendstream"]
    file, starts = "%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        starts.append(len(file))
        file += f"{number} 0 obj\n{part}\nendobj\n"
    rows = "".join(f"{start:010d} 00000 n \n" for start in starts)
    count = len(parts) + 1
    table = f"xref\n0 {count}\n0000000000 65535 f \n{rows}trailer<</Size {count}/Root 1 0 R>>\n"
    return f"{file}{table}startxref\n{len(file)}\n%%EOF\n".encode("ascii")
