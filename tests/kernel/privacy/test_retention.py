"""Retention: what is past its time goes, the rest stays, and a proof says what went."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from tests.kernel.audit_trail import actions_of
from tests.kernel.privacy.conftest import DAY

from dean06.kernel.audit.tree import leaf_hash, root_of
from dean06.kernel.base import clock, ratelimit
from dean06.kernel.base.actor import SYSTEM
from dean06.kernel.base.errors import NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.models import OutboxMessage, OutboxState, RateCounter
from dean06.kernel.base.ratelimit import Limit
from dean06.kernel.identity.models import SignInSession, User
from dean06.kernel.messaging.models import EmailAddress
from dean06.kernel.privacy import api, cli, deletion, retention
from dean06.kernel.privacy.models import DataRequest, DeletionProof, RequestEvent, UnexpectedLook
from dean06.kernel.privacy.types import Category, RequestKind
from dean06.kernel.registry.models import Batch
from dean06.kernel.registry.types import BatchStatus

YEARS = timedelta(days=3000)


@pytest.fixture
def old(hoa):
    """One record of every category of the kernel, all past their time at ``DAY + YEARS``; ids by category."""
    with clock.at(DAY):
        user = User.objects.create(issuer="https://x", subject="s", party_id=hoa.party_id)
        session = SignInSession.objects.create(user=user, level=2, ended_at=clock.now(), end_reason="signed_out")
        SignInSession.objects.create(user=user, level=2)
        letter = OutboxMessage.objects.create(
            message_id="m", topic="t", payload={"a": 1}, state=OutboxState.DONE, finished_at=clock.now()
        )
        ratelimit.hit(Limit(name="x", count=5, seconds=60), "k")
        address = EmailAddress.objects.create(party_id=hoa.party_id, email="a@b.vn", nonce="n")
        request = api.ask(hoa, kind=RequestKind.ACCESS, text="Xin")
        api.withdraw_request(hoa, request_id=request)
        mark = UnexpectedLook.objects.create(party_id=hoa.party_id, entry_id=user.pk, at=clock.now(), reasons=["bulk"])
    return {
        "identity.sign_ins": session.pk,
        "base.outbox_payloads": letter.pk,
        "base.rate_counters": RateCounter.objects.order_by("pk").first().pk,
        "messaging.unconfirmed_email": address.pk,
        "privacy.closed_requests": request,
        "privacy.unexpected_looks": mark.pk,
        "registry.lists": _compared_list().pk,
    }


def _compared_list() -> Batch:
    return Batch.objects.create(
        request_key="k", user_id=new_id(), officer_name="Lan", role="clerk", purpose_code="so_hoa", act="a",
        compared=["birth"], lines_total=1, lines_valid=0, status=BatchStatus.DONE, finished_at=clock.now(),
    )  # fmt: skip


def done(**options):
    return {one.category: one.count for one in retention.run_retention(SYSTEM, **options)}


def test_nothing_goes_before_its_time(old):
    with clock.at(DAY + timedelta(hours=12)):
        assert set(done().values()) == {0}
    assert not DeletionProof.objects.exists()


def test_every_category_deletes_and_proves(old):
    with clock.at(DAY + YEARS):
        assert {code for code, count in done().items() if count} >= set(old)
        for code, record in old.items():
            proof = api.find_deletion(code, record)
            assert proof is not None, code
        assert set(done().values()) == {0}
    assert not SignInSession.objects.exists()
    assert not DataRequest.objects.exists()
    assert not RequestEvent.objects.exists()
    assert not EmailAddress.objects.exists()
    assert OutboxMessage.objects.get(message_id="m").payload == {}  # the id stays, so that it is never used again
    told = {entry["category"]: entry for entry in actions_of("privacy.delete_expired")}
    assert set(told) >= set(old)


def test_counting_deletes_nothing(old):
    with clock.at(DAY + YEARS):
        counted = done(dry_run=True)
        assert {code for code, count in counted.items() if count} >= set(old)
        assert SignInSession.objects.count() == 2
        assert not DeletionProof.objects.exists()
        assert done() == counted


def test_one_category_alone(old):
    with clock.at(DAY + YEARS):
        assert list(done(only=["identity.sign_ins"])) == ["identity.sign_ins"]
    assert EmailAddress.objects.exists()


def test_batches(old, hoa, monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    with clock.at(DAY):
        for number in range(5):
            ratelimit.hit(Limit(name=f"x{number}", count=5, seconds=60), "k")
    with clock.at(DAY + YEARS):
        assert done(only=["base.rate_counters"])["base.rate_counters"] == RateCounter.objects.count() + 7
    proofs = DeletionProof.objects.filter(category="base.rate_counters")
    assert sorted(proofs.values_list("count", flat=True), reverse=True) == [2, 2, 2, 1]
    assert len(set(proofs.values_list("run_id", flat=True))) == 1


def test_finished_jobs_go_and_failed_ones_stay(db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
        for status in ("succeeded", "failed", "todo"):
            cursor.execute(
                "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('q', 't', %s) RETURNING id",
                [status],
            )
        assert done(only=["base.finished_jobs"]) == {"base.finished_jobs": 0}
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '8 days'")
        cursor.execute("INSERT INTO procrastinate_events (job_id, type, at) SELECT id, 'succeeded', now() - interval "
                       "'8 days' FROM procrastinate_jobs WHERE status = 'succeeded'")  # fmt: skip
        assert done(only=["base.finished_jobs"]) == {"base.finished_jobs": 1}
        cursor.execute("SELECT status::text FROM procrastinate_jobs ORDER BY id")
        assert [row[0] for row in cursor.fetchall()] == ["failed", "todo"]


def test_a_proof_that_was_tampered_with_proves_nothing(old):
    with clock.at(DAY + YEARS):
        done(only=["identity.sign_ins"])
    row = DeletionProof.objects.get()
    assert deletion.is_intact(row)
    assert api.find_deletion("identity.sign_ins", "never there") is None
    assert api.find_deletion("base.rate_counters", old["identity.sign_ins"]) is None
    with pytest.raises(DatabaseError), transaction.atomic():
        DeletionProof.objects.update(count=7)
    forged = deletion.prove(
        ("identity.sign_ins", "x", "x"), ["made up"], run_id=row.run_id, entry=old["privacy.closed_requests"]
    )
    assert deletion.is_intact(forged)
    assert api.find_deletion("identity.sign_ins", "made up") is None  # no entry of the log names its root


def test_the_root_is_a_plain_merkle_root(old):
    with clock.at(DAY + YEARS):
        done(only=["identity.sign_ins"])
    row = DeletionProof.objects.get()
    digest = deletion.digest_of("identity.sign_ins", old["identity.sign_ins"])
    digests = [bytes(row.digests)[start : start + 32] for start in range(0, 32 * row.count, 32)]
    assert digest in digests
    assert bytes(row.root) == root_of(leaf_hash(one) for one in sorted(digests))


def test_a_deleter_that_lies_is_caught_and_nothing_is_written(db):
    wrong = Category(
        code="test.wrong", label="x", rule="x", keep_days=1, expired=lambda before, limit: [1, 2], delete=lambda ids: 1
    )
    retention.register_category(wrong)
    try:
        with pytest.raises(RuntimeError, match="chose 2 records, deleted 1"):
            done(only=["test.wrong"])
    finally:
        del retention._categories["test.wrong"]
    assert not DeletionProof.objects.exists()


def test_only_the_platform_and_operators_run_it(hoa, operator):
    with pytest.raises(NotPermitted):
        api.run_retention(hoa)
    api.run_retention(operator, dry_run=True)
    with pytest.raises(NotPermitted):
        api.deletion_runs(hoa)


def test_the_operator_sees_the_runs(old, operator):
    with clock.at(DAY + YEARS):
        done(only=["identity.sign_ins"])
    (run,) = api.deletion_runs(operator)
    assert (run.category, run.count) == ("identity.sign_ins", 2)


def command(capsys, *words):
    import argparse

    parser = argparse.ArgumentParser()
    cli.add_arguments(parser)
    status = cli.run(parser.parse_args(words))
    return status, capsys.readouterr().out


def test_the_command_counts_runs_and_checks(old, capsys):
    with clock.at(DAY + YEARS):
        status, out = command(capsys, "run", "--dry-run", "--only", "identity.sign_ins")
        assert (status, "Sẽ xoá 2 bản ghi (chưa xoá gì)." in out) == (0, True)
        assert command(capsys, "check", "identity.sign_ins", str(old["identity.sign_ins"]))[0] == 1
        status, out = command(capsys, "run")
        assert "có bằng chứng" in out
        status, out = command(capsys, "check", "identity.sign_ins", str(old["identity.sign_ins"]))
        assert (status, "Gốc Merkle" in out) == (0, True)
    assert "90 ngày" in command(capsys, "list")[1]
    assert command(capsys, "run", "--only", "nothing")[0] == 1
