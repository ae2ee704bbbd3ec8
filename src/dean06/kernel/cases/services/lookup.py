"""What anybody with a code and the last digits of the applicant's number may know: where the case stands, no more."""

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock, ratelimit
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.cases import actions
from dean06.kernel.cases.models import Case
from dean06.kernel.cases.selectors.view import as_line
from dean06.kernel.cases.types import CaseLine
from dean06.kernel.parties import api as parties

DIGITS = 4
# Four digits are ten thousand guesses: a code is closed long before they are through, from however many addresses.
LOOKUP_ADDRESS_LIMIT = Limit(name="case_lookup_address", count=20, seconds=600)
LOOKUP_CODE_LIMIT = Limit(name="case_lookup_code", count=10, seconds=3600)
NO_MATCH = "Không có hồ sơ nào khớp. Hãy xem lại mã trên giấy hẹn và bốn số cuối của số định danh người nộp."


def public_status(actor: Actor, *, code: str, last_digits: str, address: str) -> CaseLine:
    """Where a case stands. NotFound, in the same words, for an unknown code and for digits that are not its own.

    A try at a known code is in its applicant's log, right or wrong. TooMany beyond the limits by address and by code.
    """
    wanted = code.strip().upper()
    ratelimit.hit(LOOKUP_ADDRESS_LIMIT, address)
    ratelimit.hit(LOOKUP_CODE_LIMIT, wanted)
    with transaction.atomic():
        case = Case.objects.filter(code=wanted).first()
        is_match = case is not None and len(last_digits) == DIGITS and _ends(case, last_digits)
        if case is not None:
            audit.record(
                actor,
                actions.LOOKUP,
                object_type="cases.case",
                object_id=case.pk,
                purpose=actions.LOOKUP_PURPOSE,
                legal_basis=actions.LAW,
                subjects=[case.applicant_id],
                fields=[actions.COURSE] if is_match else (),
                details={"is_match": is_match},
                case_ref=case.code,
            )
    if case is None or not is_match:
        raise NotFound(NO_MATCH, code="no_match")
    return as_line(case, clock.now())


def _ends(case: Case, last_digits: str) -> bool:
    return parties.party(case.applicant_id).personal_id.endswith(last_digits)
