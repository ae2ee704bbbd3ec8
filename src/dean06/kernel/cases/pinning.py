"""The version of a procedure a case stays with: its words are kept, and read back the same for ever."""

import hashlib
from datetime import date
from functools import lru_cache

from dean06.kernel.base.errors import Conflict, NotFound
from dean06.kernel.cases.declared import catalogue
from dean06.kernel.cases.models import ProcedureVersion
from dean06.kernel.cases.procedures.catalogue import Declared
from dean06.kernel.cases.procedures.reading import read_pinned
from dean06.kernel.cases.procedures.types import Procedure

KEPT_READ = 256


def in_force(code: str, day: date) -> Declared:
    """The declaration in force on a day. NotFound when there is none."""
    found = catalogue().find(code, day)
    if found is None:
        raise NotFound("Thủ tục này hiện không nhận hồ sơ.", code="procedure_not_found", field="procedure")
    return found


def pin(declared: Declared) -> ProcedureVersion:
    """The row of a declaration, made when it is used for the first time. Inside the caller's transaction."""
    procedure = declared.procedure
    version, _ = ProcedureVersion.objects.get_or_create(
        digest=text_digest(declared),
        defaults={
            "code": procedure.code,
            "valid_from": procedure.valid_from,
            "name": procedure.name,
            "text": declared.text,
        },
    )
    return version


def text_digest(declared: Declared) -> str:
    """What a version of these very words is known by."""
    return hashlib.sha256(declared.text.encode()).hexdigest()


def procedure_of(version: ProcedureVersion) -> Procedure:
    """The procedure as it was pinned."""
    return _read(version.digest, version.text)


@lru_cache(maxsize=KEPT_READ)
def _read(digest: str, text: str) -> Procedure:
    """Read once a process; a text that does not have its digest any more is refused."""
    if hashlib.sha256(text.encode()).hexdigest() != digest:
        raise Conflict(
            "Bản khai báo thủ tục của hồ sơ không còn nguyên vẹn. Báo người vận hành.", code="version_altered"
        )
    return read_pinned(digest, text)
