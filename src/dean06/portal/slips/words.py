"""What each form says, line by line. Wording follows the forms of TT 03/2025/TT-VPCP as far as it is known."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from dean06.kernel.base import clock
from dean06.kernel.cases.types import Handing, Register, SlipFacts, SlipForm, SlipKind
from dean06.portal.procedures import fee_words
from dean06.portal.slips.sheet import Grid, Sheet
from dean06.ui.formats import day as written
from dean06.ui.formats import moment
from dean06.ui.words import capital

NOT_VERIFIED = "Mẫu này dựng theo hiểu biết chung về {source}, chưa đối chiếu với văn bản gốc."
NO_FEE = "Không thu"
OPEN = "............................."
GIVER, TAKER = "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ"
PADDED_UP_TO_DAY, PADDED_UP_TO_MONTH = 9, 2
# What stands behind the number of each slip; the number itself is the registry's to give.
SYMBOLS = {
    SlipKind.RECEIPT: "TNHS",
    SlipKind.SUPPLEMENT: "HDHS",
    SlipKind.REFUSAL: "TCHS",
    SlipKind.APOLOGY: "XLHS",
    SlipKind.STOP: "DGQ",
    SlipKind.CONTROL: "KSHS",
    SlipKind.REGISTER: "STD",
}


def sheet(facts: SlipFacts, *, parent: str, place: str, address: str) -> Sheet:
    """The slip. ``parent`` is the body above the unit, ``place`` where it is written, ``address`` what the QR holds."""
    drawn = WORDS[facts.form.kind](facts)
    return replace(
        drawn,
        parent=parent.upper(),
        place=f"{place}, {_long(clock.local(facts.at).date())}",
        address=address if facts.form.kind is not SlipKind.CONTROL else "",
    )


def register_sheet(book: Register, *, unit: tuple[str, str], place: str, span: tuple[date, date]) -> Sheet:
    """A unit's book over days: ``unit`` is (body above, name)."""
    rows = tuple(
        (
            str(number),
            line.code,
            line.procedure,
            line.applicant,
            moment(line.received_at),
            moment(line.due_at),
            moment(line.ended_at),
            line.status,
        )
        for number, line in enumerate(book.lines, start=1)
    )
    headings = ("TT", "Mã hồ sơ", "Thủ tục", "Người nộp", "Nhận lúc", "Hẹn trả", "Xong lúc", "Tình trạng")
    return Sheet(
        parent=unit[0].upper(),
        unit=unit[1].upper(),
        number=_number(SlipKind.REGISTER),
        form=_form(book.form),
        title=book.form.title.upper(),
        place=f"{place}, {_long(clock.today())}",
        drawn_on=clock.today(),
        lines=(("Từ ngày", written(span[0])), ("Đến ngày", written(span[1])), ("Số hồ sơ", str(len(rows)))),
        grid=Grid(headings=headings, shares=(0.5, 2.2, 2.4, 1.8, 1.4, 1.4, 1.4, 1.5), rows=rows),
        draft_note=_note(book.form),
        is_landscape=True,
    )


def _receipt(facts: SlipFacts) -> Sheet:
    fees = "; ".join(f"{fee.name}: {fee_words(fee)}" for fee in facts.fees)
    return replace(
        _base(facts),
        lines=(
            *_who(facts),
            ("Nơi tiếp nhận", facts.unit_name),
            ("Cách nộp", capital(facts.channel.label)),
            ("Thời gian nhận hồ sơ", moment(facts.received_at)),
            ("Thời gian trả kết quả", moment(facts.promised_at or facts.due_at)),
            ("Phí, lệ phí", fees or NO_FEE),
            ("Nhận kết quả tại", _where(facts)),
        ),
        listed=("Thành phần hồ sơ nộp gồm", tuple(f"{one.name} ({one.copy})" for one in facts.papers)),
        signers=((GIVER, facts.applicant), (TAKER, facts.by)),
    )


def _where(facts: SlipFacts) -> str:
    return f"Qua bưu chính công ích đến {facts.return_address}" if facts.return_address else facts.unit_name


def _supplement(facts: SlipFacts) -> Sheet:
    return replace(
        _base(facts),
        lines=(*_who(facts), ("Yêu cầu bổ sung, hoàn thiện", facts.words)),
        paragraphs=(
            "Thời hạn giải quyết tạm dừng từ lúc yêu cầu đến khi nhận đủ phần bổ sung. Trong khi hoàn thiện hồ sơ, nếu "
            f"có vướng mắc, đề nghị ông (bà) liên hệ {facts.unit_name} để được hướng dẫn.",
        ),
        signers=(("NGƯỜI HƯỚNG DẪN", facts.by),),
    )


