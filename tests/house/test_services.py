"""Every service that writes leaves exactly one entry in the audit log; nobody can add one that does not."""

import importlib
import inspect
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from tests.house import (
    acts_cases,
    acts_copies,
    acts_devices,
    acts_documents,
    acts_facilities,
    acts_health,
    acts_labour,
    acts_messaging,
    acts_payments,
    acts_portal,
    acts_privacy,
    acts_programme,
    acts_records,
    acts_registry,
)
from tests.house.acts import ACTS, World
from tests.house.acts_kernel import demo_people_again
from tests.house.source import SOURCE, python_files
from tests.seeded import Demo

from dean06.kernel.audit.models import AuditEntry
from dean06.kernel.base.actor import Role
from dean06.kernel.base.errors import NotPermitted
from dean06.programme.models import Directive
from dean06.programme.services import plans

RECORDS = ("kernel.audit import", "kernel.audit.api import", "services.log import")
# Written by nobody of ours, or measured elsewhere. Module, or module:function -> why it has no row.
EXEMPT = {
    "kernel.audit.": "the log itself",
    "kernel.cases.services.arrival_reading:": "a check; its outcomes are counted in tests/kernel/cases",
    "kernel.cases.services.arrivals:due_arrivals": "reads; names nobody",
    "kernel.cases.services.fetching:": "the worker's round; its services record",
    "kernel.cases.services.filing:file_parcel": "piece of a service, inside its transaction",
    "kernel.cases.services.resulting:": "piece of a service; what the worker issues is recorded by documents",
    "kernel.cases.services.reporting:": "sends what an act wrote down and recorded",
    "kernel.cases.services.access:": "permission checks",
    "kernel.cases.services.applicants:": "a check; its refusals are counted in tests/kernel/cases",
    "kernel.cases.services.handling:begin": "permission check",
    "kernel.cases.services.handling:take_in": "piece of a service, inside its transaction",
    "kernel.cases.services.codes:": "piece of a service, inside its transaction",
    "kernel.cases.services.drafts:any_own_draft": "reads",
    "kernel.cases.services.drafts:as_papers": "a rule",
    "kernel.cases.services.drafts:own_draft": "reads",
    "kernel.cases.services.drafts:papers_of": "reads",
    "kernel.cases.services.draft_papers:kept_file": "keeps content nobody owns yet; the act that cites it is recorded",
    "kernel.cases.services.looking:has_dealings": "reads; asked by privacy, which records",
    "kernel.cases.services.looking:in_scope": "permission check",
    "kernel.cases.services.making:": "piece of a service, inside its transaction",
    "kernel.cases.services.moving:": "piece of a service, inside its transaction",
    "kernel.cases.services.posting:": "piece of a service, inside its transaction",
    "kernel.cases.services.prefill:prefill_terms": "reads what a form declares; names nobody",
    "kernel.cases.services.register:": "questions to the registry, which records them",
    "kernel.cases.services.refusing:": "the transaction of a service; its denials are counted in tests/kernel/cases",
    "kernel.cases.services.papers:": "piece of a service, inside its transaction",
    "kernel.cases.services.slips:slips_of": "reads; names nobody",
    "kernel.cases.services.substituting:colleagues": "reads; names of officers are public",
    "kernel.cases.services.telling:": "piece of a service, inside its transaction",
    "kernel.devices.services.readings:files_for": "a rule",
    "kernel.devices.services.receipts:accept": "piece of a service, inside its transaction",
    "kernel.devices.services.receipts:refuse": "piece of a service, inside its transaction",
    "kernel.devices.services.receipts:spend": "piece of a service of identity, inside its transaction",
    "kernel.devices.services.terminals:normal_code": "a rule",
    "kernel.documents.services.opening:open_cited": "piece of a service of cases, inside its transaction",
    "kernel.documents.services.inspecting:inspect": "asks outside: counted in tests/kernel/documents",
    "kernel.documents.services.keys:require_operator": "permission check",
    "kernel.documents.services.bulk:take_turn": "the worker's: each document it issues is counted",
    "kernel.documents.services.issuing:check_issuer": "permission check",
    "kernel.documents.services.sweeping:can_sweep": "a rule",
    "kernel.documents.services.registers:read_rows": "reads for a proof; who may have it is judged by whoever asks",
    "kernel.documents.services.signing:keep_signed": "piece of a service, inside its transaction",
    "kernel.documents.services.lasting:due_files": "reads",
    "kernel.documents.services.lasting:make_lasting": "asks outside: counted in tests/kernel/documents",
    "kernel.documents.services.lasting:renew": "asks outside: as above",
    "kernel.documents.services.asking:asked_of_wallet": "what a wallet fetches; names nobody",
    "kernel.documents.services.asking:take_answer": "needs a wallet: counted in tests/portal/test_wallets_elsewhere.py",
    "kernel.documents.services.wallet_endpoints:": "needs a wallet: as above, where it issues; else names nobody",
    "kernel.documents.services.wallets:asked_by_wallet": "reads the actor's own wallet",
    "kernel.documents.services.wallets:decline_wallet": "nothing is read or given",
    "kernel.documents.services.sharing:plan_share": "rules; nothing is written",
    "kernel.documents.services.sharing:keep_share": "piece of privacy's share_document, inside its transaction",
    "kernel.documents.services.sharing:end_share_of": "piece of privacy's withdraw_consent, inside its transaction",
    "kernel.identity.card:hand_over": "needs a browser: tests/kernel/identity/test_card.py counts there",
    "kernel.identity.card:require_other_proof": "a permission check that needs a browser",
    "kernel.identity.card:step_up_by_card": "needs a browser: as above",
    "kernel.identity.services:close": "piece of a service, inside its transaction",
    "kernel.identity.services:touch": "book-keeping of the time limit, not an act",
    "kernel.identity.back_channel:purge_seen": "housekeeping: forgets what would be refused anyway",
    "kernel.identity.break_glass:is_enabled": "reads a setting",
    "kernel.identity.break_glass:account": "reads",
    "kernel.identity.break_glass:open_session": "reads",
    "kernel.identity.break_glass:sign_in": "needs a browser: tests/kernel/identity/test_break_glass.py counts there",
    "kernel.messaging.contacts:code_": "a rule",
    "kernel.messaging.contacts:own": "the actor's own address",
    "kernel.messaging.contacts:person": "permission check",
    "kernel.messaging.contacts:waiting_for_code": "reads, for the code its owner asked for",
    "kernel.messaging.handing:channels_due": "reads",
    "kernel.messaging.operating:delivery_figures": "counts, nothing of a person",
    "kernel.messaging.operating:reached": "reads counts; names nobody",
    "kernel.messaging.operating:lost_in_a_day": "counts, nothing of a person",
    "kernel.messaging.providers:switched_off": "reads, nothing of a person",
    "kernel.messaging.wishes:wishes": "the actor's own choices",
    "kernel.parties.services.access:": "permission check",
    "kernel.parties.services.demo_people:": "a chain of acts with an entry each: see below",
    "kernel.privacy.retention:as_proof": "turns a row into a value",
    "kernel.privacy.retention:categories": "reads the registry",
    "kernel.privacy.retention:find_deletion": "reads",
    "kernel.privacy.retention:register_category": "fills the registry when a process starts",
    "kernel.privacy.services.looks:register_dealings": "fills the registry when a process starts",
    "kernel.payments.services.books:": "names of accounts",
    "kernel.payments.services.incoming:place": "piece of a service, inside its transaction",
    "kernel.payments.services.incoming:suspended": "piece of a service, inside its transaction",
    "kernel.payments.services.lapsing:": "piece of a service, inside its transaction",
    "kernel.payments.services.ledger:end_hold": "piece of a service, inside its transaction",
    "kernel.payments.services.moving:": "piece of a service, inside its transaction",
    "kernel.payments.services.orders:is_cashier": "permission check",
    "kernel.payments.services.receipts:": "piece of a service, inside its transaction",
    "kernel.payments.services.returning:": "piece of a service, inside its transaction",
    "kernel.payments.services.telling:": "piece of a service, inside its transaction",
    "kernel.registry.services.asking:": "piece of a service; its refusals are counted in tests/kernel/registry",
    "kernel.registry.services.batch_ending:end": "piece of a service; counted there and in tests/kernel/registry",
    "kernel.registry.services.batch_ending:officer": "turns a row into a value",
    "pilots.p17_health_labour_books.services.labour_proving:release": "the worker's; counted in tests/pilots/p17",
    "pilots.p16_criminal_records.services.judging:facts_now": "a rule over rows",
    "pilots.p16_criminal_records.services.judging:found": "asked by cases, whose decision and document are recorded",
    "pilots.p16_criminal_records.services.judging:latest": "reads for a service",
    "pilots.p16_criminal_records.services.judging:proposals": "a rule over rows",
    "pilots.p16_criminal_records.services.ordering:by": "words",
    "pilots.p16_criminal_records.services.ordering:hear": "hands an event to a service",
    "pilots.p16_criminal_records.services.ordering:reason_of": "a rule",
    "pilots.p16_criminal_records.services.ordering:subject_of": "turns a row into a value",
    "pilots.p16_criminal_records.services.sending:ask_for_answers": "asks outside; the services it hands to record",
    "pilots.p16_criminal_records.services.sending:bring": "reads what was signed; the service it hands to records",
    "pilots.p17_health_labour_books.services.checking:check_waiting": "the worker's round; its service records",
    "pilots.p17_health_labour_books.services.entering:": "proves a system; names nobody",
    "pilots.p17_health_labour_books.services.looking:find": "asks whether a share lets in; opening it is recorded",
    "pilots.p17_health_labour_books.services.looking:who": "words",
    "pilots.p17_health_labour_books.services.sharing:hear": "hands an event to a service",
    "pilots.p17_health_labour_books.services.sharing:end_missed": "the worker's round; its service records",
    "pilots.p02_certified_documents.services.writing:": "piece of a service, inside its transaction",
    "pilots.p02_certified_documents.services.deciding:ask_fee": "piece of a service, inside its transaction",
    "pilots.p02_certified_documents.services.booking:slots_of": "a rule",
    "pilots.p02_certified_documents.services.issuing:catch_up": "asks again for what was decided; names nobody",
    "pilots.p02_certified_documents.services.issuing:facts": "turns a row into a value",
    "pilots.p02_certified_documents.services.issuing:note_paid": "hands on to the worker",
    "pilots.p02_certified_documents.services.issuing:pictures": "the content of a copy being made",
    "pilots.p02_certified_documents.services.issuing:release": "the worker's; counted in tests/pilots/p02",
    "pilots.p02_certified_documents.services.issuing:words": "turns a row into a value",
    "programme.services.deadlines:": "piece of a service, inside its transaction",
    "programme.services.directive_rows:": "piece of a service, inside its transaction",
    "programme.services.duties:": "piece of a service, inside its transaction",
    "programme.services.files:": "piece of a service, inside its transaction",
    "programme.services.log:": "what services record with",
    "programme.services.outcomes:": "piece of a service, inside its transaction",
    "programme.services.standing:": "permission checks",
    "programme.services.verdicts:": "piece of a service, inside its transaction",
}
# Acts of their own that a service performs along the way: a consent a share rests on, a message sent, duties of ended
# units passed on, the books, a question to the population register.
ALONG = {
    "privacy.give_consent",
    "messaging.send",
    "programme.hand_over",
    "payments.cancel_order",
    "payments.open_account",
    "payments.open_order",
    "payments.post",
    "registry.lookup",
    "registry.household",
}
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("services")]


