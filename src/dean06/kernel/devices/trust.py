"""Whom we believe: the country certificates (CSCA) and revocation lists an operator put into one directory.

Files ``.cer``, ``.crt``, ``.der``, ``.pem`` are certificates, ``.crl`` lists; DER, or PEM
with any number of either. Nothing of it is fetched. A
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
BEGIN = b"-----BEGIN "
# A list (True) or a certificate, by the words of RFC 7468 and those openssl writes too.
KINDS = {"CERTIFICATE": False, "X509 CERTIFICATE": False, "X509 CRL": True}
Stamp = tuple[str, int, int]


@dataclass(frozen=True, kw_only=True)
class TrustedFile:
    """One file of the directory, for the operator: what it is, whose, how long it is good for."""

    name: str
    is_list: bool
    subject: str
    ends_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class _Loaded:
    store: TrustStore
    files: tuple[TrustedFile, ...]


def store() -> TrustStore:
    """What the directory holds now. Unavailable, naming the file, when one cannot be used."""
    return _now().store


def files() -> list[TrustedFile]:
    """Every certificate and list, certificates first, for the operator's page. Unavailable as above."""
    return sorted(_now().files, key=lambda one: one.is_list)


def _now() -> _Loaded:
    directory = Path(settings.CSCA_DIR)
    return _load(directory, tuple(_stamps(directory)))


def _stamps(directory: Path) -> Iterator[Stamp]:
    """Name, size and time of every file that counts: what a stored answer stays good for."""
    if not directory.is_dir():
        return
    chosen = sorted(path for path in directory.iterdir() if path.suffix.lower() in CERTIFICATES | LISTS)
    if len(chosen) > MOST_FILES:
        raise Unavailable(
            f"Thư mục chứng thư có {len(chosen)} tệp, nhiều hơn {MOST_FILES} tệp đọc được, nên chưa kiểm được thẻ nào. "
            "Báo người vận hành gộp hoặc bỏ bớt tệp.",
            code="trust_store_too_large",
        )
    for path in chosen:
        about = path.stat()
        yield path.name, about.st_size, about.st_mtime_ns


@lru_cache(maxsize=2)
def _load(directory: Path, stamps: tuple[Stamp, ...]) -> _Loaded:
    authorities: list[bytes] = []
    revocations: list[bytes] = []
    shown: list[TrustedFile] = []
    for name, size, _ in stamps:
        try:
            if size > LARGEST_FILE:
                raise ValueError("too large")
            blocks = _blocks((directory / name).read_bytes(), is_list=Path(name).suffix.lower() in LISTS)
            for number, (is_list, data) in enumerate(blocks, 1):
                (revocations if is_list else authorities).append(data)
                shown.append(_shown(name if len(blocks) == 1 else f"{name} ({number})", data, is_list=is_list))
        except (ValueError, TypeError, OSError) as error:
            raise Unavailable(
                f"Tệp chứng thư {name} không dùng được nên chưa kiểm được thẻ nào. Báo người vận hành.",
                code="trust_store_broken",
            ) from error
    return _Loaded(store=TrustStore.load(authorities, revocations), files=tuple(shown))


def _blocks(data: bytes, *, is_list: bool) -> list[tuple[bool, bytes]]:
    """All of a file, each a list (True) or a certificate. ValueError when a piece of it is neither, or cut off."""
    if not pem.detect(data):
        return [(is_list, data)]
    found = list(pem.unarmor(data, multiple=True))
    if len(found) != data.count(BEGIN) or not all(kind in KINDS for kind, _, _ in found):
        raise ValueError("a block is not complete, or something else")
    return [(KINDS[kind], block) for kind, _, block in found]


def _shown(name: str, data: bytes, *, is_list: bool) -> TrustedFile:
    """What the operator sees of it; everything is decoded now. ValueError, TypeError for what cannot be used."""
    if is_list:
        found = crl.CertificateList.load(data, strict=True)
        return TrustedFile(
            name=name, is_list=True, subject=holder(found.issuer.human_friendly), ends_at=_next_update(found)
        )
    certificate = x509.Certificate.load(data, strict=True)
    TrustStore.load([data])
    subject = holder(certificate.subject.human_friendly)
    return TrustedFile(name=name, is_list=False, subject=subject, ends_at=certificate.not_valid_after)


def _next_update(found: crl.CertificateList) -> datetime | None:
    body: dict[str, datetime | None] = found.native["tbs_cert_list"]
    return body["next_update"]
