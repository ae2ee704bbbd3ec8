"""The worker fetches what waits at the national portal, keeps it, says so, and works it off."""

import structlog

from dean06.kernel.base.wiring import NotBound, resolve
from dean06.kernel.cases.services.arrival_reading import PORTAL
from dean06.kernel.cases.services.arrivals import due_arrivals, note_arrival, take_arrival
from dean06.kernel.ports.national_portal import NationalPortal, PortalFailed

AT_ONCE = 50
log = structlog.get_logger(__name__)


def fetch_arrivals() -> int:
    """How many messages were worked on; 0 where no portal feeds this installation."""
    try:
        portal = resolve(NationalPortal)
    except NotBound:
        return 0
    try:
        for message in portal.waiting(most=AT_ONCE):
            note_arrival(PORTAL, message_id=message.id, raw=message.raw)
            portal.confirm(message.id)
    except PortalFailed as failed:  # what is here already is worked off all the same
        log.warning("cases.portal_away", reason=failed.reason)
    due = due_arrivals(most=AT_ONCE)
    for arrival_id in due:
        take_arrival(PORTAL, arrival_id=arrival_id)
    return len(due)
