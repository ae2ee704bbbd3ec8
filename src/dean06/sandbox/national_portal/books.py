"""What the portal keeps: dossiers, messages to the back office, files, and what it was told of each dossier."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

VIETNAM = timezone(timedelta(hours=7))
TIME = "%Y%m%d%H%M%S"
SUBMITTED = "1"


class Refused(Exception):
    """A report that is not as agreed; the message says why."""


@dataclass
class Kept:
    """A dossier on the portal: what was filed, how it stands, its steps, the last report it was told of."""

    dossier: dict[str, Any]
    status: str = SUBMITTED
    unit_code: str = ""
    steps: list[dict[str, Any]] = field(default_factory=list)
    standing: dict[str, Any] = field(default_factory=dict)
    told: int = 0
    stood: int = 0


@dataclass
class Letter:
    """A message to the back office."""

    id: str
    body: object
    is_confirmed: bool = False


@dataclass
class Books:
    """Everything, in memory and in one file when there is one."""

    file: Path | None = None
    dossiers: dict[str, Kept] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)

    def load(self) -> None:
        """Read what an earlier process left."""
        if self.file is None or not self.file.exists():
            return
        told = json.loads(self.file.read_text(encoding="utf-8"))
        self.dossiers = {code: Kept(**one) for code, one in told["dossiers"].items()}
        self.letters = [Letter(**one) for one in told["letters"]]
        self.files = told["files"]

    def save(self) -> None:
        """Keep it for the next process."""
        if self.file is not None:
            told = {
                "dossiers": {code: asdict(one) for code, one in self.dossiers.items()},
                "letters": [asdict(one) for one in self.letters],
                "files": self.files,
            }
            self.file.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")

    def take(self, dossier: dict[str, Any], content: bytes) -> dict[str, Any]:
        """File a dossier with one file, and tell the back office."""
        code = f"G22.99-{datetime.now(VIETNAM):%y%m%d}-{len(self.letters) + 1:06d}"
        digest = hashlib.sha256(content).hexdigest()
        self.files[digest[:16]] = content.hex()
        paper = {"TepDinhKemId": digest[:16], "TenTepDinhKem": "chung-sinh.pdf", "MaThanhPhanHoSo": "giay_chung_sinh"}
        made = {"MaHoSo": code, "NgayNopHoSo": datetime.now(VIETNAM).strftime(TIME)}
        made |= {"TaiLieuNop": [paper | {"MaBam": digest, "DuocLayTuKhoDMQG": "0"}]} | dossier
        self.dossiers[made["MaHoSo"]] = Kept(dossier=made)
        self.send(made)
        return made

    def send(self, body: object) -> Letter:
        """A message, whatever it says."""
        letter = Letter(id=f"TD-{len(self.letters) + 1}", body=body)
        self.letters.append(letter)
        self.save()
        return letter

    def note_step(self, said: dict[str, Any]) -> None:
        """A step of a dossier, each number once and none left out."""
        kept, number = self._of(said)
        if number <= kept.told:
            return
        if number != kept.told + 1:
            raise Refused(f"bước {number} đến khi mới có {kept.told}")
        kept.told = number
        kept.steps.append(said)
        self.save()

    def note_standing(self, said: dict[str, Any]) -> None:
        """How a dossier stands; an earlier report than the last changes nothing."""
        kept, number = self._of(said)
        if number > kept.told:
            raise Refused("trạng thái đến trước bước của nó")
        if number > kept.stood:
            kept.stood, kept.status, kept.standing = number, said["TrangThaiHoSo"], said
            kept.unit_code = said["MaHoSoDonVi"] or kept.unit_code
            self.save()

    def forget(self) -> None:
        """An empty portal."""
        self.dossiers, self.letters, self.files = {}, [], {}
        self.save()

    def _of(self, said: dict[str, Any]) -> tuple[Kept, int]:
        kept, number = self.dossiers.get(str(said.get("MaHoSo"))), said.get("SoThuTu")
        if kept is None or not isinstance(number, int) or number < 1:
            raise Refused("không có hồ sơ này, hoặc báo cáo không có số")
        return kept, number
