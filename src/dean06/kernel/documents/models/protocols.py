"""What lives between two requests of a wallet or of a verifier: by digest or under seal, for minutes."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dean06.kernel.base import clock
from dean06.kernel.base.models import Entity
from dean06.kernel.documents.models.keys import DIGEST


class SecretKind(models.TextChoices):
    """What a secret handed out is good for."""

    GRANT = "grant", "Mã đổi lấy quyền nhận giấy tờ"
    ACCESS = "access", "Quyền nhận giấy tờ"
    REQUEST = "request", "Yêu cầu chờ người dân đồng ý"


class WalletSecret(Entity):
    """A code, a token or a pushed request of OpenID4VCI. ``digest`` of the secret; ``wrong`` numbers told with it."""

    kind = models.CharField(max_length=10, choices=SecretKind.choices)
    digest = models.CharField(max_length=DIGEST)
    content = models.JSONField()
    wrong = models.PositiveSmallIntegerField(default=0)
    expires_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "digest"], name="wallet_secret_once"),
            models.CheckConstraint(condition=Q(kind__in=SecretKind.values), name="wallet_secret_kind"),
        ]
        indexes: ClassVar = [models.Index(fields=["expires_at"], name="wallet_secrets_by_end")]


class UsedProof(models.Model):
    """A proof or nonce that counted once; it may be forgotten after ``until``."""

    fingerprint = models.CharField(max_length=DIGEST, primary_key=True)
    until = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["until"], name="used_proofs_by_end")]


class Presentation(Entity):
    """A question of an officer's to whoever stands there with a wallet (OpenID4VP), and what came of it.

    ``request`` and ``answer`` are sealed: the one holds a key, the other a person's facts. ``verdict``: the reason a
    wallet's answer was refused, "ok" for one that holds, empty while nobody answered.
    """

    officer_id = models.UUIDField()
    officer_name = models.CharField(max_length=200)
    officer_role = models.CharField(max_length=20)
    unit_code = models.CharField(max_length=80)
    signing_unit = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=300)
    kind = models.CharField(max_length=100)
    facts = models.JSONField()
    purpose = models.CharField(max_length=300)
    request = models.BinaryField()
    asked_at = models.DateTimeField(default=clock.now)
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=40, blank=True)
    answer = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(answered_at=None, verdict="", answer=None) | Q(answered_at__isnull=False) & ~Q(verdict=""),
                name="presentation_answered_once",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["officer_id", "-asked_at"], name="presentations_of_officer")]
