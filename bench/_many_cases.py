"""Half a million cases as they lie in the tables after a year and a half, written by COPY and held against every rule.

Of twenty cases nineteen are over, one lies on a desk: waiting to be received, worked on, waiting for papers, for money,
for the leader, for its applicant to come. Five offices have as many each, so nothing is special about the one
measured. COPY runs past the triggers, so ``prove`` asks afterwards what they would have asked.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache

from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.base.text import fold, name_sort_key

UNITS = ("xa-duc-tho", "xa-duc-minh", "xa-duc-quang", "xa-duc-thinh", "xa-duc-dong")
PROCEDURES = ("khai_sinh", "khai_tu", "ket_hon")
FIRST_DAY = date(2025, 7, 2)
CASES_A_PERSON = 5
OPEN_OF = 20  # one case of so many is open
CHUNK = 20_000
FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Võ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Đinh")
MIDDLE = ("Thị", "Văn", "Đức", "Ngọc", "Hữu", "Thị Thu", "Thị Thanh", "Quang", "Minh", "Xuân", "Thị Mỹ", "Công")
GIVEN_NAMES = (
    "An Anh Bảo Bình Châu Chi Cường Dũng Dung Duy Đạt Điệp Giang Hà Hải Hạnh Hằng Hiền Hiếu Hoa Hòa "
    "Hùng Huệ Hương Huy Khánh Khoa Kiên Lam Lan Liên Linh Loan Long Lộc Mai Mạnh Nam Nga Ngân Nghĩa "
    "Nhung Oanh Phong Phúc Phương Quân Quyên Sơn Tâm Thảo Thắng Thủy Tiến Toàn Trang Trung Tú Tuấn "
    "Tuyết Uyên Vân Việt Vinh Yến"
)
GIVEN = GIVEN_NAMES.split()
ANSWERS = {
    "applicant_address": "Thôn Quang Trung, xã Đức Thọ",
    "applicant_phone": "0912345678",
    "relation": "me",
    "child_name": "Nguyễn Thị Bé",
    "child_born_on": "2025-06-01",
    "child_sex": "nu",
    "child_ethnic_group": "Kinh",
    "child_nationality": "Việt Nam",
    "birth_place": "Bệnh viện Đa khoa Đức Thọ",
    "origin": "Xã Đức Thọ",
    "mother_born_year": "1996",
    "has_father": "false",
}
# The tables filled, each with its columns in the order the rows below have them.
COLUMNS = {
    "parties_party": "id kind personal_id full_name name_fold name_sort sex is_fictional",
    "cases_filing": "id key digest filed_by entrance level at applicant_id",
    "cases_case": "id code filing_id version_id procedure_code procedure_name applicant_id applicant_name"
    " applicant_fold channel unit_code unit_name answers status revision submitted_at received_at due_at ended_at"
    " pauses is_late result_number last_by last_act last_at",
    "cases_caseevent": "id case_id number at act status step_code by_name by_post by_unit_code by_unit_name note",
    "cases_task": "id case_id step_code title unit_code role assignee_id assignee_name opened_at closed_at"
    " urgency case_status case_is_late procedure_code",
    "cases_supplement": "id case_id number asked_at asked_by request answer",
    "cases_filecounter": "id agency day last",
}
NULL = r"\N"
Rows = dict[str, list[str]]


@dataclass(frozen=True)
class Life:
    """How far a case has come: its acts with the status after each, and the step it lies at (-1: nowhere)."""

    acts: tuple[tuple[str, int], ...]
    step: int


FILED, TAKEN_IN = (("file", 1),), (("file", 1), ("receive", 2))
WORKED_ON = (*TAKEN_IN, ("assign", 4))
OVER = Life((*WORKED_ON, ("assign", 4), ("decide", 9), ("hand_over", 10)), -1)
OPEN = (
    Life(FILED, 0),
    Life(WORKED_ON, 1),
    Life((*WORKED_ON, ("ask_supplement", 5)), 1),
    Life((*WORKED_ON, ("ask_payment", 6)), 1),
    Life((*WORKED_ON, ("assign", 4)), 2),
    Life((*WORKED_ON, ("assign", 4), ("decide", 9)), 0),
    Life(WORKED_ON, 1),
    Life(FILED, 0),
)


@dataclass(frozen=True)
class Form:
    """A procedure as the rows need it."""

    version_id: str
    code: str
    name: str
    steps: tuple[tuple[str, str, str], ...]  # code, title, role


@dataclass(frozen=True)
class Desk:
    """One receiving unit."""

    code: str
    name: str
    agency: str


@dataclass(frozen=True)
class Plan:
    """How many cases, over how many days, of which procedures, at which desks."""

    count: int
    days: int
    forms: list[Form]
    desks: list[Desk]

    @property
    def a_day(self) -> int:
        """Cases filed on a day, at all desks."""
        return -(-self.count // self.days)

    def day_of(self, number: int) -> tuple[date, int]:
        """When the n-th case was filed, and its place among those of its day."""
        return FIRST_DAY + timedelta(days=number // self.a_day), number % self.a_day


def fill(count: int, until: date) -> None:
    """Write ``count`` cases filed from ``FIRST_DAY`` until the day before ``until``, and prove them."""
    from django.db import connection, transaction

    plan = Plan(count=count, days=(until - FIRST_DAY).days, forms=_forms(until), desks=_desks(until))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        for start in range(0, count, CHUNK):
            rows: Rows = {table: [] for table in COLUMNS}
            for number in range(start, min(start + CHUNK, count)):
                _write(rows, number, plan)
            _copy(cursor, rows)
        _copy(cursor, {"cases_filecounter": list(_counters(plan))})
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    prove()


def prove() -> None:
    """What constraints' triggers and ours would have refused; SystemExit names the first that is broken."""
    from django.db import connection

    with connection.cursor() as cursor:
        for what, sql in {**RULES, **dict(_references(cursor))}.items():
            cursor.execute(f"SELECT count(*) FROM ({sql}) AS broken")
            if found := cursor.fetchone()[0]:
                raise SystemExit(f"the cases made are not right: {found} times {what}")


