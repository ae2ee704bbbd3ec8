"""How long things last and how often they may be tried; every limit has its name here."""

from datetime import timedelta

from dean06.kernel.base.ratelimit import Limit

# From pressing the button to the answer: finding the card, typing what is printed, a slow chip.
CHALLENGE_LIFETIME = timedelta(minutes=3)
# The operator walks from one desk to another with the code.
CODE_LIFETIME = timedelta(minutes=30)
# From the verdict to handing the machine over; afterwards the card is read again.
PROOF_LIFETIME = timedelta(minutes=5)
CODE_LENGTH = 12

ENROL_LIMIT = Limit(name="devices.enrol", count=20, seconds=900)
ENROL_NOTED = Limit(name="devices.enrol_noted", count=1, seconds=900)
READING_LIMIT = Limit(name="devices.reading", count=120, seconds=3600)
# An answer costs a few signatures and 256 kB: as many as there may be orders, and some that went wrong on the way.
ANSWER_LIMIT = Limit(name="devices.answer", count=180, seconds=3600)
