"""What issuers and verifiers keep between two requests, in PostgreSQL (``Store`` and ``Replays`` of credentials)."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F

from dean06.kernel.base import clock
from dean06.kernel.documents.credentials.vci.types import Access, AuthorisationRequest, Grant
from dean06.kernel.documents.models import SecretKind, WalletSecret

_USE = "INSERT INTO documents_usedproof (fingerprint, until) VALUES (%s, %s) ON CONFLICT DO NOTHING"


class UsedProofs:
    """Proofs and nonces that were used: an insert tells who was first."""

    def is_first(self, fingerprint: str, *, until: datetime) -> bool:
        """True once for a fingerprint."""
        with connection.cursor() as cursor:
            cursor.execute(_USE, [fingerprint, until])
            return bool(cursor.rowcount)


class WalletStore:
    """Codes, tokens and requests by digest; what is past its time is not found."""

    def grant(self, digest: str) -> Grant | None:
        """The grant of a code that nobody took yet."""
        said = _content(SecretKind.GRANT, digest)
        return Grant(**said) if said else None

    def keep_grant(self, digest: str, grant: Grant) -> None:
        """Keep what a code is good for."""
        _keep(SecretKind.GRANT, digest, asdict(grant))

    def take_grant(self, digest: str) -> bool:
        """True for the one who takes it first."""
        return bool(WalletSecret.objects.filter(kind=SecretKind.GRANT, digest=digest).delete()[0])

    def count_wrong(self, digest: str) -> int:
        """Count a wrong number for a code; how many there were."""
        rows = WalletSecret.objects.filter(kind=SecretKind.GRANT, digest=digest)
        rows.update(wrong=F("wrong") + 1)
        return rows.values_list("wrong", flat=True).first() or 0

    def keep_access(self, digest: str, access: Access) -> None:
        """Keep what a token is good for."""
        _keep(SecretKind.ACCESS, digest, asdict(access))

    def access(self, digest: str) -> Access | None:
        """What a token is good for."""
        said = _content(SecretKind.ACCESS, digest)
        return Access(**said) if said else None

    def keep_request(self, digest: str, request: AuthorisationRequest) -> None:
        """Keep a pushed request."""
        _keep(SecretKind.REQUEST, digest, asdict(request))

    def request(self, digest: str) -> AuthorisationRequest | None:
        """A pushed request nobody decided yet, for the page that asks."""
        said = _content(SecretKind.REQUEST, digest)
        return AuthorisationRequest(**said) if said else None

    def take_request(self, digest: str) -> AuthorisationRequest | None:
        """The pushed request, once."""
        found = self.request(digest)
        taken = WalletSecret.objects.filter(kind=SecretKind.REQUEST, digest=digest).delete()[0]
        return found if taken else None


def _keep(kind: SecretKind, digest: str, said: dict[str, Any]) -> None:
    expires_at = said.pop("expires_at")
    content = said | {"configurations": sorted(said["configurations"])}
    WalletSecret.objects.create(kind=kind, digest=digest, content=content, expires_at=expires_at)


def _content(kind: SecretKind, digest: str) -> Mapping[str, Any] | None:
    row = WalletSecret.objects.filter(kind=kind, digest=digest, expires_at__gt=clock.now()).first()
    if row is None:
        return None
    return {**row.content, "configurations": frozenset(row.content["configurations"]), "expires_at": row.expires_at}
