"""A dossier of the national portal becomes a form to file: whose it is, where it goes, its files. Before anything is
written, for the population register and the portal itself are asked on the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import ClassVar
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import DomainError, Invalid, NotPermitted
from dean06.kernel.base.text import fold
from dean06.kernel.base.wiring import resolve
from dean06.kernel.cases.agencies import agencies_on
from dean06.kernel.cases.arrival_types import ArrivalState
from dean06.kernel.cases.declared import catalogue
from dean06.kernel.cases.pinning import in_force
from dean06.kernel.cases.procedures.types import Procedure
from dean06.kernel.cases.receivers import nearest_receiver
from dean06.kernel.cases.services.applicants import check_applicant
from dean06.kernel.cases.services.draft_papers import kept_file
from dean06.kernel.cases.services.making import Parcel, parcel
from dean06.kernel.cases.types import Channel, IncomingPaper, InvalidForm
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.national_portal import Attachment, Dossier, NationalPortal, PortalFailed
from dean06.kernel.ports.population import Facts, Field
from dean06.kernel.registry import api as registry

PORTAL = Actor(name="Cổng Dịch vụ công quốc gia", role=Role.SYSTEM)
PURPOSE = "nguoi_nop_tu_cong"
ASKED = frozenset({Field.FULL_NAME, Field.BIRTH, Field.SEX})
MOST_FILES = 50


class Later(Exception):
    """Nothing can be said yet: somebody does not answer. ``reason`` for programs, ``words`` for the operator.

    ``state``: what becomes of the message by this; None while it waits.
    """

    state: ClassVar[ArrivalState | None] = None

    def __init__(self, reason: str, words: str) -> None:
        super().__init__(words)
        self.reason, self.words = reason, words


class Held(Later):
    """Something here is missing or doubtful; an operator mends it and tries again, or refuses."""

    state = ArrivalState.HELD


class Refused(Later):
    """The dossier cannot be filed as it is; the portal is told why."""

    state = ArrivalState.REFUSED


@dataclass(frozen=True, kw_only=True)
class Ready:
    """A dossier that may be filed."""

    applicant_id: UUID
    main: Parcel
    child_units: Mapping[str, str]


def procedure_numbered(number: str, day: date) -> Procedure:
    """The procedure of a national number. Held when none of ours has it: the list here may be behind."""
    found = next((one for one in catalogue().on(day) if number and one.number == number), None)
    if found is None:
        raise Held("unknown_procedure", f"Không có thủ tục nào mang số {number} đang có hiệu lực ở đây.")
    return found


def make_ready(dossier: Dossier) -> Ready:
    """Everything that can be judged. Later, Held, Refused."""
    today = clock.today()
    procedure = procedure_numbered(dossier.procedure, today)
    unit_code = _unit(dossier.agency, today)
    if procedure.assurance_level > 1 and not dossier.is_identified:
        raise Refused("level_too_low", f"Thủ tục này cần tài khoản định danh mức {procedure.assurance_level}.")
    applicant_id = _applicant(dossier, procedure)
    papers = files_of(dossier, dossier.attachments)
    child_units = {one.procedure: nearest_receiver(one.procedure, unit_code, today) for one in procedure.children}
    try:
        main = parcel(
            in_force(procedure.code, today), unit_code=unit_code, answers=dossier.answers, papers=papers,
            channel=Channel.PORTAL, holder_id=applicant_id,
        )  # fmt: skip
    except DomainError as refusal:
        raise Held(refusal.code, refusal.message) from refusal
    if main.errors:
        raise Refused("invalid_form", in_words(procedure, InvalidForm(main.errors)))
    return Ready(applicant_id=applicant_id, main=main, child_units=child_units)


def files_of(dossier: Dossier, files: Iterable[Attachment]) -> list[IncomingPaper]:
    """The files, fetched, judged by their content and kept. Later when the portal does not hand one out, Refused for
    one that is not what it says."""
    wanted = list(files)
    if len(wanted) > MOST_FILES:
        raise Refused("too_many_files", f"Một hồ sơ có nhiều nhất {MOST_FILES} tệp.")
    found = []
    for file in wanted:
        try:
            data = resolve(NationalPortal).attachment(dossier, file)
            found.append(kept_file(file.paper, BytesIO(data), file.file_name)[0])
        except PortalFailed as failed:
            raise Later("file_not_fetched", f"Chưa tải được tệp của hồ sơ ({failed.reason}).") from failed
        except Invalid as refusal:
            raise Refused("wrong_file", f"Tệp của giấy tờ “{file.paper}”: {refusal.message}") from refusal
    return found


def in_words(procedure: Procedure, refusal: InvalidForm) -> str:
    """What is wrong with a form, by the labels of its questions."""
    said = []
    for name, message in refusal.errors.items():
        spec = procedure.field(name.partition(".")[0])
        said.append(f"{spec.label}: {message}" if spec else message)
    return " ".join(said)


def _unit(agency: str, day: date) -> str:
    found = next((one.unit_code for one in agencies_on(day) if one.code == agency), None)
    if found is None:
        raise Held("unknown_agency", f"Không có đơn vị nào ở đây mang mã {agency}.")
    return found


def _applicant(dossier: Dossier, procedure: Procedure) -> UUID:
    """Who filed, by the register and not by the message; entered into our books if need be."""
    # Asking is limited by asker, which is each filing here: a busy day on the portal is nobody going through people.
    asker = replace(PORTAL, name=f"{PORTAL.name}, {dossier.code}")
    facts = _known_to_register(asker, dossier)
    if fold(facts.full_name) != fold(dossier.full_name):
        raise Refused("another_name", "Họ tên người nộp không khớp với Cơ sở dữ liệu quốc gia về dân cư.")
    number = dossier.personal_id
    try:
        applicant_id = parties.find_person(number) or parties.register_person(
            PORTAL,
            personal_id=number,
            full_name=facts.full_name,
            birth_on=facts.birth.on if facts.birth else None,
            sex=facts.sex or "unknown",
            is_fictional=parties.is_fictional_id(number),
        )
        check_applicant(asker, applicant_id, procedure)
    except NotPermitted as refusal:
        raise Refused(refusal.code, refusal.message) from refusal
    return applicant_id


def _known_to_register(asker: Actor, dossier: Dossier) -> Facts:
    """What the register says of the person. Later while it is silent, Refused for a number it does not know."""
    act = f"cong-dvcqg.{dossier.code}"
    try:
        found = registry.lookup(asker, personal_id=dossier.personal_id, fields=ASKED, purpose=PURPOSE, act=act)
    except Invalid as refusal:
        raise Refused(refusal.code, refusal.message) from refusal
    except DomainError as silent:
        raise Later("register_silent", f"Chưa kiểm tra được người nộp: {silent.message}") from silent
    if found is None:
        raise Refused("unknown_person", "Cơ sở dữ liệu quốc gia về dân cư không có số định danh của người nộp.")
    return found
