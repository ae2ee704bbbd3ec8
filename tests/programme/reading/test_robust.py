"""Whatever the bytes, a reading or a ReadingError; and time that grows with the text, not faster."""

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dean06.programme.reading import DispatchReading, ReadingError, read_bytes
from dean06.programme.sample import generate, load

SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=True)
# What a dispatch is made of, whole and damaged, one piece a line ("⏎" a line end).
PIECES = """
1. #2.1. #Mô hình 3: #PHỤ LỤC#⏎#⏎⏎# #I. NHÓM #(03 mô hình)#TT#Chủ trì#Phối hợp#Lực lượng triển khai#Nền tảng#-#99999
Thời gian hoàn thành#Công an huyện#Phòng VHTT, # và #Đề nghị #Quý I/2024#30/12/2023#trước #sau khi #VNeID#h n   n
Số:   /UBND-CA#Kính gửi:#Kế hoạch số 1/KH-UBND ngày 31/02/2023#TM. ỦY BAN#chủ trì, phối hợp #ﬁ
"""
WORDS = [piece.replace("⏎", "\n") for line in PIECES.strip().splitlines() for piece in line.split("#")]


def reads(data: bytes, name: str) -> DispatchReading | None:
    try:
        return read_bytes(data, name)
    except ReadingError as error:
        if not error.code:
            raise
        return None


@given(st.binary(max_size=400), st.sampled_from(["a.txt", "a.docx", "a.pdf", "a", "a.bin"]))
@SETTINGS
def test_any_bytes(data: bytes, name: str) -> None:
    reads(data, name)


@given(st.text(max_size=300))
@SETTINGS
def test_any_text(text: str) -> None:
    reads(text.encode("utf-8", "surrogatepass"), "a.txt")


@given(st.lists(st.sampled_from([*WORDS, "\f", "\x00", "\u0301"]), max_size=60))
@SETTINGS
def test_any_arrangement_of_a_dispatchs_pieces(pieces: list[str]) -> None:
    found = reads("".join(pieces).encode(), "a.txt")
    if found:
        spans = [a.span for p in found.pilots for a in (p.narrative, p.table) if a]
        assert all(0 <= s.start <= s.end <= len(found.text) for s in spans)


@given(st.integers(0, 20_000), st.integers(1, 400))
@settings(SETTINGS, max_examples=12)
def test_a_dispatch_with_a_hole_in_it(start: int, length: int) -> None:
    text = generate(load("binh_yen"))
    found = reads((text[:start] + text[start + length :]).encode(), "a.txt")
    assert found is None or found.text


@pytest.mark.parametrize(
    "filler",
    [
        "Phòng VHTT ", "1.1. chủ trì \n", "Công an huy n phối hợp ", "I\nV\nX\n", "12 \n", "( \n", "Quý ",
        "Ban Quản lý chợ, ", "sau khi ", "tháng 6/2023, ",
    ],
)  # fmt: skip
def test_time_grows_with_the_text_not_faster(filler: str) -> None:
    head = "PHỤ LỤC\n1. Mô hình 1: a\n1.1. Mục tiêu: b\n1.2. Phân công nhiệm vụ: CAH chủ trì.\n"
    reads((head + filler * 10).encode(), "a.txt")

    def seconds(times: int) -> float:
        """The least of three: what else the processor does can only add."""
        return min(once(times) for _ in range(3))

    def once(times: int) -> float:
        started = time.thread_time()  # other threads of this process, such as a browser's, do not count
        reads((head + filler * times).encode(), "a.txt")
        return time.thread_time() - started

    small, large = seconds(300), seconds(1200)
    assert large < 10 * small + 0.5
