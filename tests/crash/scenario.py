"""kill -9 of the web server, the worker and the database while people file, a bank tells of payments and letters go
out; then the checker. Prints what was done and every fault found; the exit status says whether there was one.

Run by hand for longer: python -m tests.crash.scenario --filings 600 --credits 400 --messages 800
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import datetime, timedelta
from datetime import time as hour
from functools import partial
from pathlib import Path
from uuid import UUID

from tests.crash.processes import Database, Program, environment
from tests.sandbox.mailroom import KEY, SECRET, MailTwin, running_mail_twin
from tests.sandbox.twin import free_port

MOST_SECONDS = 400
FILERS, SERVICES = 4, 2
MOST_SHOWN, LAST_WORDS = 50, 3000
NOTICE_SECRET = "bi-mat-thong-bao-cua-bai-thu-su-co"
UNIT = "cong-an-xa-duc-tho"
AMOUNT = 12_000
# Who is killed once how much of the work is answered.
KILLS = ((0.15, "serve"), (0.3, "worker"), (0.45, "database"), (0.6, "worker"), (0.7, "serve"), (0.8, "database"))


def settings(state: Path, database: Database, twins: dict[str, MailTwin], port: int) -> None:
    sms, inbox = (twins[name].url.removeprefix("http://") for name in ("sms", "vneid_inbox"))
    environment(
        DEAN06_STATE=str(state),
        DEAN06_DATABASE_URL=database.server.url(),
        DEAN06_DEMO="1",
        DEAN06_PORT=str(port),
        DEAN06_SMS_URL=f"http://{KEY}-mot:{SECRET}-mot@{sms}/mot",
        DEAN06_SMS_SECOND_URL=f"http://{KEY}-hai:{SECRET}-hai@{sms}/hai",
        DEAN06_VNEID_INBOX_URL=f"http://{KEY}:{SECRET}@{inbox}/vneid",
        DEAN06_BANK_NOTICE_SECRET=NOTICE_SECRET,
        DEAN06_SANDBOX_POPULATION_PORT=str(free_port()),
        DJANGO_SETTINGS_MODULE="dean06.config.settings",
    )


def prepare() -> None:
    import django

    django.setup()
    import logging

    from django.core.management import call_command

    from dean06.config import seeding, static_files

    logging.disable(logging.WARNING)
    call_command("migrate", verbosity=0)
    static_files.ensure()
    seeding.reference_data()


def drafts_of(person: UUID, count: int) -> list[tuple[UUID, int]]:
    """Forms ready to be handed in."""
    from dean06.kernel.base import clock
    from dean06.kernel.base.actor import Actor, Role
    from dean06.kernel.base.ids import new_id
    from dean06.kernel.cases import api as cases

    actor = Actor(user_id=new_id(), party_id=person, name="Người Thử", role=Role.CITIZEN, assurance_level=2)
    first = clock.today() + timedelta(days=7)
    answers = {
        "applicant_name": "Người Thử",
        "applicant_id": "000700000000",
        "applicant_address": "Thôn 2, xã Đức Thọ",
        "applicant_phone": "0900000000",
        "away_from": first.isoformat(),
        "away_until": (first + timedelta(days=5)).isoformat(),
        "destination": "Xã Đức Đồng",
        "reason": "lam_viec",
    }
    made = [cases.save_draft(actor, procedure="tam_vang", unit_code=UNIT, answers=answers) for _ in range(count)]
    return [(draft, 1) for draft in made]


def orders_for(person: UUID, count: int) -> list[tuple[str, int]]:
    """Fees asked for, by their codes."""
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.base.money import Dong
    from dean06.kernel.payments import api as payments

    found = []
    for number in range(count):
        facts = {"key": f"crash:{person}:{number}", "subject": f"crash:{person}:{number}", "purpose": "Lệ phí thử"}
        order = payments.open_order(SYSTEM, payer_id=person, unit_code=UNIT, amount=Dong(AMOUNT), **facts)
        found.append((order.code, AMOUNT))
    return found


def reachable(people: list[UUID]) -> None:
    """Everybody has a phone."""
    from dean06.kernel.base import clock
    from dean06.kernel.messaging.models import PhoneNumber

    PhoneNumber.objects.bulk_create(
        PhoneNumber(party_id=one, phone=f"849{number:08}", nonce="x", confirmed_at=clock.now())
        for number, one in enumerate(people)
    )


def kill_in_turn(site, wanted: int, victims: dict[str, Program | Database], is_over: Callable[[], bool]) -> list[str]:
    """As the work goes on; returns who was killed. What ends by itself is started again all the while."""
    killed: list[str] = []
    while not is_over():
        for victim in victims.values():
            victim.keep_alive()
        if len(killed) < len(KILLS) and site.answered >= KILLS[len(killed)][0] * wanted:
            name = KILLS[len(killed)][1]
            victims[name].kill()
            victims[name].start()
            killed.append(name)
        time.sleep(0.02)  # looking at other threads; they end by themselves in time
    return killed


def finish() -> None:
    """What the next morning brings: leases of the dead are over, nobody sleeps, and everything waiting goes out."""
    from dean06.kernel.base import clock, outbox
    from dean06.kernel.base.actor import SYSTEM
    from dean06.kernel.base.models import OutboxMessage
    from dean06.kernel.messaging import handing

    morning = datetime.combine(clock.today() + timedelta(days=1), hour(10), clock.VN_TZ)
    for round_ in range(20):
        with clock.at(morning + timedelta(minutes=round_)):
            for name in list(OutboxMessage.objects.exclude(state="done").values_list("message_id", flat=True)):
                outbox.deliver(name)
            for channel in handing.channels_due():
                while handing.hand_over(SYSTEM, channel=handing.Channel(channel)):
                    pass


def run(options: argparse.Namespace, stack: ExitStack) -> int:
    directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="dean06-crash-")))
    directory.chmod(0o755)
    database = Database(directory / "pg", stack)
    twins = {name: stack.enter_context(running_mail_twin(name)) for name in ("sms", "vneid_inbox")}
    port = free_port()
    settings(directory / "state", database, twins, port)
    prepare()
    from bench._people import citizens
    from django.db import connections
    from tests.crash import checker, clients

    from dean06.kernel.base import clock
    from dean06.kernel.payments.collecting import account_of

    people = citizens(FILERS)
    ids = [one.party_id for one in people]
    reachable(ids)
    forms = {one: drafts_of(one.party_id, options.filings // FILERS) for one in people}
    fees = orders_for(ids[0], options.credits)
    account = account_of(UNIT, clock.today()).code
    letters = [ids[number % FILERS] for number in range(options.messages // SERVICES)]
    programs = {
        "serve": Program("serve", directory / "serve.log", f"http://127.0.0.1:{port}/healthz"),
        "worker": Program("worker", directory / "worker.log"),
    }
    for program in programs.values():
        stack.callback(program.kill)
        program.start()
    site = clients.Site(port=port, until=time.monotonic() + MOST_SECONDS)
    works = [
        *(partial(clients.filer, site, one, drafts) for one, drafts in forms.items()),
        *(partial(clients.bank, site, NOTICE_SECRET, account, fees[part::2]) for part in range(2)),
        *(partial(clients.service, site, f"dich-vu-{part}", letters) for part in range(SERVICES)),
    ]
    wanted = options.filings // FILERS * FILERS + options.credits + options.messages // SERVICES * SERVICES
    threads, wrong = clients.together(works)
    is_over = lambda: bool(wrong) or not any(thread.is_alive() for thread in threads)  # noqa: E731
    killed = kill_in_turn(site, wanted, {**programs, "database": database}, is_over)
    for thread in threads:
        thread.join()
    for program in programs.values():
        program.kill()
    connections.close_all()  # those to the server that was killed
    if not wrong:
        finish()
    taken = [
        *(one["reference"] for desk in ("mot", "hai") for one in twins["sms"].received(desk)),
        *(one["reference"] for one in twins["vneid_inbox"].received("vneid")),
    ]
    site.told.taken = taken
    found = [*map(repr, wrong), *checker.faults(site.told)]
    if site.answered != wanted or len(killed) != len(KILLS):
        found.append(f"{site.answered} of {wanted} answered, {len(killed)} of {len(KILLS)} killed")
    say(f"killed {' '.join(killed)}; {clients.as_json(site.told)}; asked again {site.repeats} times")
    say("\n".join(found[:MOST_SHOWN]) or "nothing lost, nothing doubled")
    for program in programs.values() if found else ():
        say(f"--- {program.name}\n{program.log.read_text(errors='replace')[-LAST_WORDS:]}")
    return 1 if found else 0


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--filings", type=int, default=60)
    parser.add_argument("--credits", type=int, default=40)
    parser.add_argument("--messages", type=int, default=80)
    options = parser.parse_args()
    for name in [name for name in os.environ if name.startswith(("DEAN06_", "PROMETHEUS_"))]:
        del os.environ[name]
    with ExitStack() as stack:
        return run(options, stack)


if __name__ == "__main__":
    sys.exit(main())
