"""Filing for a person who stands at the counter: who she is, the ticket that carries it, the papers as they come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Invalid, NotFound, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.text import fold
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import Channel, IncomingPaper, PaperSource, Procedure
from dean06.kernel.devices import api as devices
from dean06.kernel.devices.types import ReceiptInfo

PURPOSE = "Nộp hồ sơ tại quầy cho người đến làm thủ tục"
LAW = "Nghị định 118/2025/NĐ-CP"
SALT, FILE_SALT = "portal.desk_filing", "portal.desk_filing.file"
TICKET_SECONDS = 8 * 60 * 60  # a working day at the counter
OLD_TICKET = "Trang nộp hồ sơ này đã hết hạn. Hãy bắt đầu lại."
OWN = "Cán bộ không tự nhận hồ sơ của chính mình. Nhờ đồng nghiệp nhận giúp."


@dataclass(frozen=True)
class Ticket:
    """For whom a form is filled, under which procedure; ``key`` files it once however often it is sent."""

    applicant_id: UUID
    procedure: str
    key: str
    channel: Channel = Channel.COUNTER


@dataclass(frozen=True)
class KeptFile:
    """A file scanned at the counter, stored already; ``seal`` carries it through a page that comes back with errors."""

    paper: IncomingPaper
    seal: str


class StartForm(forms.Form):
    """Which procedure, and who; the number is not asked when a card was read."""

    channel = forms.ChoiceField(
        label="Hồ sơ đến bằng cách nào",
        choices=[(Channel.COUNTER.value, "Người nộp đến quầy"), (Channel.POST.value, "Gửi qua bưu chính công ích")],
        initial=Channel.COUNTER.value,
        required=False,
        widget=forms.RadioSelect,
    )
    procedure = forms.ChoiceField(label="Thủ tục", error_messages={"required": "Hãy chọn thủ tục."})
    number = forms.RegexField(
        r"[0-9]{12}",
        label="Số định danh cá nhân của người nộp",
        help_text="12 chữ số trên thẻ căn cước. Việc tìm người được ghi lại và người đó thấy.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "maxlength": 12}),
        error_messages={"required": "Hãy nhập số định danh.", "invalid": "Số định danh gồm đúng 12 chữ số."},
    )

    def __init__(self, procedures: Iterable[Procedure], *, has_card: bool, data: Any = None) -> None:
        super().__init__(data)
        offered = [(one.code, one.name) for one in procedures]
        self.fields["procedure"].choices = [("", "Chọn"), *offered]  # type: ignore[attr-defined] # stubs: no ChoiceField
        if has_card:
            del self.fields["number"], self.fields["channel"]


def taken_here(actor: Actor, day: date) -> list[Procedure]:
    """Procedures the actor's unit takes in on a day, by name."""
    own = [one for one in cases.catalogue().on(day) if actor.unit_code in cases.receivers(one.code, day)]
    return sorted(own, key=lambda one: fold(one.name))


def person_by_number(actor: Actor, number: str) -> UUID:
    """Somebody in our books, by the number alone; the look is hers to see. Invalid for nobody."""
    return _another(actor, devices.person_numbered(actor, number, field="number", purpose=PURPOSE, legal_basis=LAW))


def person_by_card(actor: Actor, reading: ReceiptInfo) -> UUID:
    """Whose card was read here, entered into our books if need be. Invalid for a reading that proves too little."""
    return _another(actor, devices.person_of(actor, reading))


def ticket_for(actor: Actor, applicant_id: UUID, procedure: str, channel: Channel = Channel.COUNTER) -> str:
    """A sealed ticket, good for this officer and a working day."""
    said = [str(actor.party_id), str(applicant_id), procedure, new_id().hex, channel.value]
    return signing.dumps(said, salt=SALT)


def opened(actor: Actor, ticket: str) -> Ticket:
    """The ticket back. NotFound for one that is forged, old, or another officer's."""
    try:
        officer, applicant, procedure, key, channel = signing.loads(ticket, salt=SALT, max_age=TICKET_SECONDS)
    except signing.BadSignature:
        raise NotFound(OLD_TICKET, code="bad_ticket") from None
    if officer != str(actor.party_id):
        raise NotFound(OLD_TICKET, code="bad_ticket")
    return Ticket(applicant_id=UUID(applicant), procedure=procedure, key=key, channel=Channel(channel))


def kept_before(seals: Iterable[str]) -> list[KeptFile]:
    """Files of an earlier try; a forged seal is NotFound."""
    try:
        said = [(seal, signing.loads(seal, salt=FILE_SALT, max_age=TICKET_SECONDS)) for seal in seals]
    except signing.BadSignature:
        raise NotFound(OLD_TICKET, code="bad_ticket") from None
    return [
        KeptFile(IncomingPaper(code=code, source=PaperSource.FILE, sha256=sha, file_name=name), seal)
        for seal, (code, sha, name) in said
    ]


def keep(files: Mapping[str, Any]) -> tuple[list[KeptFile], dict[str, str]]:
    """Store the uploads of now, by code of their paper; what is wrong with some of them, by "papers.<code>"."""
    kept, errors = [], {}
    for code, file in files.items():
        try:
            paper, _ = cases.kept_file(code, file, file.name or "tep")
        except Invalid as refusal:
            errors[f"papers.{code}"] = refusal.message
            continue
        seal = signing.dumps([code, paper.sha256, paper.file_name], salt=FILE_SALT)
        kept.append(KeptFile(paper, seal))
    return kept, errors


def _another(actor: Actor, person: UUID) -> UUID:
    if person == actor.party_id:
        raise NotPermitted(OWN, code="own_case")
    return person


def today() -> date:
    """The day a form is filled on."""
    return clock.today()
