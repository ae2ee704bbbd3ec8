"""The weekly report on a directive: figures in, paper out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dean06.programme.papers.blocks import Block, Column, Paper, Row, Table
from dean06.programme.papers.lines import TaskLine
from dean06.programme.papers.office import Office
from dean06.programme.papers.words import Cited, body, bullet, count, day_text, heading, percent_text

NUMBERS_NAMED = 12  # a longer list of numbers says no more than its length


@dataclass(frozen=True, kw_only=True)
class GroupLines:
    """A group of the annex."""

    code: str
    title: str
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True, kw_only=True)
class PlanFigures:
    """Plans of units; `wanted` is how the directive words the time limit."""

    received: int
    owed: int
    wanted: str


@dataclass(frozen=True, kw_only=True)
class WeekFigures:
    """What happened from the Monday of the week until the day of the report."""

    plans: int
    reports: int
    confirmed: int
    returned: int
    decided: int
    raised: int
    settled: int


@dataclass(frozen=True, kw_only=True)
class OpenQuestions:
    """Undecided contradictions of one kind and who settles them; assignment 0 is the directive itself."""

    title: str
    is_for_chair: bool
    numbers: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class OpenImpediment:
    """A difficulty without a settling answer."""

    number: int
    unit: str
    owner: str
    text: str
    raised_on: date
    age_days: int


@dataclass(frozen=True, kw_only=True)
class Weekly:
    """Everything the report states, frozen at the end of `as_of`."""

    as_of: date
    week: tuple[date, date]
    cited: Cited
    by_status: tuple[tuple[str, int], ...]
    groups: tuple[GroupLines, ...]
    plans: PlanFigures
    happened: WeekFigures
    questions: tuple[OpenQuestions, ...]
    impediments: tuple[OpenImpediment, ...]

    @property
    def tasks(self) -> tuple[TaskLine, ...]:
        """All assignments in order."""
        return tuple(task for group in self.groups for task in group.tasks)


def weekly_paper(weekly: Weekly, office: Office) -> Paper:
    """The report in the form of NĐ 30/2020, addressed to the chair."""
    first, last = weekly.week
    subject = (
        f"Tiến độ thực hiện các {weekly.cited.noun} Đề án 06",
        f"trên địa bàn {office.level} {office.place}",
        f"(Tuần từ ngày {day_text(first)} đến ngày {day_text(last)})",
    )
    return Paper(
        head=office.report_head(subject),
        addressees=(f"Chủ tịch Ủy ban nhân dân {office.level} {office.place}",),
        body=_body(weekly, office),
        signature=office.report_signature(),
        drawn_on=weekly.as_of,
    )


def _body(weekly: Weekly, office: Office) -> tuple[Block, ...]:
    return (
        body(
            f"Thực hiện {weekly.cited.phrase}, Tổ công tác triển khai Đề án 06 {office.level} báo cáo tiến độ, "
            f"số liệu tính đến hết ngày {day_text(weekly.as_of)}, như sau:"
        ),
        heading("I. KẾT QUẢ CHUNG"),
        *_overall(weekly),
        heading("II. KẾT QUẢ THEO NHÓM"),
        _by_group(weekly),
        heading("III. MÂU THUẪN CỦA CÔNG VĂN CHỜ QUYẾT ĐỊNH"),
        *_questions(weekly),
        heading("IV. KHÓ KHĂN, VƯỚNG MẮC"),
        *_impediments(weekly),
        heading("V. ĐỀ XUẤT, KIẾN NGHỊ"),
        *_proposals(weekly, office),
        body(f"Trên đây là báo cáo tuần, kính trình Chủ tịch UBND {office.level} xem xét, chỉ đạo./."),
    )


def _overall(weekly: Weekly) -> tuple[Block, ...]:
    total = len(weekly.tasks)
    plans, week = weekly.plans, weekly.happened
    wanted = f" (thời hạn gửi: {plans.wanted})" if plans.wanted else ""
    rows = [Row((label, str(number), _share(number, total))) for label, number in weekly.by_status]
    columns = (Column("Tình trạng", 2.4), Column("Số nhiệm vụ", 1, "center"), Column("Tỷ lệ", 1, "center"))
    return (
        body(f"1. Công văn giao {count(total)} nhiệm vụ, chia thành {count(len(weekly.groups))} nhóm:"),
        Table(columns, (*rows, Row(("Tổng số", str(total), _share(total, total))))),
        body(
            f"2. Kế hoạch thực hiện: đã nhận của {count(plans.received)}/{count(plans.owed)} đơn vị{wanted}; "
            f"còn {count(plans.owed - plans.received)} đơn vị chưa gửi hoặc phải gửi lại."
        ),
        body(
            f"3. Trong tuần: nhận {count(week.plans)} kế hoạch, {count(week.reports)} báo cáo tiến độ; xác nhận "
            f"{count(week.confirmed)}, trả lại {count(week.returned)} báo cáo; quyết định {count(week.decided)} mâu "
            f"thuẫn; phát sinh {count(week.raised)}, giải quyết {count(week.settled)} khó khăn, vướng mắc."
        ),
    )


def _share(number: int, total: int) -> str:
    return f"{100 * number / total:.1f}%".replace(".", ",") if total else "-"


def _by_group(weekly: Weekly) -> Table:
    rows: list[Row] = []
    for group in weekly.groups:
        rows.append(Row((_group_text(group),), is_group=True))
        rows += [_task_row(task) for task in group.tasks]
    columns = (
        Column("Số", 0.55, "center"),
        Column("Nhiệm vụ", 2.6),
        Column("Chủ trì", 2.4),
        Column("Thời hạn", 1.7),
        Column("Tình trạng", 1.3, "center"),
        Column("Tiến độ", 0.95, "center"),
    )
    return Table(columns, tuple(rows))


def _group_text(group: GroupLines) -> str:
    late = sum(task.is_overdue for task in group.tasks)
    code = f"{group.code}. " if group.code else ""
    return f"{code}{group.title} ({count(len(group.tasks))} nhiệm vụ, quá hạn {count(late)})"


def _task_row(task: TaskLine) -> Row:
    leads = "; ".join(task.leads) or "Chưa rõ"
    return Row((str(task.number), task.title, leads, task.deadline, task.status, percent_text(task.percent)))


def _questions(weekly: Weekly) -> tuple[Block, ...]:
    if not weekly.questions:
        return (body("Không còn mâu thuẫn nào chờ quyết định."),)
    total = sum(len(kind.numbers) for kind in weekly.questions)
    rows = [
        Row((str(place), kind.title, str(len(kind.numbers)), _numbers(kind.numbers), _decider(kind)))
        for place, kind in enumerate(weekly.questions, 1)
    ]
    columns = (
        Column("TT", 0.5, "center"),
        Column("Nội dung", 2.9),
        Column("Số lượng", 0.8, "center"),
        Column("Nhiệm vụ số", 1.8),
        Column("Thẩm quyền", 1.8),
    )
    return (body(f"Còn {count(total)} nội dung chưa thống nhất trong công văn:"), Table(columns, tuple(rows)))


def _decider(kind: OpenQuestions) -> str:
    return "Chủ tịch UBND" if kind.is_for_chair else "Cơ quan theo dõi"


def _numbers(numbers: tuple[int, ...]) -> str:
    named = sorted(set(numbers) - {0})
    if len(named) > NUMBERS_NAMED:
        return f"{len(named)} nhiệm vụ"
    return ", ".join(map(str, named)) or "Cả công văn"


def _impediments(weekly: Weekly) -> tuple[Block, ...]:
    if not weekly.impediments:
        return (body(f"Đến hết ngày {day_text(weekly.as_of)}, không có khó khăn, vướng mắc chưa được giải quyết."),)
    rows = [
        Row((str(item.number), item.unit, item.text, item.owner, day_text(item.raised_on), str(item.age_days)))
        for item in weekly.impediments
    ]
    columns = (
        Column("Nhiệm vụ", 0.8, "center"),
        Column("Đơn vị nêu", 1.6),
        Column("Nội dung", 2.8),
        Column("Đơn vị trả lời", 1.6),
        Column("Ngày nêu", 1.2, "center"),
        Column("Số ngày chờ", 0.8, "center"),
    )
    return (Table(columns, tuple(rows)),)


def _proposals(weekly: Weekly, office: Office) -> tuple[Block, ...]:
    late = [task for task in weekly.tasks if task.is_overdue]
    chairs = sum(len(kind.numbers) for kind in weekly.questions if kind.is_for_chair)
    waiting = weekly.plans.owed - weekly.plans.received
    points = [
        f"Chỉ đạo đơn vị chủ trì hoàn thành {count(len(late))} nhiệm vụ quá hạn:" if late else "",
        f"Quyết định {count(chairs)} mâu thuẫn thuộc thẩm quyền của Chủ tịch nêu tại mục III." if chairs else "",
        f"Đôn đốc {count(waiting)} đơn vị chưa gửi hoặc phải gửi lại kế hoạch thực hiện." if waiting else "",
    ]
    asked = [point for point in points if point]
    if not asked:
        return (body("Không có nhiệm vụ quá hạn; không có đề xuất, kiến nghị."),)
    blocks: list[Block] = [body(f"Đề nghị Chủ tịch UBND {office.level}:")]
    for place, point in enumerate(asked, 1):
        blocks.append(body(f"{place}. {point}"))
        if late and place == 1:
            blocks += [bullet(_late_text(task, weekly.as_of)) for task in late]
    return tuple(blocks)


def _late_text(task: TaskLine, as_of: date) -> str:
    since = f"thời hạn: {task.deadline}"
    if task.due_on:
        since = f"thời hạn {day_text(task.due_on)}, quá hạn {(as_of - task.due_on).days} ngày"
    return f"Nhiệm vụ {task.number}: {task.title} ({'; '.join((*task.leads, since))})."