def _refusal(facts: SlipFacts) -> Sheet:
    return replace(
        _base(facts),
        lines=(*_who(facts), ("Thời gian nộp hồ sơ", moment(facts.submitted_at)), ("Lý do từ chối", facts.words)),
        paragraphs=(f"{facts.unit_name} thông báo để ông (bà) được biết và thực hiện.",),
        signers=((GIVER, facts.applicant), (TAKER, facts.by)),
    )


def _apology(facts: SlipFacts) -> Sheet:
    return replace(
        _base(facts),
        lines=(
            ("Kính gửi", facts.applicant),
            ("Nội dung đề nghị giải quyết", facts.procedure),
            ("Đã tiếp nhận", moment(facts.received_at)),
            ("Thời gian hẹn trả kết quả", moment(facts.due_at)),
            ("Lý do chưa trả đúng hẹn", facts.words),
            ("Hẹn lại thời gian trả kết quả", moment(facts.promised_at)),
        ),
        paragraphs=(
            f"Sự chậm trễ này đã gây phiền hà, tốn kém cho ông (bà). {facts.unit_name} thành thật xin lỗi và mong "
            "ông (bà) thông cảm.",
        ),
        signers=(("NGƯỜI KÝ", facts.by),),
    )


def _stop(facts: SlipFacts) -> Sheet:
    return replace(
        _base(facts),
        lines=(*_who(facts), ("Đã tiếp nhận", moment(facts.received_at)), ("Lý do dừng giải quyết", facts.words)),
        paragraphs=(f"{facts.unit_name} thông báo dừng giải quyết hồ sơ nêu trên để ông (bà) được biết.",),
        signers=(("NGƯỜI KÝ", facts.by),),
    )


def _control(facts: SlipFacts) -> Sheet:
    return replace(
        _base(facts),
        lines=(
            ("Nội dung giải quyết", facts.procedure),
            ("Cơ quan giải quyết", facts.unit_name),
            ("Tiếp nhận", moment(facts.received_at)),
            ("Hạn trả kết quả", moment(facts.due_at)),
        ),
        grid=Grid(
            headings=("Nơi xử lý", "Giao, nhận (họ tên, chữ ký)", "Giờ, ngày giao nhận", "Kết quả", "Ghi chú"),
            shares=(2.0, 2.0, 1.7, 1.3, 1.0),
            rows=tuple(_handing(one) for one in facts.course),
        ),
    )


def _handing(one: Handing) -> tuple[str, ...]:
    hands = f"Giao: {one.given_by}\nNhận: {one.taken_by or OPEN}"
    return (one.desk, hands, moment(one.given_at), _outcome(one.due_at, one.done_at), "")


def _outcome(due_at: datetime | None, done_at: datetime | None) -> str:
    """Before, on or after the time a desk has, by the day; a desk without a time is neither."""
    if done_at is None:
        return "Đang xử lý"
    if due_at is None:
        return "Đã chuyển"
    if done_at > due_at:
        return "Quá hạn"
    return "Đúng hạn" if clock.local(done_at).date() == clock.local(due_at).date() else "Trước hạn"


WORDS: dict[SlipKind, Callable[[SlipFacts], Sheet]] = {
    SlipKind.RECEIPT: _receipt,
    SlipKind.SUPPLEMENT: _supplement,
    SlipKind.REFUSAL: _refusal,
    SlipKind.APOLOGY: _apology,
    SlipKind.STOP: _stop,
    SlipKind.CONTROL: _control,
}


def _base(facts: SlipFacts) -> Sheet:
    return Sheet(
        parent="",
        unit=facts.unit_name.upper(),
        number=_number(facts.form.kind),
        form=_form(facts.form),
        title=facts.form.title.upper(),
        place="",
        drawn_on=clock.local(facts.at).date(),
        code=facts.code,
        draft_note=_note(facts.form),
    )


def _who(facts: SlipFacts) -> tuple[tuple[str, str], ...]:
    return (
        ("Hồ sơ của", facts.applicant),
        ("Địa chỉ", facts.address or OPEN),
        ("Số điện thoại", facts.phone or OPEN),
        ("Nội dung yêu cầu giải quyết", facts.procedure),
    )


def _number(kind: SlipKind) -> str:
    return f"Số:          /{SYMBOLS[kind]}"


def _form(form: SlipForm) -> str:
    return f"Mẫu số {form.number} ({form.source})"


def _note(form: SlipForm) -> str:
    return "" if form.verified else NOT_VERIFIED.format(source=form.source)


def _long(day: date) -> str:
    """ "ngày 05 tháng 02 năm 2026": days below 10 and the months 1 and 2 take a leading zero (NĐ 30/2020)."""
    day_text = f"{day.day:02d}" if day.day <= PADDED_UP_TO_DAY else str(day.day)
    month_text = f"{day.month:02d}" if day.month <= PADDED_UP_TO_MONTH else str(day.month)
    return f"ngày {day_text} tháng {month_text} năm {day.year}"