RULES = {
    "a case is not where its events left it": """
        SELECT FROM cases_case AS one
        LEFT JOIN (SELECT DISTINCT ON (case_id) case_id, number, status FROM cases_caseevent
            ORDER BY case_id, number DESC) AS last ON last.case_id = one.id
        WHERE (one.revision, one.status) IS DISTINCT FROM (last.number, last.status)
    """,
    "a status does not follow": """
        SELECT FROM (SELECT number, status, lag(number) OVER ours AS number_before, lag(status) OVER ours AS before
            FROM cases_caseevent WINDOW ours AS (PARTITION BY case_id ORDER BY number)) AS step
        WHERE number <> coalesce(number_before, 0) + 1 OR NOT cases_may_follow(coalesce(before, 1), status)
    """,
    "codes of a day are not gapless": """
        SELECT FROM (SELECT left(code, -12) AS agency, to_date(substr(right(code, 11), 1, 6), 'YYMMDD') AS day,
            count(*) AS codes, max(right(code, 4)::int) AS last FROM cases_case GROUP BY 1, 2) AS used
        FULL JOIN cases_filecounter AS counter USING (agency, day)
        WHERE (used.codes, used.last) IS DISTINCT FROM (counter.last, counter.last)
    """,
    "a case that is not over lies nowhere": """
        SELECT FROM cases_case AS one WHERE (status IN (3, 8, 10)) =
            EXISTS (SELECT FROM cases_task WHERE case_id = one.id AND closed_at IS NULL)
    """,
    "an open task does not repeat its case": """
        SELECT FROM cases_task AS task JOIN cases_case AS one ON one.id = task.case_id WHERE closed_at IS NULL
            AND (urgency, case_status, case_is_late, task.procedure_code) IS DISTINCT FROM
            (cases_urgency(one.status, one.ended_at, one.due_at), one.status, one.is_late, one.procedure_code)
    """,
}