def candidates() -> Iterator[str]:
    """Public functions of every services module, and of every other module that writes to the log."""
    for path in python_files("src/dean06"):
        parts = path.relative_to(SOURCE).with_suffix("").parts
        if parts[0] in {"config", "sandbox", "adapters"} or parts[-1] == "cli":
            continue
        text = path.read_text(encoding="utf-8")
        writes = "record(" in text and any(line in text for line in RECORDS)
        if "services" in parts or writes:
            yield from public(".".join(("dean06", *parts)).removesuffix(".__init__"))


def public(module_name: str) -> Iterator[str]:
    """Functions a module defines for others."""
    module = importlib.import_module(module_name)
    for name, value in vars(module).items():
        found = inspect.unwrap(value) if callable(value) else None
        if inspect.isfunction(found) and found.__module__ == module_name and not name.startswith("_"):
            yield f"{module_name.removeprefix('dean06.')}:{name}"


ALL = sorted(set(candidates()))
assert acts_programme.act  # imported for its rows
assert acts_portal.act
assert acts_registry.act
assert acts_records.act
assert acts_health.act
assert acts_labour.act
assert acts_messaging.act
assert acts_privacy.act
assert acts_devices.act
assert acts_documents.act
assert acts_facilities.act
assert acts_cases.act
assert acts_copies.act
assert acts_payments.act


