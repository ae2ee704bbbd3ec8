"""Offices no alias knows, in running text: a capitalised head ("Ban Quản lý chợ") and the words that belong to it."""

import re
from collections.abc import Iterable, Iterator

from dean06.kernel.parties.names import Mention, ResolvedUnit
from dean06.programme.reading.damage import flat
from dean06.programme.reading.lines import tidy
from dean06.programme.reading.spans import Spans

LONGEST_NAME = 8
_HEAD = re.compile(
    r"(?<!\w)(?:Phòng|Ban|Tổ|Trung tâm|Chi cục|Cục|Sở|Công ty|Tổng công ty|Hội|Trường|Bệnh viện|Ngân hàng|Trạm|Đội|Đoàn"
    r"|Hạt|Liên đoàn|Quỹ|Tập đoàn|Hợp tác xã|Chi nhánh|Học viện|Xí nghiệp|Nhà máy|Nhà văn hóa|Viện)(?=\s+[^\W\d_])"
)
# "Ban hành", "Hội nghị", "Tổ chức": the same words at the head of something else.
_NO_NAME = re.compile(r"\s+(?:hanh|nghi|thao|chuc|so|hop|ngu|the|dat|chong|ngua|huu|bo|vien|thi|dong|truong)(?![a-z])")
# Small words and verbs that end a name; "cho" does, "chợ" does not.
_STOPS = (
    "chủ phối thực triển tổ xây hướng cung rà tham có và với theo trong để tại của cho về khi sau trước là làm đã sẽ "
    "cùng bố báo kiểm đôn tuyên nghiên lựa tiếp hỗ chịu giúp được phải cần từ đến hoàn thông tổng lập đẩy tăng giao "
    "cập khẩn thường đánh đề"
)
_STOP = frozenset(_STOPS.split())
_STOP_WITHOUT_TONES = frozenset(map(flat, _STOP))


def loose_names(text: str, known: Iterable[Mention]) -> Iterator[Mention]:
    """Names outside the ``known`` mentions, as mentions of units without a code."""
    taken = Spans((mention.start, mention.end) for mention in known)
    for head in _HEAD.finditer(text):
        if taken.touch(head.start(), head.end()):
            continue
        if _NO_NAME.match(flat(text[head.end() : head.end() + 12])):
            continue
        end = _name_end(text, head.end(), taken.next_start(head.end(), len(text)))
        if end > head.end():
            name = tidy(text[head.start() : end])
            yield Mention(head.start(), end, ResolvedUnit("", name, is_generic=False, level=""), 0.0)


def _name_end(text: str, start: int, limit: int) -> int:
    end = start
    for count, word in enumerate(re.finditer(r"\s+([^\W_]+)", text[start:limit])):
        at = start + word.start()
        is_next = at == end
        stops = word.group(1) in _STOP or (word.group(1).isascii() and word.group(1) in _STOP_WITHOUT_TONES)
        if not is_next or stops or count >= LONGEST_NAME or "\n\n" in word.group():
            break
        end = start + word.end()
    return end
