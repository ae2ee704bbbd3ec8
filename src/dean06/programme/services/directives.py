"""Bringing a dispatch in: read it, keep it unchanged, and put its assignments under way."""

import hashlib
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import Conflict, Invalid, NotPermitted
from dean06.kernel.manifest.registry import all_pilots
from dean06.programme.models import Directive
from dean06.programme.reading import DispatchReading, ReadingError, read_bytes, to_json
from dean06.programme.rules import authority
from dean06.programme.rules.pilots import lists_pilots
from dean06.programme.rules.tracking import PROGRAMME_STARTED_ON
from dean06.programme.services.directive_rows import write_rows
from dean06.programme.services.log import record
from dean06.programme.services.succession import hand_over

NAME_LENGTH = 255
MEGABYTE = 1024 * 1024
MAX_DISPATCH_BYTES = 20 * MEGABYTE


def import_directive(
    actor: Actor, *, name: str, data: bytes, received_on: date | None = None, is_sample: bool = False
) -> UUID:
    """Read a dispatch and put it under way from ``received_on`` (today by default); returns the directive's id.

    Invalid when the file cannot be read as a dispatch (the message says what was found) or is larger than
    MAX_DISPATCH_BYTES; Conflict when the very same file was imported before. Duties of units that have ended since
    pass to their successors at once.
    """
    if actor.role not in authority.IMPORTERS:
        raise NotPermitted("Chỉ cơ quan theo dõi hoặc lãnh đạo UBND được nhập công văn.")
    day = received_on or clock.today()
    _check_day(day)
    if len(data) > MAX_DISPATCH_BYTES:
        limit = MAX_DISPATCH_BYTES // MEGABYTE
        raise Invalid(f"Tệp lớn hơn {limit} MB. Hãy chọn đúng tệp công văn.", code="file_too_large", field="file")
    digest = hashlib.sha256(data).hexdigest()
    _refuse_second(digest)
    try:
        reading = read_bytes(data, name)
    except ReadingError as error:
        raise Invalid(str(error), code=error.code, field="file") from error
    try:
        with transaction.atomic():
            directive = _write(actor, name, digest, reading, day, is_sample=is_sample)
            record(actor, "import_directive", "directive", directive.pk, tasks=len(reading.pilots), sha256=digest)
    except IntegrityError:
        _refuse_second(digest)  # somebody else brought the same file in meanwhile
        raise
    hand_over(actor, on=clock.today())
    return directive.pk


def _check_day(day: date) -> None:
    if day > clock.today():
        raise Invalid("Ngày nhận văn bản không thể ở tương lai.", field="received_on")
    if day < PROGRAMME_STARTED_ON:
        words = f"Đề án 06 bắt đầu ngày {PROGRAMME_STARTED_ON:%d/%m/%Y}. Hãy kiểm tra lại ngày nhận văn bản."
        raise Invalid(words, field="received_on")


def _write(actor: Actor, name: str, digest: str, reading: DispatchReading, day: date, *, is_sample: bool) -> Directive:
    letter = reading.letter
    titles = {pilot.number: pilot.title for pilot in reading.pilots}
    directive = Directive.objects.create(
        source_name=name[-NAME_LENGTH:],
        source_sha256=digest,
        source_text=reading.text,
        reading=to_json(reading),
        issuer=letter.issuer,
        symbol=letter.symbol,
        number=letter.number,
        issued_on=letter.issued_on,
        received_on=day,
        subject=letter.subject,
        signer=letter.signer,
        lists_pilots=lists_pilots(titles, {pilot.number: pilot.title for pilot in all_pilots()}),
        is_sample=is_sample,
        imported_at=clock.now(),
        imported_by_id=actor.user_id,
    )
    write_rows(directive, reading)
    return directive


def _refuse_second(digest: str) -> None:
    earlier = Directive.objects.filter(source_sha256=digest).first()
    if earlier is not None:
        when = f"{clock.local(earlier.imported_at):%d/%m/%Y}"
        words = f"Công văn này đã được nhập ngày {when}, trong danh sách công văn. Không cần nhập lại."
        raise Conflict(words, code="imported_before", field="file")
