"""What stands on the certificate (Luật Lý lịch tư pháp Điều 42, 43), and each claim by itself so that one can be shown.

Form 1: convictions that stand; the ban on office only when it was asked for. Form 2: all convictions, the cleared ones
too, and the ban. The groups of offences are on form 1 alone: form 2 is for the person and investigators alone.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from dean06.kernel.ports.judicial_register import Ban, Conviction, Penalty
from dean06.pilots.p16_criminal_records.rules.law import Law
from dean06.pilots.p16_criminal_records.rules.people import Form

CLEAN = "Không có án tích"
FREE = "Không bị cấm đảm nhiệm chức vụ, thành lập, quản lý doanh nghiệp"
STANDS = "Có án tích"
PENALTIES = {
    Penalty.NONE: "miễn hình phạt",
    Penalty.WARNING: "cảnh cáo",
    Penalty.FINE: "phạt tiền",
    Penalty.REFORM: "cải tạo không giam giữ",
    Penalty.SUSPENDED: "tù nhưng cho hưởng án treo",
    Penalty.PRISON: "tù có thời hạn",
    Penalty.LIFE: "tù chung thân",
}
# No fact of the certificate, only a chapter the clearing needs.
NOT_SHOWN = frozenset({"peace"})


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A conviction with the officer's decision; ``cleared_on`` when it is cleared and the day is known."""

    conviction: Conviction
    stands: bool
    cleared_on: date | None


def shown(form: Form, judged: Iterable[Judged]) -> tuple[Judged, ...]:
    """The convictions a form tells of, the oldest judgement first."""
    told = [one for one in judged if one.stands or form is Form.TWO]
    return tuple(sorted(told, key=lambda one: (one.conviction.judged_on, one.conviction.judgement)))


def facts(
    law: Law, form: Form, judged: Sequence[Judged], bans: Sequence[Ban], *, with_ban: bool, day: date
) -> dict[str, str]:
    """Name of the fact -> words, for what the register told; who the person is comes from elsewhere."""
    told = {"conviction": _convictions(shown(form, judged))}
    if with_ban or form is Form.TWO:
        told["ban"] = "; ".join(map(_ban, in_force(bans, day))) or FREE
    if form is Form.ONE:
        told |= group_facts(law, judged)
    return told


def group_facts(law: Law, judged: Iterable[Judged]) -> dict[str, str]:
    """For each group of offences whether a conviction of it stands: nothing of one tells about another."""
    standing = [one.conviction.article for one in judged if one.stands]
    return {
        f"group_{one.code}": f"{STANDS if any(map(one.holds, standing)) else CLEAN} về {one.label}"
        for one in law.groups
        if one.code not in NOT_SHOWN
    }


def in_force(bans: Iterable[Ban], day: date) -> tuple[Ban, ...]:
    """Bans that hold on a day; ``until`` is the first day they do not."""
    return tuple(sorted((one for one in bans if one.since <= day < one.until), key=lambda one: one.since))


def _convictions(told: Sequence[Judged]) -> str:
    return "; ".join(map(_words, told)) or CLEAN


def _words(one: Judged) -> str:
    conviction = one.conviction
    penalty = PENALTIES[conviction.penalty]
    length = f" {conviction.months} tháng" if conviction.months else ""
    words = (
        f"{conviction.offence} (Điều {conviction.article} BLHS), bản án số {conviction.judgement} ngày "
        f"{conviction.judged_on:%d/%m/%Y} của {conviction.court}, {penalty}{length}"
    )
    if one.stands:
        return f"{STANDS}: {words}"
    cleared = f" từ ngày {one.cleared_on:%d/%m/%Y}" if one.cleared_on else ""
    return f"Đã được xoá án tích{cleared}: {words}"


def _ban(ban: Ban) -> str:
    until = f"{ban.until:%d/%m/%Y}"
    return f"{ban.what}, quyết định số {ban.decision} của {ban.court}, từ {ban.since:%d/%m/%Y} đến trước {until}"
