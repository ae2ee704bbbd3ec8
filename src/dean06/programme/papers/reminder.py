"""The letter that urges units on (đôn đốc): what each owes in, paper out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dean06.programme.papers.blocks import Annex, Block, Column, Paper, Row, Table
from dean06.programme.papers.lines import TaskLine
from dean06.programme.papers.office import Office
from dean06.programme.papers.words import Cited, annex_head, body, count, day_text, heading, percent_text

MAX_NAMED = 8  # more addressees than this are named in the annex
ROMAN = ("I", "II")


@dataclass(frozen=True, kw_only=True)
class UnitDebt:
    """What one unit owes as lead: assignments that are overdue or soon will be."""

    code: str
    name: str
    tasks: tuple[TaskLine, ...]


@dataclass(frozen=True, kw_only=True)
class PlanDebt:
    """A unit whose plan has not come in or was sent back."""

    code: str
    name: str
    state: str


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """Everything the letter states, frozen at the end of `as_of`; `outside` lead what this office cannot order."""

    as_of: date
    answer_by: date
    cited: Cited
    units: tuple[UnitDebt, ...]
    plans: tuple[PlanDebt, ...]
    plan_wanted: str
    outside: tuple[UnitDebt, ...] = ()

    @property
    def is_empty(self) -> bool:
        """True when nobody has to be urged."""
        return not self.units and not self.plans

    @property
    def tasks(self) -> dict[int, TaskLine]:
        """Assignments by number, whoever leads them: one with two leads counts once."""
        return {task.number: task for unit in (*self.units, *self.outside) for task in unit.tasks}


def reminder_paper(reminder: Reminder, office: Office) -> Paper:
    """The công văn in the form of NĐ 30/2020."""
    return Paper(
        head=office.letter_head(("V/v đôn đốc thực hiện", f"các {reminder.cited.noun} Đề án 06")),
        addressees=_addressees(reminder),
        body=_body(reminder, office),
        signature=office.letter_signature(),
        drawn_on=reminder.as_of,
        annexes=_annexes(reminder, office),
    )


def _addressees(reminder: Reminder) -> tuple[str, ...]:
    names = dict.fromkeys([*(unit.name for unit in reminder.units), *(plan.name for plan in reminder.plans)])
    return tuple(names) if len(names) <= MAX_NAMED else ("Các cơ quan, đơn vị có tên tại phụ lục kèm theo",)


def _body(reminder: Reminder, office: Office) -> tuple[Block, ...]:
    points: list[str] = []
    if reminder.units:
        points.append(
            "Đơn vị chủ trì nhiệm vụ quá hạn khẩn trương hoàn thành, báo cáo rõ nguyên nhân và thời gian hoàn thành; "
            f"nhiệm vụ sắp đến hạn phải xong đúng hạn ({_annex_name(reminder, 'tasks')})."
        )
    if reminder.plans:
        wanted = f", thời hạn gửi theo công văn là {reminder.plan_wanted}" if reminder.plan_wanted else ""
        points.append(
            f"Đơn vị chưa gửi hoặc phải gửi lại kế hoạch thực hiện{wanted}, gửi ngay về Tổ công tác triển khai Đề án "
            f"06 {office.level} (qua {office.tracker}) ({_annex_name(reminder, 'plans')})."
        )
    points.append(
        f"Báo cáo kết quả về UBND {office.level} (qua {office.tracker}) chậm nhất ngày "
        f"{day_text(reminder.answer_by)}; nêu rõ khó khăn, vướng mắc và đề xuất (nếu có)."
    )
    return (
        body(f"Qua theo dõi việc thực hiện {reminder.cited.phrase}, đến hết ngày {_state(reminder)}."),
        body(f"Để bảo đảm tiến độ, UBND {office.level} yêu cầu:"),
        *(body(f"{place}. {text}") for place, text in enumerate(points, 1)),
        *_outside(reminder, office),
        body(
            f"Giao {office.tracker} theo dõi, tổng hợp kết quả, báo cáo Chủ tịch UBND {office.level} những đơn vị "
            "tiếp tục chậm./."
        ),
    )


def _state(reminder: Reminder) -> str:
    tasks = reminder.tasks.values()
    late = sum(task.is_overdue for task in tasks)
    found = [
        f"{count(late)} nhiệm vụ quá hạn" if late else "",
        f"{count(len(tasks) - late)} nhiệm vụ sắp đến hạn" if len(tasks) > late else "",
        f"{count(len(reminder.plans))} đơn vị chưa gửi hoặc phải gửi lại kế hoạch" if reminder.plans else "",
    ]
    return f"{day_text(reminder.as_of)} còn {', '.join(filter(None, found))}"


def _outside(reminder: Reminder, office: Office) -> tuple[Block, ...]:
    if not reminder.outside:
        return ()
    named = "; ".join(
        f"{unit.name} (nhiệm vụ {', '.join(str(task.number) for task in unit.tasks)})" for unit in reminder.outside
    )
    return (
        body(
            f"Đối với nhiệm vụ do cơ quan ngoài thẩm quyền của UBND {office.level} chủ trì, giao {office.tracker} liên "
            f"hệ, đề nghị phối hợp: {named}."
        ),
    )


def _annex_name(reminder: Reminder, which: str) -> str:
    if not (reminder.units and reminder.plans):
        return "phụ lục kèm theo"
    return f"Phụ lục {ROMAN[which == 'plans']} kèm theo"


def _annexes(reminder: Reminder, office: Office) -> tuple[Annex, ...]:
    letter = office.letter_head(())
    dated = letter.place_and_date.removeprefix(f"{office.place}, ")
    reference = f"Công văn {letter.number.replace('Số:', 'số')} {dated} của {office.committee}"
    parts = []
    if reminder.units:
        parts.append(("NHIỆM VỤ QUÁ HẠN, SẮP ĐẾN HẠN THEO ĐƠN VỊ CHỦ TRÌ", _unit_tables(reminder)))
    if reminder.plans:
        parts.append(("ĐƠN VỊ CHƯA GỬI HOẶC PHẢI GỬI LẠI KẾ HOẠCH", (_plan_table(reminder),)))
    numbers = ROMAN if len(parts) > 1 else ("",)
    return tuple(
        Annex((*annex_head(number, title, reference), *blocks))
        for number, (title, blocks) in zip(numbers, parts, strict=False)
    )


def _unit_tables(reminder: Reminder) -> tuple[Block, ...]:
    blocks: list[Block] = []
    for place, unit in enumerate(reminder.units, 1):
        late = sum(task.is_overdue for task in unit.tasks)
        soon = len(unit.tasks) - late
        blocks.append(heading(f"{place}. {unit.name} (quá hạn {count(late)}, sắp đến hạn {count(soon)})"))
        blocks.append(_task_table(unit, reminder.as_of))
    return tuple(blocks)


def _task_table(unit: UnitDebt, as_of: date) -> Table:
    columns = (
        Column("Số", 0.6, "center"),
        Column("Nhiệm vụ", 3.2),
        Column("Thời hạn", 1.9),
        Column("Tình trạng", 1.8, "center"),
        Column("Tiến độ", 0.95, "center"),
    )
    return Table(columns, tuple(_task_row(task, as_of) for task in unit.tasks))


def _task_row(task: TaskLine, as_of: date) -> Row:
    days = (task.due_on - as_of).days if task.due_on else None
    left = "" if days is None else f" {-days} ngày" if task.is_overdue else f", còn {days} ngày"
    return Row((str(task.number), task.title, task.deadline, f"{task.status}{left}", percent_text(task.percent)))


def _plan_table(reminder: Reminder) -> Table:
    rows = tuple(Row((str(place), plan.name, plan.state)) for place, plan in enumerate(reminder.plans, 1))
    return Table((Column("TT", 0.5, "center"), Column("Đơn vị", 4), Column("Tình trạng kế hoạch", 2.5)), rows)
