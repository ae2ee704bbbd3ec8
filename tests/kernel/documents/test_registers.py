"""A register under one signature: every row provable by itself, nothing else passes for one."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pymerkle
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.kernel.audit_trail import actions_of
from tests.kernel.documents.foreign import VALID, pdfsig
from tests.kernel.documents.registers import REGISTER, as_sheet, proof, rows, seal, sheet_of, written
from tests.kernel.documents.wallet import DESK, UNIT, believe, give_keys, officer, person
from tests.sandbox.pki import Pki, pki, shared_pki

from dean06.config.commands import verify
from dean06.kernel.base import clock, outbox
from dean06.kernel.base.actor import ANONYMOUS, SYSTEM
from dean06.kernel.base.errors import Conflict, Invalid, NotFound, NotPermitted
from dean06.kernel.base.models import OutboxMessage
from dean06.kernel.base.wiring import override
from dean06.kernel.documents import api, tasks
from dean06.kernel.documents.models import RegisterSeal, SignedFile
from dean06.kernel.documents.pdf.signing import sign
from dean06.kernel.documents.registers import checking
from dean06.kernel.documents.registers.checking import statement_on
from dean06.kernel.documents.registers.proof import RowProof, read_proof
from dean06.kernel.documents.registers.statement import statement_in
from dean06.kernel.documents.selectors.registers import RegisterDamaged
from dean06.kernel.documents.services import registers as services
from dean06.kernel.documents.types import Answer, Outcome, RegisterRow
from dean06.kernel.parties import api as parties
from dean06.kernel.ports.ca import CertificateAuthority
from dean06.kernel.ports.tsa import Reason, TimeStampAuthority, TsaFailed

__all__ = ["pki", "shared_pki"]
OTHER = "ubnd-xa-duc-minh"
pytestmark = pytest.mark.django_db


class Away:
    """A time-stamping authority nobody reaches."""

    def stamp(self, digest: bytes) -> bytes:
        raise TsaFailed(Reason.UNREACHABLE)


@pytest.fixture(autouse=True)
def keeper(pki: Pki, settings: Any, tmp_path: Path):
    """A commune with keys, and an installation that believes the twin."""
    settings.STATE = tmp_path
    settings.PUBLIC_URL = "https://dv.example"
    parties.load_reference_data(SYSTEM)
    with override(CertificateAuthority, pki.client), override(TimeStampAuthority, pki.stamps):
        believe(pki.root)
        give_keys(UNIT)
        yield


def work() -> list[outbox.Outcome]:
    waiting = OutboxMessage.objects.filter(topic="documents.lasting").values_list("message_id", flat=True)
    return [outbox.deliver(one) for one in waiting]


def reasons(data: bytes) -> tuple[str, ...]:
    found = api.verify_proof(data)
    assert found.outcome is Outcome.INVALID
    assert not found.row
    return found.reasons


@pytest.mark.parametrize("count", [1, 2, 7, 33])
def test_every_row_is_proven_and_a_foreign_judge_agrees(count: int) -> None:
    seal(count)
    said = [proof(number) for number in range(count)]
    contents = [bytes.fromhex(one["salt"]) + one["row"].encode() for one in said]
    tree = pymerkle.InmemoryTree.init_from_entries(contents)
    statement = statement_on(sheet_of(said[0]))
    assert (statement.root, statement.size) == (tree.get_root(), count)
    for number, one in enumerate(said):
        leaf, path = hashlib.sha256(b"\x00" + contents[number]).digest(), list(map(bytes.fromhex, one["path"]))
        rule = tree.prove_inclusion(number + 1, count).rule
        theirs = pymerkle.InclusionProof("sha256", True, count, number + 1, rule, [leaf, *path])
        pymerkle.verify_inclusion(leaf, statement.root, theirs, index=number + 1, size=count)
        assert read_proof(written(one)).is_included(statement)
    assert len({one["salt"] for one in said}) == count
    for number in {0, count - 1}:
        found = api.verify_proof(written(said[number]))
        assert (found.outcome, found.is_included) == (Outcome.VALID, True)
        assert (found.position, found.size, found.row["Số"]) == (number + 1, count, str(number))


def test_who_sealed_when_and_what_a_viewer_says(tmp_path: Path) -> None:
    seal_id = seal()
    said = proof()
    found = api.verify_proof(written(said))
    row = RegisterSeal.objects.get(pk=seal_id)
    assert row.unit_name in (found.signature.organisation, found.signature.signer)
    assert found.signature.claimed_at == row.sealed_at
    assert VALID in pdfsig(tmp_path, sheet_of(said))
    (entry,) = actions_of("documents.seal_register")
    assert entry


def test_the_same_rows_are_sealed_once_and_others_again() -> None:
    first = seal()
    assert seal() == first
    assert RegisterSeal.objects.count() == 1
    assert len(actions_of("documents.seal_register")) == 1
    second = seal(6)
    assert second != first
    assert api.sealed_among(["dong-2", "dong-5", "khac"], registers=REGISTER)["dong-2"].id == second


def test_the_stamp_is_pending_until_the_worker_has_it() -> None:
    with override(TimeStampAuthority, Away()):
        seal()
        assert work() == [outbox.Outcome.DONE]
        assert SignedFile.objects.get().problem
        (info,) = api.seals(officer())
        assert info.stamped_at is None
        pending = api.verify_proof(written(proof()))
        assert (pending.outcome, pending.signature.proved_at) == (Outcome.VALID, None)
    SignedFile.objects.update(try_at=clock.now())
    assert tasks.make_files_last(0) == 1
    (info,) = api.seals(officer())
    assert info.stamped_at is not None
    assert api.verify_proof(written(proof())).signature.proved_at is not None


def test_the_worker_stamps_at_once() -> None:
    seal()
    assert work() == [outbox.Outcome.DONE]
    assert api.seals(officer())[0].stamped_at is not None


def test_a_changed_row_is_refused() -> None:
    seal()
    said = proof()
    assert reasons(written(said, row=said["row"].replace("Hoa", "Hoà")))[0] == checking.NOT_INCLUDED
    assert reasons(written(said, row=said["row"] + " "))[0] == checking.NOT_INCLUDED
    assert reasons(written(said, salt="00" * 16))[0] == checking.NOT_INCLUDED


def test_a_proof_of_another_place_or_register_is_refused() -> None:
    seal(8)
    other = seal(8, register="thu.khac", rows=rows(8, "Người Khác"))
    assert other
    said, third = proof(2), proof(3)
    elsewhere = proof(2, "thu.khac")
    for changed in (
        written(said, index=3),
        written(said, path=third["path"]),
        written(said, sheet=elsewhere["sheet"]),
        written(said, index=8 + 2),
        written(said, index=-1),
    ):
        assert checking.NOT_INCLUDED in reasons(changed)


def test_a_truncated_or_lengthened_path_is_refused() -> None:
    seal(8)
    said = proof(2)
    for path in (said["path"][:-1], said["path"][1:], [], [*said["path"], "00" * 32], said["path"][::-1]):
        assert checking.NOT_INCLUDED in reasons(written(said, path=path))


def test_an_inner_node_does_not_pass_for_a_row() -> None:
    """Second preimage: the two children of a node as the content of a row, one level higher."""
    seal(8)
    said = proof(2)
    own = hashlib.sha256(b"\x00" + bytes.fromhex(said["salt"]) + said["row"].encode()).digest()
    children = own + bytes.fromhex(said["path"][0])
    statement = statement_on(sheet_of(said))
    path = tuple(map(bytes.fromhex, said["path"][1:]))
    for content, salt in ((children[16:], children[:16]), (children, b"")):
        forged = RowProof(content=content, salt=salt, index=1, path=path, sheet=b"")
        assert not forged.is_included(statement)
    real = RowProof(
        content=said["row"].encode(),
        salt=bytes.fromhex(said["salt"]),
        index=2,
        path=tuple(map(bytes.fromhex, said["path"])),
        sheet=b"",
    )
    assert real.is_included(statement)


def test_a_sheet_changed_or_made_by_nobody_is_refused(pki: Pki) -> None:
    seal()
    said = proof()
    pdf = bytearray(sheet_of(said))
    pdf[len(pdf) // 3] ^= 1
    assert checking.SHEET_CHANGED in reasons(written(said, sheet=as_sheet(bytes(pdf))))
    assert checking.SHEET_CHANGED in reasons(written(said, sheet=as_sheet(b"%PDF-1.7")))
    added = sheet_of(said) + b"\n% more\n"
    assert checking.SHEET_CHANGED in reasons(written(said, sheet=as_sheet(added)))


def test_a_foreign_key_cannot_seal_in_anothers_name(pki: Pki) -> None:
    """A key of another unit, believed as much as ours, signs the very sheet; and one that nobody believes."""
    seal_id = seal()
    give_keys(OTHER)
    row = RegisterSeal.objects.get(pk=seal_id)
    drawn = services.resolve(services.PaperPress).draw_seal(services._sheet(row))
    other = sign(drawn, api.signer_of(OTHER), name=row.unit_name, reason="x", at=row.sealed_at)
    said = proof()
    found = reasons(written(said, sheet=as_sheet(other)))
    assert checking.OTHER_SIGNER in found
    assert checking.OTHER_ROOT in found


def test_another_root_under_the_same_seal_is_told(pki: Pki) -> None:
    """The unit's own key signs another tree under the id of a seal: whoever holds both has it proven."""
    seal_id = seal()
    said, row = proof(), RegisterSeal.objects.get(pk=seal_id)
    forged_rows = [b"khac", b"khac nua"]
    leaves = [services.tree.leaf(bytes(16), one) for one in forged_rows]
    row.root, row.size = services.tree.rooted(leaves)
    drawn = services.resolve(services.PaperPress).draw_seal(services._sheet(row))
    signed = sign(drawn, api.signer_of(UNIT), name=row.unit_name, reason="x", at=row.sealed_at)
    forged = written(said, row="khac", salt="00" * 16, index=0, path=[leaves[1].hex()], sheet=as_sheet(signed))
    assert reasons(forged) == (checking.OTHER_ROOT, *api.verify_pdf(signed).signatures[0].reasons)
    RegisterSeal.objects.filter(pk=seal_id).delete()
    assert api.verify_proof(forged).outcome is Outcome.VALID  # elsewhere it is what the unit signed


