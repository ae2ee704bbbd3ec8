"""Statement files: both forms say the same, wrong lines are named, and nothing hostile is opened."""

import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.adapters.bank import BankClient, BankConfig, camt, sheets
from dean06.kernel.ports.bank import Side, StatementUnreadable
from dean06.sandbox.bank.statements import bomb

FOLDER = Path(__file__).parents[3] / "protocols/bank"
XML, CSV = (FOLDER / "statement.xml").read_bytes(), (FOLDER / "statement.csv").read_bytes()
HEAD = CSV.split(b"\n", maxsplit=1)[0].decode()
MEMORY = 30 * 1024 * 1024


@pytest.fixture(scope="module")
def bank():
    client = BankClient(BankConfig(url="http://127.0.0.1:1", token="x", secrets=("mot-bi-mat-that-dai",)))
    yield client
    client.close()


def problems(read, data: bytes) -> list[tuple[int, str]]:
    with pytest.raises(StatementUnreadable) as unreadable:
        read(data)
    return [(one.line, one.words) for one in unreadable.value.problems]


def test_both_forms_of_a_day_say_the_same(bank):
    one, other = bank.read_statement(XML), bank.read_statement(CSV)
    assert (one.account_code, one.day) == (other.account_code, other.day) == ("000600.0600000100", date(2026, 11, 24))
    assert one.entries == other.entries
    assert [(e.side, e.amount, e.bank_reference) for e in one.entries] == [
        (Side.CREDIT, 50_000, "FT01"),
        (Side.CREDIT, 30_000, "FT02"),
        (Side.DEBIT, 10_000, "RF01"),
    ]
    assert one.entries[1].content == "-khong ro, noi dung"
    assert one.entries[2].key.endswith(".1")
    assert (one.opening, one.closing) == (1_000_000, 1_070_000)


@pytest.mark.parametrize("version", ["02", "06", "13"])
def test_other_versions_are_read(version):
    text = XML.decode().replace("camt.053.001.08", f"camt.053.001.{version}")
    if version == "02":
        text = text.replace("<Sts><Cd>BOOK</Cd></Sts>", "<Sts>BOOK</Sts>")
    assert len(camt.read(text.encode()).entries) == 3


def test_what_is_not_booked_yet_is_left_out():
    line = XML.decode().split("<Ntry>")[1]
    pending = XML.decode().replace("</Stmt>", f"<Ntry>{line.replace('BOOK', 'PDNG').replace('FT01', 'FT09')}</Stmt>")
    assert len(camt.read(pending.encode()).entries) == 3


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('<Amt Ccy="VND">50000', '<Amt Ccy="VND">50000.5', "nguyên"),
        ('<Amt Ccy="VND">50000', '<Amt Ccy="VND">nam chuc', "không phải là số"),
        ('<Amt Ccy="VND">50000', '<Amt Ccy="VND">NaN', "nguyên"),
        ('<Amt Ccy="VND">50000', '<Amt Ccy="VND">1e400', "nguyên"),
        ('<Amt Ccy="VND">50000', '<Amt Ccy="VND">60000', "thiếu dòng"),
        ("<AcctSvcrRef>FT01</AcctSvcrRef>", "", "tham chiếu"),
        ("FT02", "FT01", "cùng số tham chiếu"),
        ("2026-11-24T09:00:00+07:00", "2026-11-23T09:00:00+07:00", "không thuộc ngày"),
        ("2026-11-24T09:00:00+07:00", "hom qua", "không đọc được"),
        ("<Cd>CLBD</Cd>", "<Cd>ITBD</Cd>", "CLBD"),
        ("<MmbId>000600</MmbId>", "", "tài khoản"),
        ("camt.053", "camt.052", "camt.053"),
        ("</Document>", "", "hỏng"),
    ],
)
def test_a_wrong_camt_is_refused_whole(old, new, words):
    found = problems(camt.read, XML.decode().replace(old, new).encode())
    assert any(words in one for _, one in found), found


