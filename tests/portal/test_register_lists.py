"""Lists as officers really have them: headings in other words, dates as cells, lost zeros, files that are none."""

import contextlib
import io
import random
import zipfile
from datetime import date

import pytest
from openpyxl import Workbook

from dean06.kernel.base.errors import Invalid
from dean06.kernel.ports.population import Claim
from dean06.kernel.registry import api as registry
from dean06.kernel.registry.types import ListedClaim
from dean06.portal import register_lists
from dean06.portal.register_lists import read_list

HOA = "000151000201"
DAMAGES = 300


def csv_of(*rows: str, encoding: str = "utf-8") -> io.BytesIO:
    return io.BytesIO("\r\n".join(rows).encode(encoding))


def read_csv(*rows: str) -> list[ListedClaim]:
    return read_list("ds.CSV", csv_of(*rows))


def sheet(*rows: object) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out


def test_the_sample_file_is_readable_as_it_stands():
    (line,) = read_list("mau.csv", io.BytesIO(register_lists.sample().encode("utf-8-sig")))
    claim = Claim(full_name="Trần Thị Hoa", birth="1951-04-12", sex="female")
    assert line == ListedClaim(personal_id=HOA, claim=claim)


@pytest.mark.parametrize(
    ("heading", "delimiter"),
    [("Số CCCD,Họ tên", ","), ("SO DINH DANH;HO VA TEN", ";"), ("  Số  định danh\tHọ và tên ", "\t")],
)
def test_headings_in_other_words_and_other_delimiters(heading, delimiter):
    (line,) = read_csv("Danh sách thôn 1", "", heading, f"{HOA}{delimiter}Trần Thị Hoa", "")
    assert line == ListedClaim(personal_id=HOA, claim=Claim(full_name="Trần Thị Hoa"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_excel_writes(encoding):
    (line,) = read_list("a.csv", csv_of("Số định danh,Ngày sinh", f"{HOA},1951", encoding=encoding))
    assert line.claim == Claim(birth="1951")


def test_a_workbook_with_dates_and_numbers_as_cells():
    book = sheet(
        ["Số định danh", "Ngày sinh", "Số CMND", "Giới tính"],
        [HOA, date(1951, 4, 12), 183000201, "nữ"],
        [151000201, "1951", None, None],
        [None, None, None, None],
    )
    good, lost_zeros = read_list("ds.xlsx", book)
    assert good.claim == Claim(birth="1951-04-12", sex="female", old_number="183000201")
    assert "để cột dạng Văn bản" in lost_zeros.problem


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("12,An,,,", "đúng 12 chữ số"),
        (f"{HOA},,,,", "Không có gì để đối chiếu"),
        (f"{HOA},An,31/02/1990,,", "Ngày sinh chưa đúng"),
        (f"{HOA},An,,khác,", "“Nam” hoặc “Nữ”"),
        (f"{HOA},An,,,12", "đúng 9 chữ số"),
        (f"{HOA},{'A' * 101},,,", "dài quá"),
        ("x" * 300 + ",An,,,", "đúng 12 chữ số"),
    ],
)
def test_a_bad_line_is_told_and_the_others_stand(row, problem):
    head = "Số định danh,Họ tên,Ngày sinh,Giới tính,Số CMND"
    bad, good = read_csv(head, row, f"{HOA},An,,,")
    assert problem in bad.problem
    assert len(bad.personal_id) <= register_lists.LONGEST_NUMBER
    assert good.problem == ""


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/sheet.xml", "w") as part:
        for _ in range(160):
            part.write(b"0" * register_lists.MEGABYTE)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.csv", b"", "dòng tiêu đề"),
        ("a.csv", "Họ tên,Ngày sinh\nAn,1990".encode(), "dòng tiêu đề"),
        ("a.csv", "Số định danh\n000151000201".encode(), "dòng tiêu đề"),
        ("a.csv", b"\xff\xd8\xff\xe0 jpeg", "UTF-8"),
        ("a.csv", b"a\0b", "CSV"),
        ("a.csv", b"%PDF-1.7\n", "dòng tiêu đề"),
        ("a.xlsx", b"PK\x03\x04 nothing", "Excel"),
        ("a.xlsx", b"not a workbook", "Excel"),
        ("a.xlsx", bomb(), "quá lớn"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_no_list_is_refused_with_what_to_do(name, data, message):
    with pytest.raises(Invalid) as refusal:
        read_list(name, io.BytesIO(data))
    assert message in refusal.value.message
    assert refusal.value.field == "file"


def workbook(**parts: bytes | None) -> io.BytesIO:
    """A sound workbook with parts of its archive replaced; by ``None`` taken away."""
    names = {"sheet": "xl/worksheets/sheet1.xml", "book": "xl/workbook.xml", "styles": "xl/styles.xml"}
    changed = {names[name]: data for name, data in parts.items()}
    out = io.BytesIO()
    with zipfile.ZipFile(sheet(["Số định danh", "Họ tên"], [HOA, "An"])) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if (data := changed.get(name, old.read(name))) is not None:
                new.writestr(name, data)
    out.seek(0)
    return out


def sheet_xml(rows: str) -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return f'<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>'.encode()


def test_a_workbook_that_claims_a_milliard_rows_is_refused_at_once():
    far = sheet_xml('<row r="1000000000"><c r="A1000000000" t="str"><v>Số định danh</v></c></row>')
    with pytest.raises(Invalid, match="dòng tiêu đề"):
        read_list("a.xlsx", workbook(sheet=far))
    head = "".join(f'<c r="{cell}" t="str"><v>{text}</v></c>' for cell, text in (("A1", "CCCD"), ("B1", "Họ tên")))
    gap = sheet_xml(f'<row r="1">{head}</row><row r="1000000000"><c r="A1000000000"><v>1</v></c></row>')
    with pytest.raises(Invalid, match="quá nhiều dòng trống"):
        read_list("a.xlsx", workbook(sheet=gap))


def locked(file: io.BytesIO) -> io.BytesIO:
    """Every entry says that it is encrypted."""
    data = bytearray(file.getvalue())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 4)
    return io.BytesIO(bytes(data))