def test_nothing_is_said_while_the_authority_is_away(pki: Pki) -> None:
    seal()
    said = proof()
    with override(CertificateAuthority, pki.client), pki.ca.fault("down"):
        assert api.verify_proof(written(said)).outcome is Outcome.UNSURE


@pytest.mark.parametrize(
    "data",
    [
        b"{}",
        b'{"form": "dean06-seal-proof/1"}',
        b'{"form": "dean06-seal-proof/2", "row": ""}',
        b"[" * 100_000,
        b"",
        b'{"form": "dean06-seal-proof/1", "row": "x", "salt": "zz", "index": 0, "path": [], "sheet": ""}',
        b'{"form": "dean06-seal-proof/1", "row": "x", "salt": "", "index": true, "path": [], "sheet": ""}',
    ],
)
def test_a_broken_file_is_refused_in_words(data: bytes) -> None:
    assert reasons(data) == (checking.BROKEN,)


def test_a_name_that_comes_twice_is_refused() -> None:
    seal()
    said = proof()
    twice = written(said).replace(b'"index"', b'"row": "khac", "index"', 1)
    assert json.loads(twice)
    assert reasons(twice) == (checking.BROKEN,)


@given(st.text(max_size=300) | st.text(max_size=300).map(lambda words: f"dean06-seal:{words}"))
def test_no_keywords_confuse_the_reader(words: str) -> None:
    assert statement_in(words) is None


