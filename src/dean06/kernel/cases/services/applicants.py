"""Whether somebody may file a procedure by oneself, before anything is written; whoever may not is in the log.

The population register is asked whether the applicant lives, so this is called outside any transaction.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import transaction

from dean06.kernel.audit import api as audit
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.cases import actions
from dean06.kernel.cases.declared import catalogue
from dean06.kernel.cases.models import Draft
from dean06.kernel.cases.procedures.types import Procedure
from dean06.kernel.cases.services.refusing import Denied
from dean06.kernel.cases.services.register import is_dead
from dean06.kernel.parties import api as parties

DEAD = (
    "Cơ sở dữ liệu dân cư ghi người nộp đã mất nên không nhận hồ sơ. Nếu không đúng, hãy đến cơ quan đăng ký hộ tịch."
)
TOO_YOUNG = "Người dưới {age} tuổi không tự nộp thủ tục này được: cha, mẹ hoặc người giám hộ nộp và khai cho con."


@contextmanager
def refusals_written(actor: Actor, what: str, person_id: UUID | None) -> Iterator[None]:
    """Write down that a filing was not the actor's to make: ``what`` names the procedure, draft or link."""
    try:
        yield
    except Denied:
        raise  # written with its case
    except NotPermitted as refusal:
        with transaction.atomic():
            audit.record(
                actor,
                actions.DENY,
                object_type="cases.procedure",
                object_id=what,
                purpose=actions.PURPOSE,
                legal_basis=actions.LAW,
                subjects=[person_id] if person_id else [],
                details={"reason": refusal.code},
            )
        raise


def check_applicant(actor: Actor, applicant_id: UUID, procedure: Procedure) -> None:
    """NotPermitted for a child where the procedure says from which age on one files by oneself, and for the dead.

    What is not known refuses nobody: a day of birth, or an answer of the register. Who receives the case looks at it.
    """
    born = parties.party(applicant_id).birth_on
    if procedure.least_age and born and years(born, clock.today()) < procedure.least_age:
        raise NotPermitted(TOO_YOUNG.format(age=procedure.least_age), code="applicant_too_young")
    if is_dead(actor, applicant_id, act=f"nop-ho-so.{procedure.code}"):
        raise NotPermitted(DEAD, code="applicant_deceased")


def check_draft(actor: Actor, draft_id: UUID) -> None:
    """The same for a draft of the actor's that is not handed in; whatever else is wrong with it is said later."""
    draft = Draft.objects.filter(pk=draft_id, owner_id=actor.party_id, filing__isnull=True).first()
    found = catalogue().find(draft.procedure_code, clock.today()) if draft else None
    if draft and found:
        check_applicant(actor, draft.owner_id, found.procedure)


def years(born: date, day: date) -> int:
    """Full years of age on a day; who was born on 29 February has the birthday on 1 March in other years."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
