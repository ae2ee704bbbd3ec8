"""An answer of the judicial register as the platform believes it, for stories that need no wire."""

from dataclasses import replace

from dean06.kernel.base import clock
from dean06.kernel.ports.judicial_register import Answer, Entry, Outcome, Subject
from dean06.pilots.p16_criminal_records.models import Search


def answer_to(search: Search) -> Answer:
    """Somebody alike."""
    who = Subject(**search.subject)
    alike = Entry(reference="LLTP-HC-0", subject=replace(who, personal_id=""), convictions=(), bans=())
    return Answer(
        id=f"tra-loi-{search.pk}",
        order_id=str(search.pk),
        at=clock.now(),
        personal_id=who.personal_id,
        outcome=Outcome.NEEDS_VERIFICATION,
        entries=(alike,),
        raw="raw",
    )
