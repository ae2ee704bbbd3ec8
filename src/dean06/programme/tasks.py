"""Background work of the programme: reminders each working morning, succession each night."""

from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.jobs import app, daily, task
from dean06.programme.services.reminders import send_due
from dean06.programme.services.succession import hand_over


@app.periodic(cron=daily(7, 30))
@task(name="programme.send_reminders")
def send_reminders(timestamp: int) -> None:
    """07:30 Vietnamese time: whatever stage was reached and not sent."""
    del timestamp
    send_due(SYSTEM, on=clock.today())


@app.periodic(cron=daily(0, 10))
@task(name="programme.hand_over_duties")
def hand_over_duties(timestamp: int) -> None:
    """Just after midnight: duties of units that ended pass to their successors."""
    del timestamp
    hand_over(SYSTEM, on=clock.today())
