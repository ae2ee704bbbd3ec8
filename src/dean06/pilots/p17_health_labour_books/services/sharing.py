"""A person lets a place of care read shelves of her book until a time, and takes it back."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.text import nfc
from dean06.kernel.privacy import api as privacy
from dean06.kernel.privacy.types import ConsentWithdrawn
from dean06.pilots.p17_health_labour_books import actions
from dean06.pilots.p17_health_labour_books.access import CONSENT_PURPOSE, field_of
from dean06.pilots.p17_health_labour_books.choices import EntryKind
from dean06.pilots.p17_health_labour_books.models import LONGEST_PURPOSE, HealthShare
from dean06.pilots.p17_health_labour_books.rules.terms import terms_on
from dean06.pilots.p17_health_labour_books.selectors.book import facilities

NOT_YOURS = "Không có lần chia sẻ này trong sổ của bà/ông."


def share(actor: Actor, *, key: UUID, unit_code: str, kinds: Sequence[str], purpose: str, days: int) -> UUID:
    """Let staff and system of a place of care read the kinds for some days; returns the share's id, which is ``key``.

    The consent and its receipt are written in the same transaction. The same key again is the same share. Invalid for
    an unknown place, kind or time; Conflict while a share with the same place lasts: it is taken back first, so that
    nobody has to guess which of two holds.
    """
    if actor.role is not Role.CITIZEN or actor.party_id is None:
        raise NotPermitted("Chỉ người có sổ mới chia sẻ được sổ của mình.", code="not_the_holder")
    words, place = nfc(purpose.strip()), dict(facilities()).get(unit_code, "")
    _check(place, kinds, words, days)
    if _is_repeat(actor, key):
        return key
    try:
        with transaction.atomic():
            _make_room(actor.party_id, unit_code)
            now = clock.now()
            expires_at = now + timedelta(days=days)
            shelves = [kind.value for kind in EntryKind if kind in kinds]
            consent_id = _agree(actor, (unit_code, place), shelves, words, expires_at)
            HealthShare.objects.create(
                id=key,
                subject_id=actor.party_id,
                consent_id=consent_id,
                unit_code=unit_code,
                kinds=shelves,
                purpose=words,
                created_at=now,
                expires_at=expires_at,
            )
    except (IntegrityError, Conflict):
        # The other click of a double click was faster: what it made is what was asked for.
        if _is_repeat(actor, key):
            return key
        raise
    return key


def withdraw(actor: Actor, *, share_id: UUID) -> None:
    """Take a share back with the consent it rests on, from now on. NotFound for another's, Conflict when it is over."""
    with transaction.atomic():
        row = HealthShare.objects.select_for_update().filter(pk=share_id, subject_id__in=[actor.party_id]).first()
        if row is None:
            raise NotFound(NOT_YOURS, code="share_not_found")
        if row.withdrawn_at or row.expires_at <= clock.now():
            raise Conflict("Lần chia sẻ này đã kết thúc, không cần rút nữa.", code="share_over")
        privacy.withdraw_consent(actor, consent_id=row.consent_id)
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])


def end_share(actor: Actor, *, consent_id: UUID) -> bool:
    """End the share that rests on a consent taken back elsewhere; False when there is none or it has ended."""
    with transaction.atomic():
        rows = HealthShare.objects.select_for_update().filter(consent_id=consent_id, withdrawn_at__isnull=True)
        row = rows.first()
        if row is None or not privacy.is_withdrawn(consent_id):
            return False
        row.withdrawn_at = clock.now()
        row.save(update_fields=["withdrawn_at"])
        audit.record(
            actor,
            actions.END_SHARE,
            object_type="p17.share",
            object_id=row.pk,
            purpose=actions.END,
            legal_basis=actions.DATA_LAW,
            subjects=[row.subject_id],
            details={"unit": row.unit_code},
        )
    return True


def end_missed(actor: Actor) -> int:
    """End the shares whose consent was taken back while nobody of ours heard it (a crash in between); how many."""
    rows = HealthShare.objects.filter(withdrawn_at__isnull=True, expires_at__gt=clock.now())
    over = privacy.withdrawn_among(rows.values_list("consent_id", flat=True))
    return sum(end_share(actor, consent_id=consent_id) for consent_id in over)


def hear(event: ConsentWithdrawn) -> None:
    """A consent was taken back, on whichever page."""
    if event.purpose_code == CONSENT_PURPOSE:
        end_share(SYSTEM, consent_id=event.consent_id)


def _check(place: str, kinds: Sequence[str], words: str, days: int) -> None:
    longest = terms_on(clock.today()).longest_days
    problems = [
        (not place, "unit_code", "Chọn cơ sở y tế trong danh sách."),
        (not kinds or not set(kinds) <= set(EntryKind.values), "kinds", "Chọn ít nhất một phần của sổ."),
        (not words or len(words) > LONGEST_PURPOSE, "purpose", f"Ghi để làm gì, nhiều nhất {LONGEST_PURPOSE} ký tự."),
        (not 1 <= days <= longest, "days", f"Chia sẻ từ 1 đến {longest} ngày."),
    ]
    for is_broken, field, message in problems:
        if is_broken:
            raise Invalid(message, field=field, code="bad_share")


def _is_repeat(actor: Actor, key: UUID) -> bool:
    """Whether this very share was made already. NotFound when the key is somebody else's."""
    row = HealthShare.objects.filter(pk=key).first()
    if row is not None and row.subject_id != actor.party_id:
        raise NotFound(NOT_YOURS, code="share_not_found")
    return row is not None


def _make_room(subject_id: UUID, unit_code: str) -> None:
    rows = HealthShare.objects.select_for_update().filter(subject_id=subject_id, unit_code=unit_code)
    last = rows.filter(withdrawn_at__isnull=True, superseded_at__isnull=True).first()
    if last is None:
        return
    if last.expires_at > clock.now() and not privacy.is_withdrawn(last.consent_id):
        until = f"{clock.local(last.expires_at):%H:%M ngày %d/%m/%Y}"
        raise Conflict(
            f"Bà/ông đang chia sẻ với nơi này đến {until}. Rút lại lần đó trước rồi chia sẻ lại.",
            code="share_open",
            field="unit_code",
        )
    last.superseded_at = clock.now()
    last.save(update_fields=["superseded_at"])


def _agree(actor: Actor, place: tuple[str, str], kinds: Sequence[str], purpose: str, expires_at: datetime) -> UUID:
    code, name = place
    return privacy.give_consent(
        actor,
        purpose_code=CONSENT_PURPOSE,
        purpose=purpose,
        recipient_code=code,
        recipient=name,
        fields=[field_of(kind) for kind in kinds],
        valid_until=expires_at,
        legal_basis=actions.CARE_LAW,
    )
