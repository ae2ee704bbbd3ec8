"""What a person does with her own labour book: has it filled, adds to it, takes back, asks for a proof."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotFound
from dean06.kernel.base.text import nfc
from dean06.kernel.privacy import api as privacy
from dean06.pilots.p17_health_labour_books import actions_labour as actions
from dean06.pilots.p17_health_labour_books.access_labour import holder_of, offices
from dean06.pilots.p17_health_labour_books.choices_labour import LabourKind, LabourSource
from dean06.pilots.p17_health_labour_books.models import LabourAsk, LabourEntry, LabourProof
from dean06.pilots.p17_health_labour_books.models.labour import LONGEST_TITLE
from dean06.pilots.p17_health_labour_books.rules.occupations import occupations

TOPIC = "p17.insurance"
PURPOSE_CODE, RECIPIENT_CODE, RECIPIENT = "labour_book", "bhxh", "Bảo hiểm xã hội"
AGREED = "Lấy quá trình đóng bảo hiểm xã hội, trợ cấp thất nghiệp của tôi vào sổ lao động"
CONSENT_LASTS = timedelta(days=1)
MOST_DECLARED = 100
EARLIEST = date(1945, 9, 2)
OWN_KINDS = (LabourKind.JOB, LabourKind.TRAINING)
FIELDS = (actions.NUMBER, actions.WORK, actions.PAY, actions.BENEFIT)


@dataclass(frozen=True, kw_only=True)
class Declared:
    """What a person says of a job or a training; ``until`` is None while it goes on."""

    kind: str
    employer: str
    title: str
    occupation: str
    since: date
    until: date | None


def ask_insurance(actor: Actor) -> UUID:
    """Agree that social insurance is asked, once; the worker asks. Conflict while a request is on its way."""
    holder = holder_of(actor)
    try:
        with transaction.atomic():
            row = LabourAsk.objects.create(subject_id=holder, consent_id=_consent(actor))
            outbox.enqueue(TOPIC, {"ask": str(row.pk)}, message_id=f"{TOPIC}:{row.pk}")
            _record(actor, actions.ASK, "p17.labour_ask", row.pk, FIELDS)
    except IntegrityError as error:
        if "p17_one_open_ask" not in str(error):
            raise
        raise Conflict("Yêu cầu trước còn chờ bảo hiểm xã hội trả lời.", code="ask_open") from error
    return row.pk


def declare(actor: Actor, *, said: Declared) -> UUID:
    """Add a job or a training in one's own words. Invalid (field) for what does not fit, Conflict beyond the most."""
    holder = holder_of(actor)
    row = LabourEntry(
        subject_id=holder,
        kind=said.kind,
        source=LabourSource.DECLARED,
        employer_name=_words(said.employer, "employer", "nơi làm việc hoặc nơi đào tạo"),
        title=_words(said.title, "title", "công việc hoặc khoá học"),
        occupation=said.occupation,
        since=said.since,
        until=said.until,
    )
    _check(row)
    with transaction.atomic():
        if LabourEntry.objects.filter(subject_id=holder, source=LabourSource.DECLARED).count() >= MOST_DECLARED:
            raise Conflict(f"Nhiều nhất {MOST_DECLARED} mục tự khai. Xoá bớt mục cũ.", code="too_many_declared")
        row.save(force_insert=True)
        _record(actor, actions.DECLARE, "p17.labour_entry", row.pk, (actions.WORK,))
    return row.pk


def remove(actor: Actor, *, entry_id: UUID) -> None:
    """Take one's own words back. NotFound for another's and for what somebody else confirmed."""
    holder = holder_of(actor)
    with transaction.atomic():
        rows = LabourEntry.objects.filter(pk=entry_id, subject_id=holder, source=LabourSource.DECLARED)
        if not rows.delete()[0]:
            raise NotFound("Không có mục tự khai này trong sổ của bà/ông.", code="entry_not_found")
        _record(actor, actions.REMOVE, "p17.labour_entry", entry_id, (actions.WORK,))


def ask_proof(actor: Actor, *, occupation: str, unit_code: str) -> UUID:
    """Ask a labour office for a proof of an occupation. Conflict while one is open; Invalid without grounds."""
    holder = holder_of(actor)
    if unit_code not in {one.code for one in offices()}:
        raise Invalid("Chọn cơ quan lao động.", code="no_office", field="unit_code")
    row = LabourProof(subject_id=holder, occupation=occupation, unit_code=unit_code)
    insured = LabourEntry.objects.filter(subject_id=holder, kind=LabourKind.JOB, source=LabourSource.INSURANCE)
    if not insured.filter(occupation=occupation).exists():
        words = "Sổ chưa có việc nào của nghề này được xác nhận: cập nhật từ bảo hiểm xã hội trước."
        raise Invalid(words, code="nothing_proves_it", field="occupation")
    try:
        with transaction.atomic():
            row.save(force_insert=True)
            _record(actor, actions.ASK_PROOF, "p17.labour_proof", row.pk, (actions.WORK,))
    except IntegrityError as error:
        if "p17_one_open_proof" not in str(error):
            raise
        raise Conflict("Bà/ông đã yêu cầu xác nhận nghề này; chờ cán bộ xem xét.", code="proof_open") from error
    return row.pk


def _consent(actor: Actor) -> UUID:
    """The one that is open, or a new one."""
    for one in privacy.consents_of(actor):
        if one.is_open and (one.purpose_code, one.recipient_code) == (PURPOSE_CODE, RECIPIENT_CODE):
            return one.id
    return privacy.give_consent(
        actor,
        purpose_code=PURPOSE_CODE,
        purpose=AGREED,
        recipient_code=RECIPIENT_CODE,
        recipient=RECIPIENT,
        fields=list(FIELDS),
        valid_until=clock.now() + CONSENT_LASTS,
    )


def _check(row: LabourEntry) -> None:
    if row.kind not in OWN_KINDS:
        raise Invalid("Chọn việc làm hoặc đào tạo.", code="bad_kind", field="kind")
    if row.occupation and row.occupation not in occupations().names:
        raise Invalid("Chọn nghề trong danh mục.", code="bad_occupation", field="occupation")
    if not EARLIEST <= row.since <= clock.today():
        raise Invalid("Ngày bắt đầu phải là ngày đã qua.", code="bad_days", field="since")
    if row.until is not None and not row.since <= row.until <= clock.today():
        raise Invalid(
            "Ngày kết thúc từ ngày bắt đầu đến hôm nay; còn làm thì để trống.", code="bad_days", field="until"
        )


def _words(text: str, field: str, what: str) -> str:
    said = nfc(" ".join(text.split()))
    if not 0 < len(said) <= LONGEST_TITLE:
        raise Invalid(f"Ghi {what}, nhiều nhất {LONGEST_TITLE} ký tự.", code="bad_words", field=field)
    return said


def _record(actor: Actor, action: str, kind: str, object_id: UUID, fields: tuple[str, ...]) -> None:
    audit.record(
        actor,
        action,
        object_type=kind,
        object_id=object_id,
        purpose=actions.PURPOSE,
        legal_basis=actions.LAW,
        subjects=[actor.party_id] if actor.party_id else [],
        fields=fields,
    )
