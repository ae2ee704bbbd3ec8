"""How long a sign-in lasts and how often it may be tried. Every limit has its name here."""

from datetime import timedelta

from dean06.kernel.base.actor import Role
from dean06.kernel.base.ratelimit import Limit

CITIZEN_IDLE = timedelta(minutes=30)
OFFICER_IDLE = timedelta(minutes=15)
ABSOLUTE = timedelta(hours=8)
BREAK_GLASS_ABSOLUTE = timedelta(hours=1)
# A borrowed machine with the next person waiting: who forgets to sign out must not be found there.
COUNTER_IDLE = timedelta(minutes=5)
COUNTER_ABSOLUTE = timedelta(minutes=30)
# Writing "last seen" on every request would make every read a write; the price is being cut off a minute early.
LAST_SEEN_STEP = timedelta(minutes=1)

START_LIFETIME = timedelta(minutes=10)
MAX_OPEN_STARTS = 5
STEP_UP_MAX_AGE_SECONDS = 300

# Offices sit behind one address: generous enough for a morning in a whole building.
START_LIMIT = Limit(name="identity.start", count=300, seconds=60)
CALLBACK_LIMIT = Limit(name="identity.callback", count=300, seconds=60)
LOGOUT_NOTICE_LIMIT = Limit(name="identity.logout_notice", count=600, seconds=60)
BREAK_GLASS_ADDRESS_LIMIT = Limit(name="identity.break_glass_address", count=5, seconds=900)
BREAK_GLASS_LIMIT = Limit(name="identity.break_glass", count=20, seconds=900)


def idle_limit(role: Role) -> timedelta:
    """How long a person in this hat may do nothing before having to sign in again."""
    return CITIZEN_IDLE if role in (Role.CITIZEN, Role.PUBLIC) else OFFICER_IDLE
