"""Plain figures of papers, as the selectors would give them, and what other programs read from the files."""

import io
import re
import shutil
import subprocess
from datetime import date

import docx
import pypdf

from dean06.programme.papers.lines import TaskLine
from dean06.programme.papers.office import Office
from dean06.programme.papers.reminder import PlanDebt, Reminder, UnitDebt
from dean06.programme.papers.weekly import (
    GroupLines,
    OpenImpediment,
    OpenQuestions,
    PlanFigures,
    WeekFigures,
    Weekly,
)
from dean06.programme.papers.words import Cited

FRIDAY = date(2024, 1, 12)
OFFICE = Office(
    day=FRIDAY, level="huyện", place="Đức Thọ", tracker="Công an huyện", chair="Trần Chánh", deputy="Lê Phó"
)
CITED = Cited(
    number="",
    symbol="UBND-CA",
    issued_on=None,
    received_on=date(2023, 11, 27),
    issuer="UBND huyện Đức Thọ",
    subject="bổ sung các mô hình điểm",
    is_pilots=True,
)
LATE = TaskLine(
    number=5,
    title="Lưu trú trên xe khách",
    leads=("Phòng Kinh tế - Hạ tầng",),
    deadline="30/12/2023",
    due_on=date(2023, 12, 30),
    status="Quá hạn",
    percent=60,
    is_overdue=True,
)
CALM = TaskLine(
    number=4,
    title="Kiosk khám chữa bệnh",
    leads=("Phòng Y tế", "Bệnh viện đa khoa huyện"),
    deadline="Quý I/2024 (31/03/2024)",
    due_on=date(2024, 3, 31),
    status="Đang thực hiện",
    percent=None,
)


def weekly(*, tasks: tuple[TaskLine, ...] = (CALM, LATE), questions: tuple[OpenQuestions, ...] = ()) -> Weekly:
    return Weekly(
        as_of=FRIDAY,
        week=(date(2024, 1, 8), date(2024, 1, 14)),
        cited=CITED,
        by_status=(("Đang thực hiện", 1), ("Quá hạn", 1), ("Hoàn thành", 0)),
        groups=(GroupLines(code="II", title="Phát triển kinh tế - xã hội", tasks=tasks),),
        plans=PlanFigures(received=6, owed=38, wanted="trước ngày 03/12/2023"),
        happened=WeekFigures(plans=0, reports=3, confirmed=2, returned=1, decided=4, raised=1, settled=0),
        questions=questions,
        impediments=(
            OpenImpediment(
                number=5,
                unit="Phòng Kinh tế - Hạ tầng",
                owner="Công an huyện",
                text="Nhà xe chưa có máy đọc thẻ",
                raised_on=date(2023, 12, 12),
                age_days=31,
            ),
        ),
    )


def task_debt(number: int = 5, *, is_overdue: bool = True) -> TaskLine:
    return TaskLine(
        number=number,
        title=f"Nhiệm vụ thử {number}",
        leads=(),
        deadline="30/12/2023" if is_overdue else "19/01/2024",
        due_on=date(2023, 12, 30) if is_overdue else date(2024, 1, 19),
        status="Quá hạn" if is_overdue else "Sắp đến hạn",
        is_overdue=is_overdue,
        percent=60,
    )


def reminder(
    *, units: tuple[UnitDebt, ...] = (), plans: tuple[PlanDebt, ...] = (), outside: tuple[UnitDebt, ...] = ()
) -> Reminder:
    return Reminder(
        as_of=FRIDAY,
        answer_by=date(2024, 1, 17),
        cited=CITED,
        units=units,
        plans=plans,
        plan_wanted="trước ngày 03/12/2023",
        outside=outside,
    )


def pdf_text(data: bytes) -> str:
    """What poppler reads from a PDF, else pypdf: one line of words, so that line ends do not matter."""
    if tool := shutil.which("pdftotext"):
        done = subprocess.run([tool, "-raw", "-", "-"], input=data, capture_output=True, check=True)
        return squeezed(done.stdout.decode())
    return squeezed(" ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages))


def word_text(data: bytes) -> str:
    """What python-docx reads from a Word file, in order, merged cells once."""
    parts: list[str] = []
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        if hasattr(block, "rows"):
            cells = {cell._tc: cell.text for row in block.rows for cell in row.cells}
            parts += cells.values()
        else:
            parts.append(block.text)
    return squeezed(" ".join(parts))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()
