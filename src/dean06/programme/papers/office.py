"""Who issues papers about the directive on a day: the People's Committee, its task force, and who signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dean06.programme.papers import form
from dean06.programme.papers.blocks import Head, Signature

TASK_FORCE = ("TỔ CÔNG TÁC TRIỂN KHAI", "ĐỀ ÁN 06")
TASK_FORCE_SYMBOL = "TCTĐA06"
DRAFTER_SYMBOL = "CA"
SAMPLE_MARK = "(Bản minh hoạ: công văn, người ký và số liệu hư cấu)"

PARTY_BODIES = {"huyện": "Thường trực Huyện ủy, HĐND huyện", "xã": "Thường trực Đảng ủy, HĐND xã"}


@dataclass(frozen=True, kw_only=True)
class Office:
    """The authority as it stands on a day; a name the register does not know is empty and stays blank on paper."""

    day: date
    level: str  # huyện, later xã
    place: str
    tracker: str
    chair: str = ""
    deputy: str = ""
    tracking_head: str = ""
    is_sample: bool = False

    @property
    def committee(self) -> str:
        """UBND huyện Đức Thọ."""
        return f"UBND {self.level} {self.place}"

    @property
    def mark(self) -> str:
        """What an invented paper says of itself."""
        return SAMPLE_MARK if self.is_sample else ""

    def report_head(self, subject: tuple[str, ...]) -> Head:
        """Letterhead of a report of the task force under the committee."""
        return Head(
            issuer_parent=self.committee.upper(),
            issuer=TASK_FORCE,
            number=form.blank_number(f"BC-{TASK_FORCE_SYMBOL}"),
            subject=("BÁO CÁO", *subject),
            is_titled=True,
            place_and_date=form.place_and_date(self.place, self.day),
        )

    def report_signature(self) -> Signature:
        """The head of the tracking body signs as standing deputy of the task force, whose head is the chair."""
        copies = (
            "Như trên",
            PARTY_BODIES.get(self.level, ""),
            f"CT, các PCT UBND {self.level}",
            "Thành viên Tổ công tác Đề án 06",
            "Lưu: VT",
        )
        authority = ("TM. TỔ CÔNG TÁC", "KT. TỔ TRƯỞNG", "TỔ PHÓ THƯỜNG TRỰC")
        return Signature(authority, self.tracking_head, tuple(filter(None, copies)), self.mark)

    def letter_head(self, subject: tuple[str, ...]) -> Head:
        """Letterhead of a công văn of the committee drafted by the tracking body."""
        return Head(
            issuer_parent="",
            issuer=("ỦY BAN NHÂN DÂN", f"{self.level} {self.place}".upper()),
            number=form.blank_number(f"UBND-{DRAFTER_SYMBOL}"),
            subject=subject,
            is_titled=False,
            place_and_date=form.place_and_date(self.place, self.day),
        )

    def letter_signature(self) -> Signature:
        """A deputy signs for the chair; where the register knows none, the chair."""
        own = ("KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH") if self.deputy else ("CHỦ TỊCH",)
        copies = ("Như trên", f"CT, các PCT UBND {self.level}", self.tracker, "Lưu: VT")
        return Signature(("TM. ỦY BAN NHÂN DÂN", *own), self.deputy or self.chair, copies, self.mark)