def squeezed_otherwise(file: io.BytesIO) -> io.BytesIO:
    """Every entry says that it is compressed in a way nobody knows."""
    data = bytearray(file.getvalue())
    for mark, place in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] = 77
            at = data.find(mark, at + 4)
    return io.BytesIO(bytes(data))


@pytest.mark.parametrize(
    "file",
    [
        workbook(sheet=b"<worksheet"),
        workbook(sheet=b"<worksheet><sheetData><row r='x'/></sheetData></worksheet>"),
        workbook(sheet=sheet_xml('<row r="1"><c r="A1" t="s"><v>99</v></c></row>')),
        workbook(sheet=sheet_xml('<row r="1"><c r="?" t="n"><v>x</v></c></row>')),
        workbook(sheet=None),
        workbook(book=None),
        workbook(book=b"<workbook/>"),
        workbook(styles=b"not xml"),
        locked(workbook()),
        squeezed_otherwise(workbook()),
    ],
)
def test_a_damaged_or_locked_workbook_is_refused_with_what_to_do(file):
    with pytest.raises(Invalid) as refusal:
        read_list("a.xlsx", file)
    assert refusal.value.field == "file"


def test_whatever_byte_is_damaged_it_is_a_list_or_a_refusal():
    sound, chance = sheet(["Số định danh", "Họ tên"], [HOA, "An"]).getvalue(), random.Random(6)
    for _ in range(DAMAGES):
        data = bytearray(sound)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with contextlib.suppress(Invalid):
            read_list("a.xlsx", io.BytesIO(bytes(data)))


def test_a_list_too_long(monkeypatch):
    monkeypatch.setattr(registry, "MOST_LINES", 2)
    with pytest.raises(Invalid, match="dài quá 2 dòng"):
        read_csv("Số định danh,Họ tên", *[f"{HOA},An"] * 3)