def reason(name: str) -> str:
    return next((why for start, why in EXEMPT.items() if name.startswith(start)), "")


def test_every_service_has_a_row_or_a_reason() -> None:
    missing = [name for name in ALL if name not in ACTS and not reason(name)]
    assert not missing, "add a row to tests/house/acts_*.py"
    both = [name for name in ACTS if reason(name)]
    assert not both
    assert set(ACTS) <= set(ALL), "a row for a service that is gone"


def test_no_reason_outlives_what_it_excuses() -> None:
    assert not [start for start in EXEMPT if not any(name.startswith(start) for name in ALL)]


def entries_of(do: Callable[[], Any]) -> Counter[str]:
    """Actions of the entries an act leaves."""
    before = set(AuditEntry.objects.values_list("pk", flat=True))
    do()
    return Counter(AuditEntry.objects.exclude(pk__in=before).values_list("action", flat=True))


@pytest.mark.parametrize("name", sorted(ACTS))
def test_one_act_one_entry(name: str, demo: Demo, now: None, db: None, settings: Any) -> None:
    settings.EMAIL_URL = "smtp://localhost"
    action, prepare = ACTS[name]
    left = entries_of(prepare(World(demo)))
    assert {kind: count for kind, count in left.items() if kind == action or kind not in ALONG} == {action: 1}


def test_the_invented_people_are_not_entered_twice(demo: Demo, now: None, db: None) -> None:
    assert entries_of(demo_people_again) == {}


def test_a_refusal_is_an_entry_too(demo: Demo, now: None, db: None) -> None:
    clerk = demo.actor(Role.CLERK)

    def speak_for_another() -> None:
        with pytest.raises(NotPermitted):
            plans.submit_plan(
                clerk, directive_id=Directive.objects.get().pk, unit_code="phong-y-te", symbol="", summary="x", files=[]
            )

    assert entries_of(speak_for_another) == {"programme.refused": 1}
