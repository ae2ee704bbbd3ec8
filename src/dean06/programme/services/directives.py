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
from dean06.programme.services.directive_rows import write_rows
from dean06.programme.services.log import record
from dean06.programme.services.succession import hand_over

NAME_LENGTH = 255


def import_directive(
    actor: Actor, *, name: str, data: bytes, received_on: date | None = None, is_sample: bool = False
) -> UUID:
    """Read a dispatch and put it under way from ``received_on`` (today by default); returns the directive's id.

    Invalid when the file cannot be read as a dispatch (the message says what was found); Conflict when the very same
    file was imported before. Duties of units that have ended since pass to their successors at once.
    """
    if actor.role not in authority.IMPORTERS:
        raise NotPermitted("Chỉ cơ quan theo dõi hoặc lãnh đạo UBND được nhập công văn.")
    day = received_on or clock.today()
    if day > clock.today():
        raise Invalid("Ngày nhận văn bản không thể ở tương lai.", field="received_on")
    try:
        reading = read_bytes(data, name)
    except ReadingError as error:
        raise Invalid(str(error), code=error.code, field="file") from error
    digest = hashlib.sha256(data).hexdigest()
    try:
        with transaction.atomic():
            directive = _write(actor, name, digest, reading, day, is_sample=is_sample)
            record(actor, "import_directive", "directive", directive.pk, tasks=len(reading.pilots), sha256=digest)
    except IntegrityError as error:
        raise _imported_before(digest) from error
    hand_over(actor, on=clock.today())
    return directive.pk


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


def _imported_before(digest: str) -> Conflict:
    earlier = Directive.objects.filter(source_sha256=digest).first()
    when = f" ngày {clock.local(earlier.imported_at):%d/%m/%Y}" if earlier else ""
    return Conflict(f"Công văn này đã được nhập{when}. Hãy mở trong danh sách công văn.", field="file")
