"""Which person an act concerns, before that person has ever come to us."""

import hashlib
import hmac
from collections.abc import Iterable
from uuid import UUID

from django.conf import settings

from dean06.kernel.parties.models import Party
from dean06.kernel.parties.rules import is_personal_id
from dean06.kernel.parties.selectors.people import find_person

CONTEXT = b"dean06/subject/v1\0"
VERSION = 8  # RFC 9562, 5.8: content of our own making


def subject_of(personal_id: str) -> UUID:
    """The id under which acts concerning this number are written: the party's own, else the one it will get.

    A look at somebody who is not in our books yet must reach that person later, and must not put a number in the audit
    log. So the id is a keyed digest of the number (HMAC-SHA-256, UUID version 8) that ``register_person`` gives the
    person on the first day. ValueError when it is not 12 digits.
    """
    if not is_personal_id(personal_id):
        raise ValueError("a personal number has 12 digits")
    return find_person(personal_id) or future_id(personal_id)


def subjects_of(personal_ids: Iterable[str]) -> list[UUID]:
    """The ids of many, each once, in the order given; one query. ValueError as in ``subject_of``."""
    numbers = list(dict.fromkeys(personal_ids))
    if not all(map(is_personal_id, numbers)):
        raise ValueError("a personal number has 12 digits")
    known = dict(Party.objects.filter(personal_id__in=numbers).values_list("personal_id", "pk"))
    return [known.get(number) or future_id(number) for number in numbers]


def future_id(personal_id: str) -> UUID:
    """The id a person gets who enters our books. Without the key nobody can go from a number to it, or back."""
    digest = hmac.digest(settings.PSEUDONYM_KEY.encode(), CONTEXT + personal_id.encode(), hashlib.sha256)
    bits = int.from_bytes(digest[:16])
    bits &= ~(0xF << 76) & ~(0x3 << 62)
    return UUID(int=bits | VERSION << 76 | 0x2 << 62)