def _references(cursor: object) -> Iterator[tuple[str, str]]:
    """Every foreign key of the tables filled, as a query for rows that point nowhere."""
    cursor.execute(  # type: ignore[attr-defined]
        """
        SELECT conrelid::regclass::text, a.attname, confrelid::regclass::text
        FROM pg_constraint JOIN pg_attribute AS a ON a.attrelid = conrelid AND a.attnum = conkey[1]
        WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)
        """,
        [list(COLUMNS)],
    )
    for table, column, other in cursor.fetchall():  # type: ignore[attr-defined]
        yield (
            f"{table}.{column} points nowhere",
            f"SELECT FROM {table} AS one WHERE {column} IS NOT NULL"
            f" AND NOT EXISTS (SELECT FROM {other} AS found WHERE found.id = one.{column})",
        )


def _forms(day: date) -> list[Form]:
    from dean06.kernel.cases.pinning import in_force, pin

    found = [in_force(code, day) for code in PROCEDURES]
    return [
        Form(
            version_id=str(pin(one).pk),
            code=one.procedure.code,
            name=one.procedure.name,
            steps=tuple((step.code, step.title, step.role.value) for step in one.procedure.steps),
        )
        for one in found
    ]


def _desks(day: date) -> list[Desk]:
    from dean06.kernel.cases.agencies import agency_of
    from dean06.kernel.parties import api as parties

    found = []
    for commune in UNITS:
        code = f"trung-tam-phuc-vu-hcc-{commune}"
        agency = agency_of(code, day)
        if agency is None:
            raise SystemExit(f"{code} has no agency code")
        found.append(Desk(code=code, name=parties.unit_name(code, day), agency=agency.code))
    return found


def _copy(cursor: object, rows: Rows) -> None:
    for table, lines in rows.items():
        if lines:
            columns = ", ".join(COLUMNS[table].split())
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:  # type: ignore[attr-defined]
                copy.write("".join(lines))


def person(number: int) -> tuple[str, str]:
    """Personal number and name of the n-th person; the numbers are in the range of nobody."""
    name = f"{FAMILY[number % 14]} {MIDDLE[number // 14 % 12]} {GIVEN[number // 168 % len(GIVEN)]}"
    return f"0009{number:08}", name


@cache
def _words(name: str) -> tuple[str, str]:
    return fold(name), name_sort_key(name)


@dataclass(frozen=True)
class One:
    """A case to be written: whose, where, under what, how far it came."""

    number: int
    place: int  # among those of its unit and day
    case_id: str
    party_id: str
    name: str
    form: Form
    desk: Desk
    life: Life
    filed: datetime

    @property
    def due(self) -> datetime:
        """The day it is due; how many days that is matters to nobody here."""
        return self.filed + HOUR + (1 + self.number % 12) * DAY

    def at(self, act: int) -> datetime:
        """When its n-th act was."""
        return self.filed + act * HOUR


