"""Who is looked for, who may ask, and whether an entry is the same person's. Pure; an officer has the last word."""

import re
from dataclasses import dataclass
from enum import StrEnum

from dean06.kernel.base.text import fold
from dean06.kernel.ports.judicial_register import Subject

SEXES = {"male": "Nam", "female": "Nữ"}
_PERSONAL_ID = re.compile(r"[0-9]{12}")


class Form(StrEnum):
    """Luật Lý lịch tư pháp Điều 41."""

    ONE = "so_1"
    TWO = "so_2"

    @property
    def document_type(self) -> str:
        """The type of document in the wallet."""
        return "phieu_ly_lich_tu_phap_1" if self is Form.ONE else "phieu_ly_lich_tu_phap_2"


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One line of a comparison; ``agrees`` is None when one side says nothing."""

    label: str
    ours: str
    theirs: str
    agrees: bool | None


def compared(ours: Subject, theirs: Subject) -> tuple[Compared, ...]:
    """Our person beside the register's entry. Names without diacritics and case; a year agrees with a day in it."""
    return (
        _line("Số định danh", ours.personal_id, theirs.personal_id),
        _line("Họ, chữ đệm, tên", ours.full_name, theirs.full_name),
        _born(ours.born, theirs.born),
        _line("Giới tính", SEXES.get(ours.sex, ""), SEXES.get(theirs.sex, "")),
        _line("Họ tên cha", ours.father, theirs.father),
        _line("Họ tên mẹ", ours.mother, theirs.mother),
    )


def is_certain(ours: Subject, theirs: Subject) -> bool:
    """Whether nobody needs to judge: the number agrees and nothing else speaks against it."""
    number, *rest = compared(ours, theirs)
    return number.agrees is True and all(line.agrees is not False for line in rest)


def why_not(form: Form, *, applicant_id: str, subject_id: str) -> str:
    """Why no search goes out, in Vietnamese; "" when the person asks for herself.

    Form 2 is for the person alone (Điều 45, no authorisation); a certificate in a wallet is its holder's in both forms.
    """
    if _PERSONAL_ID.fullmatch(applicant_id) is None:
        return "Người nộp chưa có số định danh cá nhân nên không tra cứu điện tử được."
    if applicant_id == subject_id:
        return ""
    if form is Form.TWO:
        return "Phiếu số 2 không được uỷ quyền: người yêu cầu phải là chính người được cấp (Luật LLTP Điều 45)."
    return "Yêu cầu thay người khác: giải quyết bằng phiếu giấy, phiếu điện tử chỉ cấp vào ví của chính người đó."


def birth_year_of(personal_id: str) -> str:
    """The year of birth a personal number carries (NĐ 137/2015, Điều 13: century and sex, then two digits)."""
    return f"{19 + int(personal_id[3]) // 2}{personal_id[4:6]}"


def _line(label: str, ours: str, theirs: str) -> Compared:
    agrees = fold(ours) == fold(theirs) if ours and theirs else None
    return Compared(label=label, ours=ours, theirs=theirs, agrees=agrees)


def _born(ours: str, theirs: str) -> Compared:
    length = min(len(ours), len(theirs))
    agrees = ours[:length] == theirs[:length] if length else None
    return Compared(label="Ngày sinh", ours=_day(ours), theirs=_day(theirs), agrees=agrees)


def _day(born: str) -> str:
    """A day as people write it; a year alone stays."""
    return "/".join(reversed(born.split("-")))
