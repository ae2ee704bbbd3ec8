"""A commune's one-stop shop: a mother, a neighbour, the officers, and helpers that walk a case."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from io import BytesIO
from typing import Any
from uuid import UUID

from tests import papers
from tests.kernel.cases import declarations

from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.base.ids import new_id
from dean06.kernel.cases import declared
from dean06.kernel.cases.models import Case
from dean06.kernel.cases.services import filing, handling
from dean06.kernel.cases.types import Filed, IncomingPaper, PaperSource
from dean06.kernel.documents import api as documents
from dean06.kernel.parties import api as parties

UNIT = "trung-tam-phuc-vu-hcc-xa-duc-tho"
POLICE = "cong-an-xa-duc-tho"
INSURER = "bhxh-tinh"
AGENCY = "000.01.01.H27"
CHILD_UNITS = {"thuong_tru": POLICE, "the_bhyt_tre_em": INSURER}
AT_COUNTER = IncomingPaper(code="giay_chung_sinh", source=PaperSource.COUNTER)


SCAN = papers.pdf()
# The birth notice as a file; an office has it in its store.
SCANNED = IncomingPaper(
    code="giay_chung_sinh",
    source=PaperSource.FILE,
    sha256=hashlib.sha256(SCAN).hexdigest(),
    file_name="chung-sinh.pdf",
)


def cited(document_id: UUID) -> IncomingPaper:
    """The birth notice as a certified copy of somebody's wallet."""
    return IncomingPaper(code="giay_chung_sinh", source=PaperSource.WALLET, document_ref=str(document_id))


def at(text: str) -> datetime:
    return datetime.strptime(text, "%d/%m/%Y %H:%M").replace(tzinfo=VN_TZ)


MORNING = at("05/12/2025 09:00")


@contextmanager
def procedures() -> Iterator[None]:
    """The tests' own procedures are the installation's."""
    before = list(declared._directories)
    declared._directories[:] = [declarations.DIRECTORY]
    declared.catalogue.cache_clear()
    try:
        yield
    finally:
        declared._directories[:] = before
        declared.catalogue.cache_clear()


def person(number: str, name: str) -> UUID:
    return parties.register_person(
        SYSTEM, personal_id=number, full_name=name, birth_on=None, sex="unknown", is_fictional=True
    )


def citizen(number: str, name: str, level: int = 2) -> Actor:
    return Actor(user_id=new_id(), party_id=person(number, name), name=name, role=Role.CITIZEN, assurance_level=level)


def officer(number: str, name: str, role: Role, unit: str = UNIT, title: str = "Công chức") -> Actor:
    """Somebody appointed to a post."""
    party = person(number, name)
    parties.appoint(
        SYSTEM, unit_code=unit, title=f"{title} {name}", role=role, party_id=party, valid_from=date(2025, 7, 1)
    )
    return Actor(
        user_id=new_id(),
        party_id=party,
        name=name,
        role=role,
        unit_code=unit,
        unit_name=parties.unit(unit, date(2025, 12, 5)).name,
        post=title,
    )


class Office:
    """Everybody, and what they do all day."""

    def __init__(self) -> None:
        parties.load_reference_data(SYSTEM)
        documents.put_file(BytesIO(SCAN), max_bytes=len(SCAN), name=SCANNED.file_name)
        self.mother = citizen(declarations.MOTHER, "Trần Thị Hoa")
        self.neighbour = citizen("000026000002", "Nguyễn Văn Minh")
        self.clerk = officer("000026000003", "Lê Thị Lan", Role.CLERK, title="Cán bộ một cửa")
        self.registrar = officer("000026000004", "Phạm Văn Hộ", Role.CLERK, title="Công chức hộ tịch")
        self.chair = officer("000026000005", "Đặng Quốc Bảo", Role.LEADER, title="Phó Chủ tịch")
        self.police = officer("000026000006", "Hồ Văn An", Role.CLERK, POLICE)
        self.insurer = officer("000026000007", "Võ Thị Bình", Role.CLERK, INSURER)

    def file(self, key: str = "1", actor: Actor | None = None, **changes: Any) -> Filed:
        """The mother registers a birth."""
        facts = {
            "procedure": "khai_sinh",
            "unit_code": UNIT,
            "answers": declarations.BIRTH,
            "papers": [SCANNED],
            "child_units": CHILD_UNITS,
        }
        return filing.file_case(actor or self.mother, key=key, **(facts | changes))

    def case(self, key: str = "1") -> Case:
        """A birth filed."""
        return Case.objects.get(pk=self.file(key).case_id)

    def received(self) -> Case:
        """A birth taken in."""
        case = self.case()
        self.do(handling.receive, case)
        return case

    def processing(self) -> Case:
        """A birth with the registrar's step, on nobody's name."""
        case = self.received()
        self.do(handling.assign, case, step="ho_tich")
        return case

    def decided(self) -> Case:
        """A birth the chair signed."""
        case = self.processing()
        self.do(handling.assign, case, step="lanh_dao")
        self.do(handling.decide, case, self.chair, result_number="12/2025")
        return case

    def do(self, act: Any, case: Case, actor: Actor | None = None, **facts: Any) -> Any:
        """An act on the case as it stands; the case is read again."""
        done = act(
            actor or self.clerk,
            case_id=case.pk,
            expected_revision=Case.objects.get(pk=case.pk).revision,
            **facts,
        )
        case.refresh_from_db()
        return done