def _write(rows: Rows, number: int, plan: Plan) -> None:
    day, place = plan.day_of(number)
    desk = plan.desks[place % len(plan.desks)]
    filed = datetime(day.year, day.month, day.day, 8, tzinfo=VN_TZ) + timedelta(seconds=place * 30)
    owner = number % max(1, plan.count // CASES_A_PERSON)
    personal_id, name = person(owner)
    party_id, filing_id = _id(1, owner, FIRST_FILED), _id(3, number, filed)
    if number == owner:
        _row(rows, "parties_party", party_id, "person", personal_id, name, *_words(name), "unknown", "t")
    _row(
        rows,
        "cases_filing",
        filing_id,
        f"{party_id}:nap:{number}",
        f"{number:064x}",
        name,
        "site",
        2,
        filed,
        party_id,
    )
    is_over = number < plan.count - plan.count // OPEN_OF
    one = One(
        number=number,
        place=place // len(plan.desks) + 1,
        case_id=_id(2, number, filed),
        party_id=party_id,
        name=name,
        form=plan.forms[number % len(plan.forms)],
        desk=desk,
        life=OVER if is_over else OPEN[number // len(plan.desks) % len(OPEN)],
        filed=filed,
    )
    _case(rows, one, filing_id)
    _history(rows, one)


def _case(rows: Rows, one: One, filing_id: str) -> None:
    (act, status), count, form, desk = one.life.acts[-1], len(one.life.acts), one.form, one.desk
    received = one.at(1) if count > 1 else None
    ended = one.at(count) if status in (9, 10) else None
    answers = json.dumps({"applicant_name": one.name, **ANSWERS}, ensure_ascii=False)
    _row(
        rows, "cases_case", one.case_id, f"{desk.agency}-{one.filed:%y%m%d}-{one.place:04}", filing_id, form.version_id,
        form.code, form.name, one.party_id, one.name, _words(one.name)[0], "online" if one.number % 3 else "counter",
        desk.code, desk.name, answers, status, count, one.filed, received, one.due if received else None, ended,
        int(status == 5), "f", f"{one.number}/KQ" if ended else "", f"Cán bộ {one.number % 10}", act, one.at(count - 1),
    )  # fmt: skip
    if status == 5:
        asked = one.at(count - 1)
        supplement_id = _id(4, one.number, one.filed)
        _row(rows, "cases_supplement", supplement_id, one.case_id, 1, asked, "Cán bộ một cửa", "Bổ sung giấy", "")


def _history(rows: Rows, one: One) -> None:
    step, opened, steps = 0, one.filed, one.form.steps
    for place, (act, status) in enumerate(one.life.acts):
        officer = (f"Cán bộ {one.number % 10}", "Chuyên viên", one.desk.code, one.desk.name)
        who = (one.name, "", "", "") if act == "file" else officer
        event_id, at = _id(5, one.number * 8 + place, one.at(place)), one.at(place)
        _row(rows, "cases_caseevent", event_id, one.case_id, place + 1, at, act, status, steps[step][0], *who, "")
        if act == "assign" or (act == "decide" and one.life.step != 2):
            _task(rows, one, (step, place), (opened, at))
            step, opened = (0 if act == "decide" else min(step + 1, len(steps) - 1)), at
    _task(rows, one, (step, 7), (opened, None if one.life.step >= 0 else one.at(len(one.life.acts) - 1)))


def _task(rows: Rows, one: One, place: tuple[int, int], times: tuple[datetime, datetime | None]) -> None:
    """One desk's turn, by step and number; while it is open it repeats its case as the trigger has it (0007)."""
    (code, title, role), status = one.form.steps[place[0]], one.life.acts[-1][1]
    year = {5: 9999, 9: 9997, 1: 9998}.get(status)
    urgency = datetime(year, 1, 1, tzinfo=VN_TZ) if year else one.due
    copies = (None, None, "f", "") if times[1] else (urgency, status, "f", one.form.code)
    task_id = _id(6, one.number * 8 + place[1], times[0])
    _row(rows, "cases_task", task_id, one.case_id, code, title, one.desk.code, role, None, "", *times, *copies)


def _counters(plan: Plan) -> Iterator[str]:
    for offset in range(plan.days):
        left = min(plan.a_day, plan.count - offset * plan.a_day)
        for position, desk in enumerate(plan.desks):
            last = (left - position + len(plan.desks) - 1) // len(plan.desks)
            if last > 0:
                day = FIRST_DAY + timedelta(days=offset)
                values = (_id(7, offset * 10 + position, FIRST_FILED), desk.agency, day, last)
                yield "\t".join(map(str, values)) + "\n"


HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRST_FILED = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day, tzinfo=VN_TZ)


def _id(kind: int, number: int, at: datetime) -> str:
    """A UUID of version 7, so that rows lie in the indexes as our own do."""
    text = f"{int(at.timestamp() * 1000):012x}7{kind:03x}8{number:015x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def _row(rows: Rows, table: str, *values: object) -> None:
    rows[table].append("\t".join([NULL if value is None else str(value) for value in values]) + "\n")