@given(st.binary(max_size=300))
def test_no_bytes_confuse_the_reader_of_proofs(data: bytes) -> None:
    assert read_proof(data) is None


def test_only_lines_with_keys_of_their_own_are_sealed() -> None:
    for wrong, code in (
        ([], "empty_register"),
        ([RegisterRow(key="a", content=b"")], "bad_row"),
        ([RegisterRow(key="a", content=b"mot\nhai")], "bad_row"),
        ([RegisterRow(key="a", content=b"\xff")], "bad_row"),
        ([RegisterRow(key="a", content=b"x" * (services.LONGEST_ROW + 1))], "bad_row"),
        ([RegisterRow(key="", content=b"x")], "bad_key"),
        ([RegisterRow(key="a", content=b"x"), RegisterRow(key="a", content=b"y")], "bad_key"),
    ):
        with pytest.raises(Invalid) as refusal:
            seal(rows=iter(wrong))
        assert refusal.value.code == code
    assert not RegisterSeal.objects.exists()


def test_a_register_too_long_is_refused_while_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "MOST_ROWS", 3)
    taken = []

    def endless():
        for row in rows(10_000):
            taken.append(row)
            yield row

    with pytest.raises(Invalid, match="dài hơn 3"):
        seal(rows=endless())
    assert len(taken) == 4


def test_only_officers_of_the_unit_seal_and_see() -> None:
    for actor in (officer(OTHER), person(), ANONYMOUS):
        with pytest.raises(NotPermitted):
            seal(actor=actor)
    seal_id = seal(actor=officer(DESK))
    assert [one.id for one in api.seals(officer(DESK))] == [seal_id]
    assert api.seals(officer(OTHER)) == ()
    with pytest.raises(NotFound):
        api.seal_sheet(officer(OTHER), seal_id=seal_id)
    with pytest.raises(NotPermitted):
        api.seals(person())
    with pytest.raises(Conflict):
        api.seal_register(SYSTEM, unit_code=OTHER, register="x", title="x", rows=rows(1))
    with pytest.raises(NotFound):
        api.row_proof("dong-0", registers="khac")


def test_rows_that_are_not_those_sealed_prove_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    seal()
    with monkeypatch.context() as patch:
        patch.setattr("dean06.kernel.documents.selectors.registers.read_rows", lambda _: iter([b"x"] * 5))
        with pytest.raises(RegisterDamaged):
            proof()


def test_the_public_page_and_the_command_take_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seal()
    data = written(proof())
    seen = api.inspect(ANONYMOUS, data=data, address="203.0.113.9")
    assert (seen.answer, seen.is_intact, seen.is_trusted) == (Answer.SEALED, True, True)
    assert seen.facts["Người"] == "Trần Thị Hoa"
    bad = api.inspect(ANONYMOUS, data=data.replace(b"Hoa", b"Hoe", 1), address="203.0.113.9")
    assert (bad.answer, bad.is_intact, bad.facts) == (Answer.BAD, False, {})
    file = tmp_path / "proof.json"
    for content, status, words in ((data, 0, "Sổ thử năm 2026"), (data.replace(b"Hoa", b"Hoe", 1), 1, "KHÔNG")):
        file.write_bytes(content)
        assert verify.run(type("Args", (), {"file": file})()) == status
        assert words in capsys.readouterr().out
