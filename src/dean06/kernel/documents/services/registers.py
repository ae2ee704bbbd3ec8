"""Sealing a register: its rows are laid down, one tree is made over them and one sheet signed that names its root."""

import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from dean06.kernel.audit.api import record
from dean06.kernel.base import clock
from dean06.kernel.base.actor import Actor, Role
from dean06.kernel.base.errors import Conflict, Invalid, NotPermitted
from dean06.kernel.base.ids import new_id
from dean06.kernel.base.wiring import resolve
from dean06.kernel.documents import actions
from dean06.kernel.documents.drawing import PaperPress, SealSheet
from dean06.kernel.documents.keys.certificates import named
from dean06.kernel.documents.keys.signer import Signer
from dean06.kernel.documents.models import RegisterSeal, SealedRow
from dean06.kernel.documents.models.registers import LONGEST_KEY, LONGEST_REGISTER, LONGEST_TITLE
from dean06.kernel.documents.pdf.signing import sign
from dean06.kernel.documents.registers import tree
from dean06.kernel.documents.registers.statement import MOST_ROWS, Statement
from dean06.kernel.documents.registers.types import RegisterRow
from dean06.kernel.documents.selectors.keys import signer_of
from dean06.kernel.documents.services.signing import LARGEST_FILE, keep_signed
from dean06.kernel.documents.store.files import open_file, put_file
from dean06.kernel.documents.units import acts_for
from dean06.kernel.parties import api as parties

OBJECT: Final = "documents.register_seal"
SUBJECT: Final = "documents.register_seal:{id}"
MAY_SEAL: Final = frozenset({Role.CLERK, Role.LEADER})
LARGEST_ROWS: Final = 512 * 1024 * 1024
LONGEST_ROW: Final = 16 * 1024
WRITTEN_AT_ONCE: Final = 2000
REASON: Final = "Niêm phong sổ"


def seal_register(actor: Actor, *, unit_code: str, register: str, title: str, rows: Iterable[RegisterRow]) -> UUID:
    """Seal the rows in their order by one signature of the unit; the same rows of a register are sealed once.

    For officers of the unit and those below it, and for the platform. Invalid for no rows, too many, a row that is no
    line of text or a key that comes twice; Conflict ``no_signing_key``. The time stamp comes later, by the worker.
    ``rows`` are read once and laid down sealed, so a register of any size takes little memory.
    """
    _check_actor(actor, unit_code)
    if not (0 < len(register) <= LONGEST_REGISTER and 0 < len(title) <= LONGEST_TITLE):
        raise Invalid("Ghi tên sổ cần niêm phong.", code="bad_register", field="title")
    signer = signer_of(unit_code)
    if signer is None:
        raise Conflict("Đơn vị chưa có khoá ký đang dùng. Báo người vận hành.", code="no_signing_key")
    laid = _Laid(iter(rows))
    kept = put_file(laid, max_bytes=LARGEST_ROWS, name=title) if laid.has_rows() else None
    if kept is None:
        raise Invalid("Sổ không có dòng nào để niêm phong.", code="empty_register")
    same = RegisterSeal.objects.filter(unit_code=unit_code, register=register, rows_sha256=kept.sha256)
    if (known := same.values_list("pk", flat=True).first()) is not None:
        return known
    seal, sheet = _sealed(actor, signer, RegisterSeal(unit_code=unit_code, register=register, title=title), kept.sha256)
    try:
        with transaction.atomic():
            seal.sheet = keep_signed(
                SUBJECT.format(id=seal.pk), unit_code=unit_code, signer=signer, sha256=sheet, at=seal.sealed_at
            )
            seal.save(force_insert=True)
            _write_rows(seal, laid.keys)
            _write_down(actor, seal)
    except IntegrityError:
        # Somebody was faster with the same rows: his is the seal. Anything else is no race and is told.
        return same.values_list("pk", flat=True).get()
    return seal.pk


def read_rows(rows_sha256: str) -> Iterator[bytes]:
    """The rows of a sealed register in their order, without their line ends."""
    with open_file(rows_sha256) as file:
        for line in file:
            yield line.rstrip(b"\n")


