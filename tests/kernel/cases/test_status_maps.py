"""Tables of other systems' statuses: total both ways, dated, and every mistake told with its line."""

from datetime import date

import pytest

from dean06.kernel.base.errors import NotFound
from dean06.kernel.cases.status_maps import UnknownStatus, read_map, read_maps, status_map, status_maps
from dean06.kernel.cases.statuses import LABELS, Status
from dean06.kernel.cases.types import DeclarationError

TODAY = date(2025, 12, 5)
HEAD = 'title = "Hệ khác"\nvalid_from = 2025-07-01\nsource = "thử"\nverified = false\n'


def rows(*pairs: tuple[int, str], more: str = "") -> str:
    return HEAD + "".join(f'\n[[status]]\nours = {ours}\ntheirs = "{theirs}"\n' for ours, theirs in pairs) + more


WHOLE = rows(*((one, f"s{one}") for one in range(1, 11)))


@pytest.mark.parametrize("table", status_maps(), ids=lambda one: one.system)
def test_every_table_sends_all_ten_and_reads_what_it_sends(table):
    assert set(table.sent) == set(Status)
    assert set(table.sent.values()) <= set(table.read)
    back = {status: table.status_of(table.code_of(status)) for status in Status}
    assert {status for status in Status if back[status] is not status} == set(table.lost)


@pytest.mark.parametrize("table", status_maps(), ids=lambda one: one.system)
def test_what_comes_back_as_another_status_means_the_same_for_the_clock(table):
    for status in table.lost:
        assert table.status_of(table.code_of(status)).clock is status.clock


def test_the_national_list_is_ours_word_by_word():
    table = status_map("national", TODAY)
    assert table.lost == ()
    assert {code: table.labels[code] for code in table.read} == {str(one.value): LABELS[one] for one in Status}
    assert not table.verified


def test_a_system_with_fewer_words_says_which_are_lost():
    assert status_map("opencps", TODAY).lost == (Status.WITHDRAWAL_ASKED,)
    assert status_map("opencps", TODAY).status_of("new") is Status.SUBMITTED


def test_a_code_nobody_declared_is_never_guessed():
    with pytest.raises(UnknownStatus):
        status_map("national", TODAY).status_of("11")


def test_a_system_or_a_day_without_a_table_is_said():
    for system, day in (("khong_co", TODAY), ("national", date(2010, 1, 1))):
        with pytest.raises(NotFound):
            status_map(system, day)


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        (WHOLE.replace("ours = 10", "ours = 12"), 43, "từ 1 đến 10"),
        (WHOLE.replace("ours = 10", "ours = 9"), 43, "đã có mã để gửi"),
        (WHOLE.replace('"s10"', '"s9"'), 44, "đã có nghĩa"),
        (WHOLE.replace('"s10"', '""'), 44, "theirs"),
        (WHOLE + 'direction = "ra"\n', 45, "chỉ nhận: both, out, in"),
        (WHOLE + 'direction = "out"\n', 44, "không đọc về được"),
        (WHOLE + 'nhan = "x"\n', 45, "Không có mục “nhan”"),
        (rows(*((one, f"s{one}") for one in range(1, 10))), 1, "Thiếu mã để gửi trạng thái 10"),
        (WHOLE.replace("verified = false", 'verified = "no"'), 4, "true hoặc false"),
        (HEAD, 1, "Thiếu “status”"),
    ],
)
def test_every_mistake_is_told_with_its_line(text, line, said):
    with pytest.raises(DeclarationError) as told:
        read_map("khac.toml", text)
    assert any(one.line == line and said in one.message for one in told.value.problems), told.value


def test_two_tables_of_one_system_follow_each_other(tmp_path):
    earlier, later = tmp_path / "khac-2025.toml", tmp_path / "khac-2026.toml"
    earlier.write_text(WHOLE.replace("2025-07-01", "2025-07-01\nvalid_until = 2026-01-01"), encoding="utf-8")
    later.write_text(WHOLE.replace("2025-07-01", "2026-01-01"), encoding="utf-8")
    assert [one.valid_from.year for one in read_maps([earlier, later])] == [2025, 2026]
    later.write_text(WHOLE, encoding="utf-8")
    with pytest.raises(DeclarationError, match="Trùng thời gian"):
        read_maps([earlier, later])
