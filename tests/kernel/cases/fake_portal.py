"""A national portal in memory: messages as plain JSON, files by id, what it was told; it can be away or refuse."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from tests.kernel.cases import declarations
from tests.kernel.cases.office import AGENCY, SCAN, at
from tests.kernel.cases.register import Register, answering

from dean06.kernel.base import wiring
from dean06.kernel.base.wiring import override
from dean06.kernel.ports.national_portal import (
    Attachment,
    Dossier,
    Message,
    NationalPortal,
    PortalFailed,
    Reason,
    Report,
    Unreadable,
)
from dean06.kernel.ports.population import Facts

MOTHER = Facts(personal_id=declarations.MOTHER, full_name="Trần Thị Hoa")
STRANGER = "000026000099"


def attachment(data: bytes = SCAN, *, name: str = "chung-sinh.pdf", paper: str = "giay_chung_sinh") -> Attachment:
    digest = hashlib.sha256(data).hexdigest()
    return Attachment(file_id=digest[:12], file_name=name, paper=paper, sha256=digest)


BIRTH = Dossier(
    code="G22.99-251205-0001",
    procedure="1.001193",
    agency=AGENCY,
    personal_id=declarations.MOTHER,
    full_name="TRẦN THỊ HOA",
    is_identified=True,
    filed_at=at("05/12/2025 08:00"),
    answers=declarations.BIRTH,
    attachments=(attachment(),),
)


class FakePortal:
    """``told``: every report, in the order it came; ``fails``: what the next calls raise."""

    def __init__(self) -> None:
        self.messages: list[Message] = []
        self.confirmed: list[str] = []
        self.files: dict[str, bytes] = {attachment().file_id: SCAN}
        self.told: list[Report] = []
        self.fails: dict[str, Reason] = {}

    def deliver(self, dossier: Dossier | str = BIRTH, *, message_id: str = "m1", **changes: Any) -> None:
        raw = dossier if isinstance(dossier, str) else written(replace(dossier, **changes))
        self.messages.append(Message(id=message_id, raw=raw))

    def waiting(self, *, most: int) -> Sequence[Message]:
        self._may("waiting")
        return self.messages[:most]

    def confirm(self, message_id: str) -> None:
        self._may("confirm")
        self.confirmed.append(message_id)

    def read(self, raw: str) -> Dossier:
        try:
            said = json.loads(raw)
            files = tuple(Attachment(**one) for one in said.pop("attachments"))
            return Dossier(**said | {"filed_at": datetime.fromisoformat(said["filed_at"]), "attachments": files})
        except (ValueError, KeyError, TypeError) as wrong:
            raise Unreadable("Tin không đúng mẫu.") from wrong

    def attachment(self, dossier: Dossier, file: Attachment) -> bytes:
        self._may("attachment")
        return self.files[file.file_id]

    def report(self, report: Report) -> None:
        self._may("report")
        self.told.append(report)

    def _may(self, verb: str) -> None:
        if verb in self.fails:
            raise PortalFailed(self.fails[verb])


def written(dossier: Dossier) -> str:
    return json.dumps(asdict(dossier) | {"filed_at": dossier.filed_at.isoformat()}, ensure_ascii=False, sort_keys=True)


@contextmanager
def nobody() -> Iterator[None]:
    """No portal feeds the installation."""
    factory, instance = wiring._factories.pop(NationalPortal, None), wiring._instances.pop(NationalPortal, None)
    try:
        yield
    finally:
        if factory is not None:
            wiring._factories[NationalPortal] = factory
        if instance is not None:
            wiring._instances[NationalPortal] = instance


@contextmanager
def feeding(register: Register | None = None) -> Iterator[FakePortal]:
    """A portal feeds the installation, and the register knows the mother."""
    portal = FakePortal()
    with answering(register or Register(MOTHER)), override(NationalPortal, portal):
        yield portal
