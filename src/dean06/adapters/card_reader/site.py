"""The platform this machine has enrolled with: its address, and the key by which its orders are known."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from dean06.kernel.base.keyfile import replaced

FILE = "reader-site.json"


@dataclass(frozen=True, kw_only=True)
class Site:
    """Address such as https://example.gov.vn; the server's Ed25519 key (32 bytes, base64); the name given here."""

    address: str
    server_key: str
    terminal: str


def keep(directory: Path, site: Site) -> None:
    """Remember the platform, in place of the one before."""
    replaced(directory / FILE, json.dumps(asdict(site), ensure_ascii=False).encode())


def load(directory: Path) -> Site | None:
    """The platform kept in ``directory``; None before the first enrolment. ValueError for a damaged file."""
    file = directory / FILE
    if not file.exists():
        return None
    try:
        said = json.loads(file.read_text("utf-8"))
        return Site(**{name: str(said[name]) for name in ("address", "server_key", "terminal")})
    except (KeyError, TypeError) as error:
        raise ValueError(f"{FILE} is damaged") from error
