"""Seals for the officers of a unit, and the proof of one row for whoever may have it."""

from collections.abc import Collection
from uuid import UUID

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor
from dean06.kernel.base.errors import NotFound, NotPermitted
from dean06.kernel.documents.models import RegisterSeal, SealedRow
from dean06.kernel.documents.registers import tree
from dean06.kernel.documents.registers.proof import RowProof
from dean06.kernel.documents.registers.types import SealInfo
from dean06.kernel.documents.services.registers import MAY_SEAL, read_rows
from dean06.kernel.documents.store.files import open_file
from dean06.kernel.documents.units import chain
from dean06.kernel.documents.wallet_types import DocumentFile

JSON, PDF = "application/json", "application/pdf"
MOST_SEALS = 200
NO_SEAL = "Không có lần niêm phong này."


class RegisterDamaged(Exception):
    """The rows kept are not the rows sealed: restore the store from the backup."""


def seals(actor: Actor) -> tuple[SealInfo, ...]:
    """Seals of the actor's unit and of those it acts for, newest first. NotPermitted for others than officers."""
    rows = RegisterSeal.objects.select_related("sheet").filter(unit_code__in=_units(actor)).order_by("-sealed_at")
    return tuple(_info(row) for row in rows[:MOST_SEALS])


def seal_sheet(actor: Actor, *, seal_id: UUID) -> DocumentFile:
    """The signed sheet as it is now. NotFound for another unit's."""
    row = RegisterSeal.objects.select_related("sheet").filter(pk=seal_id, unit_code__in=_units(actor)).first()
    if row is None:
        raise NotFound(NO_SEAL, code="seal_not_found")
    return DocumentFile(name=f"niem-phong-{row.sealed_at:%Y%m%d}.pdf", media_type=PDF, data=_content(row.sheet.sha256))


def sealed_among(keys: Collection[str], *, registers: str) -> dict[str, SealInfo]:
    """Of these keys, those that stand in a sealed register whose name begins so, with the newest seal of each."""
    rows = SealedRow.objects.select_related("seal__sheet").filter(
        key__in=list(keys), seal__register__startswith=registers
    )
    return {row.key: _info(row.seal) for row in rows.order_by("seal__sealed_at", "seal__pk")}


def row_proof(key: str, *, registers: str) -> DocumentFile:
    """The proof file of a row under its newest seal; whoever asks has judged the right to the row. NotFound.

    RegisterDamaged when what is kept is not what was sealed.
    """
    found = SealedRow.objects.select_related("seal__sheet").filter(key=key, seal__register__startswith=registers)
    row = found.order_by("-seal__sealed_at", "-seal__pk").first()
    if row is None:
        raise NotFound("Dòng này chưa nằm trong sổ nào đã niêm phong.", code="row_not_sealed")
    return DocumentFile(
        name=f"bang-chung-{row.seal.sealed_at:%Y%m%d}-{row.position + 1}.json",
        media_type=JSON,
        data=_proof(row.seal, row.position).written(),
    )


def _proof(seal: RegisterSeal, position: int) -> RowProof:
    content, hashes = b"", []
    for index, line in enumerate(read_rows(seal.rows_sha256)):
        hashes.append(tree.leaf(tree.salt_of(seal.pk, index), line))
        content = line if index == position else content
    if tree.root_of(hashes) != bytes(seal.root):
        raise RegisterDamaged(f"the rows of seal {seal.pk} do not lead to its root")
    return RowProof(
        content=content,
        salt=tree.salt_of(seal.pk, position),
        index=position,
        path=tree.path_to(position, hashes),
        sheet=_content(seal.sheet.sha256),
    )


def _units(actor: Actor) -> tuple[str, ...]:
    if actor.role not in MAY_SEAL or not actor.unit_code:
        raise NotPermitted("Trang này dành cho cán bộ của đơn vị giữ sổ.", code="not_an_officer")
    return chain(actor.unit_code, clock.today())


def _info(row: RegisterSeal) -> SealInfo:
    return SealInfo(
        id=row.pk,
        register=row.register,
        title=row.title,
        unit_code=row.unit_code,
        unit_name=row.unit_name,
        size=row.size,
        root=bytes(row.root).hex(),
        sealed_at=row.sealed_at,
        sealed_by=row.sealed_by,
        stamped_at=row.sheet.lasting_at,
    )


def _content(sha256: str) -> bytes:
    with open_file(sha256) as file:
        return file.read()
