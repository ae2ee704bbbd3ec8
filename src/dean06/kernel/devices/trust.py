"""Whom we believe: the country certificates (CSCA) and revocation lists an operator put into one directory.

Files ``.cer``, ``.crt``, ``.der``, ``.pem`` are certificates, ``.crl`` lists; DER or PEM. Nothing of it is fetched. A
file that cannot be read stops every reading until it is mended: a list left out in silence would hide a revocation.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from asn1crypto import crl, pem, x509
from django.conf import settings

from dean06.kernel.base.errors import Unavailable
from dean06.kernel.chipid.api import TrustStore
from dean06.kernel.devices.rules import holder

CERTIFICATES = frozenset({".cer", ".crt", ".der", ".pem"})
LISTS = frozenset({".crl"})
LARGEST_FILE = 4 * 1024 * 1024  # lists of a whole country fit
MOST_FILES = 200
Stamp = tuple[str, int, int]


@dataclass(frozen=True, kw_only=True)
class TrustedFile:
    """One file of the directory, for the operator: what it is, whose, how long it is good for."""

    name: str
    is_list: bool
    subject: str
    ends_at: datetime | None


def store() -> TrustStore:
    """What the directory holds now. Unavailable, naming the file, when one cannot be used."""
    directory = Path(settings.CSCA_DIR)
    return _load(directory, tuple(_stamps(directory)))


def files() -> list[TrustedFile]:
    """Every certificate and list, for the operator's page. Unavailable as above."""
    found = store()
    names = [name for name, _, _ in _stamps(Path(settings.CSCA_DIR))]
    certificates = [name for name in names if Path(name).suffix.lower() in CERTIFICATES]
    lists = [name for name in names if Path(name).suffix.lower() in LISTS]
    return [
        *(
            TrustedFile(
                name=name, is_list=False, subject=holder(one.subject.human_friendly), ends_at=one.not_valid_after
            )
            for name, one in zip(certificates, found.authorities, strict=True)
        ),
        *(
            TrustedFile(
                name=name,
                is_list=True,
                subject=holder(one.issuer.human_friendly),
                ends_at=one["tbs_cert_list"]["next_update"].native,
            )
            for name, one in zip(lists, found.revocations, strict=True)
        ),
    ]


def _stamps(directory: Path) -> Iterator[Stamp]:
    """Name, size and time of every file that counts: what a stored answer stays good for."""
    if not directory.is_dir():
        return
    chosen = sorted(path for path in directory.iterdir() if path.suffix.lower() in CERTIFICATES | LISTS)
    for path in chosen[:MOST_FILES]:
        about = path.stat()
        yield path.name, about.st_size, about.st_mtime_ns


@lru_cache(maxsize=2)
def _load(directory: Path, stamps: tuple[Stamp, ...]) -> TrustStore:
    authorities, revocations = [], []
    for name, size, _ in stamps:
        path = directory / name
        try:
            if size > LARGEST_FILE:
                raise ValueError("too large")
            data = _der(path.read_bytes())
            if path.suffix.lower() in LISTS:
                crl.CertificateList.load(data, strict=True).native  # noqa: B018 - decodes everything now
                revocations.append(data)
            else:
                x509.Certificate.load(data, strict=True).native  # noqa: B018 - as above
                TrustStore.load([data])
                authorities.append(data)
        except (ValueError, TypeError, OSError) as error:
            raise Unavailable(
                f"Tệp chứng thư {name} không dùng được nên chưa kiểm được thẻ nào. Báo người vận hành.",
                code="trust_store_broken",
            ) from error
    return TrustStore.load(authorities, revocations)


def _der(data: bytes) -> bytes:
    return bytes(pem.unarmor(data)[2]) if pem.detect(data) else data