def test_a_wrong_line_is_named_by_its_number():
    text = XML.decode().replace('<Amt Ccy="VND">30000', '<Amt Ccy="VND">x')
    ((line, _),) = problems(camt.read, text.encode())
    assert "FT02" in text.splitlines()[line - 1]


NESTED = b"<?xml version='1.0'?><!DOCTYPE d [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><Document>&b;</Document>"
OUTSIDE = b"<!DOCTYPE d SYSTEM 'http://127.0.0.1:9/x.dtd'><Document/>"
DEEP = b"<a>" * 100_000 + b"</a>" * 100_000


@pytest.mark.parametrize("data", [bomb().encode(), NESTED, OUTSIDE, DEEP], ids=["bomb", "nested", "outside", "deep"])
def test_a_hostile_document_is_refused_in_little_memory(bank, data):
    tracemalloc.start()
    try:
        assert problems(bank.read_statement, data)
        assert tracemalloc.get_traced_memory()[1] < MEMORY
    finally:
        tracemalloc.stop()


def test_an_oversized_file_is_not_opened(bank):
    assert "lớn" in problems(bank.read_statement, b"<" * (21 * 1024 * 1024))[0][1]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("000600.0600000100,24/11/2026 09:00:00,FT01,50000,50000,x,", "đúng một số tiền"),
        ("000600.0600000100,24/11/2026 09:00:00,FT01,,,x,", "đúng một số tiền"),
        ('000600.0600000100,24/11/2026 09:00:00,FT01,"12,5",,x,', "đồng"),
        ("000600.0600000100,24/11/2026 09:00:00,FT01,0,,x,", "lớn hơn 0"),
        ("000600.0600000100,24/11/2026 09:00:00,,5,,x,", "tham chiếu"),
        ("000600.0600000100,hom qua,FT01,5,,x,", "Thời gian"),
        ("tai khoan cua toi,24/11/2026 09:00:00,FT01,5,,x,", "Tài khoản"),
        ("FT01", "đúng một số tiền"),
    ],
)
def test_a_wrong_line_of_a_sheet_is_named(line, words):
    good = CSV.decode().splitlines()[2]
    found = problems(sheets.read, f"{HEAD}\n{good}\n{line}\n".encode())
    assert [number for number, _ in found] == [3]
    assert words in found[0][1]


def test_sheets_come_with_semicolons_and_a_byte_order_mark():
    text = "\ufeff" + CSV.decode().replace('"\'-khong ro, noi dung"', "x").replace(",", ";")
    assert len(sheets.read(text.encode()).entries) == 3


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "Thiếu cột"),
        (HEAD.encode(), "ít nhất một dòng"),
        (HEAD.replace("Ghi có", "Credit").encode() + b"\n1", "Ghi có"),
        ("à".encode("utf-16"), "UTF-8"),
        (CSV + b"000600.0600000101,24/11/2026 09:00:00,FT9,5,,x,\n", "một tài khoản"),
        (CSV + b"000600.0600000100,25/11/2026 09:00:00,FT9,5,,x,\n", "một ngày"),
        (CSV + CSV.split(b"\n")[1], "đã có"),
        (CSV + b'"', "hỏng"),
    ],
)
def test_a_sheet_that_is_none_is_refused_whole(data, words):
    assert any(words in one for _, one in problems(sheets.read, data))


@given(st.binary(max_size=300))
def test_no_bytes_upset_the_readers(data):
    for read in (camt.read, sheets.read):
        with pytest.raises(StatementUnreadable):
            read(data)


@given(st.lists(st.text(alphabet='",;\n\r0123456789FT/: abcđ', max_size=40), max_size=8))
def test_no_lines_upset_the_reader_of_sheets(lines):
    try:
        found = sheets.read("\n".join([HEAD, *lines]).encode())
    except StatementUnreadable as error:
        found = error
    assert found.problems if isinstance(found, StatementUnreadable) else found.entries