@dataclass
class _Laid:
    """Rows as a stream of lines, looked at on their way; ``keys`` in their order."""

    rows: Iterator[RegisterRow]
    keys: dict[str, None] = field(default_factory=dict)
    _waiting: bytes = b""

    def has_rows(self) -> bool:
        """Whether there is a first one."""
        self._waiting = self._next()
        return bool(self._waiting)

    def read(self, size: int, /) -> bytes:
        """See Readable. Invalid for a row that cannot be sealed."""
        out = bytearray(self._waiting)
        self._waiting = b""
        while len(out) < size:
            line = self._next()
            if not line:
                break
            out += line
        self._waiting = bytes(out[size:])
        return bytes(out[:size])

    def _next(self) -> bytes:
        row = next(self.rows, None)
        if row is None:
            return b""
        if not 0 < len(row.content) <= LONGEST_ROW or not _is_line(row.content):
            raise Invalid("Một dòng của sổ trống, dài quá hoặc không phải là chữ.", code="bad_row")
        if not 0 < len(row.key) <= LONGEST_KEY or row.key in self.keys:
            raise Invalid("Hai dòng của sổ trùng khoá, hoặc một dòng thiếu khoá.", code="bad_key")
        if len(self.keys) >= MOST_ROWS:
            raise Invalid(f"Sổ dài hơn {MOST_ROWS:,} dòng. Chia sổ ra.".replace(",", "."), code="too_many_rows")
        self.keys[row.key] = None
        return row.content + b"\n"


def _is_line(content: bytes) -> bool:
    try:
        content.decode()
    except UnicodeDecodeError:
        return False
    return b"\n" not in content


def _check_actor(actor: Actor, unit_code: str) -> None:
    if actor.role is Role.SYSTEM:
        return
    if actor.role not in MAY_SEAL or not acts_for(actor.unit_code, unit_code, clock.today()):
        raise NotPermitted("Chỉ cán bộ của đơn vị giữ sổ mới niêm phong được sổ.", code="not_the_keeper")


def _sealed(actor: Actor, signer: Signer, seal: RegisterSeal, rows_sha256: str) -> tuple[RegisterSeal, str]:
    """The seal with its root, and its signed sheet in the store."""
    certificate = named(signer.chain[0])
    seal.pk, seal.rows_sha256, seal.sealed_by = new_id(), rows_sha256, actor.name
    seal.unit_name = certificate.organisation or certificate.subject
    seal.sealed_at = clock.now().replace(microsecond=0)
    hashes = tree.leaves(seal.pk, read_rows(rows_sha256))
    seal.root, seal.size = tree.rooted(hashes)
    drawn = resolve(PaperPress).draw_seal(_sheet(seal))
    signed = sign(drawn, signer, name=seal.unit_name, reason=REASON, at=seal.sealed_at)
    return seal, put_file(io.BytesIO(signed), max_bytes=LARGEST_FILE, name=seal.title).sha256


def _sheet(seal: RegisterSeal) -> SealSheet:
    at = clock.local(seal.sealed_at)
    statement = Statement(
        id=seal.pk,
        unit=seal.unit_name,
        register=seal.register,
        title=seal.title,
        size=seal.size,
        root=bytes(seal.root),
        sealed_at=seal.sealed_at,
    )
    when = f"{at:%H:%M ngày %d/%m/%Y}"
    return SealSheet(
        mark=statement.mark(),
        unit_code=seal.unit_code,
        unit_name=parties.unit_name(seal.unit_code, at.date()),
        day=at.date(),
        title="Biên bản niêm phong sổ",
        lines=(
            ("Sổ", seal.title),
            ("Số dòng", f"{seal.size:,}".replace(",", ".")),
            ("Niêm phong lúc", when),
            ("Người niêm phong", seal.sealed_by),
            ("Mã lần niêm phong", str(seal.pk)),
            ("Gốc của cây băm (SHA-256, RFC 6962)", bytes(seal.root).hex()),
        ),
        words=(
            "Chữ ký số trên biên bản này bao gốc của cây băm lập từ mọi dòng của sổ theo thứ tự. Sửa, thêm, bớt "
            "hay đổi chỗ một dòng thì gốc khác đi.",
            "Mỗi dòng có một tệp bằng chứng riêng. Kiểm tệp đó ở trang kiểm tra giấy tờ, không cần xem các dòng khác.",
        ),
        seal=f"Ký số bởi {seal.unit_name}, {when}",
    )


def _write_rows(seal: RegisterSeal, keys: Iterable[str]) -> None:
    rows = (SealedRow(seal=seal, key=key, position=position) for position, key in enumerate(keys))
    SealedRow.objects.bulk_create(rows, batch_size=WRITTEN_AT_ONCE)


def _write_down(actor: Actor, seal: RegisterSeal) -> None:
    record(
        actor,
        actions.SEAL_REGISTER,
        object_type=OBJECT,
        object_id=seal.pk,
        purpose=actions.SEALING,
        legal_basis=actions.LAW,
        details={"register": seal.register, "rows": seal.size, "root": bytes(seal.root).hex(), "unit": seal.unit_code},
    )
