"""Implements ``kernel.ports.national_portal``."""

import hashlib
import re
from collections.abc import Sequence
from typing import Any

from dean06.adapters.national_portal import wire
from dean06.adapters.national_portal.door import Door
from dean06.adapters.national_portal.settings import PortalConfig
from dean06.kernel.base import clock
from dean06.kernel.cases import api as cases
from dean06.kernel.cases.types import Status
from dean06.kernel.ports.national_portal import Attachment, Dossier, Message, PortalFailed, Reason, Report

_MESSAGE_ID = re.compile(r"[A-Za-z0-9_.:-]{1,120}")


class PortalClient:
    """One portal. Thread-safe; connections and session are kept between calls."""

    def __init__(self, config: PortalConfig) -> None:
        self._config = config
        self._door = Door(config)

    def close(self) -> None:
        """Close the connections kept open between calls."""
        self._door.close()

    def waiting(self, *, most: int) -> Sequence[Message]:
        """See NationalPortal.waiting. What is in the envelope is not judged here, so that nothing of it is lost."""
        listed = self._door.ask("LayHoSoCho", soLuong=most).get("result")
        if not isinstance(listed, list) or not all(_is_envelope(one) for one in listed):
            raise PortalFailed(Reason.OUT_OF_PROTOCOL, "a list of something else")
        return [Message(id=one["MaThongDiep"], raw=wire.raw_of(one.get("HoSo"))) for one in listed]

    def confirm(self, message_id: str) -> None:
        """See NationalPortal.confirm."""
        self._door.ask("XacNhanHoSo", maThongDiep=message_id)

    def read(self, raw: str) -> Dossier:
        """See NationalPortal.read."""
        return wire.read(raw)

    def attachment(self, dossier: Dossier, file: Attachment) -> bytes:
        """See NationalPortal.attachment."""
        data = self._door.fetch("TaiTep", maHoSo=dossier.code, tepDinhKemId=file.file_id)
        if hashlib.sha256(data).hexdigest() != file.sha256:
            raise PortalFailed(Reason.OUT_OF_PROTOCOL, "a file with another digest")
        return data

    def report(self, report: Report) -> None:
        """See NationalPortal.report. The step first: a dossier never stands where no step brought it."""
        self._door.ask("CapNhatTienDoHoSoMC", data=[wire.step(report, self._code_of)])
        if report.status is not None:
            self._door.ask("DongBoHoSoMC", isUpdating="True", data=[wire.status(report, self._code_of)])

    def _code_of(self, status: int) -> str:
        return cases.status_map(self._config.statuses, clock.today()).code_of(Status(status))


def _is_envelope(told: Any) -> bool:
    return isinstance(told, dict) and bool(_MESSAGE_ID.fullmatch(str(told.get("MaThongDiep", ""))))
