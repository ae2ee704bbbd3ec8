"""Users and their sign-ins. A user is an account at an identity provider; who that is, parties knows."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from dean06.kernel.base import clock
from dean06.kernel.base.actor import Entrance
from dean06.kernel.base.models import Entity
from dean06.kernel.identity.types import CITIZEN_HAT

BREAK_GLASS_ISSUER = "urn:dean06:break-glass"
CARD_ISSUER = "urn:dean06:card"


class User(Entity):
    """One account of one issuer. No password: only the emergency account has one, and keeps it elsewhere."""

    issuer = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    party = models.ForeignKey("parties.Party", null=True, on_delete=models.PROTECT, related_name="+")
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=clock.now)
    last_login = models.DateTimeField(null=True)
    last_hat = models.CharField(max_length=80, default=CITIZEN_HAT)

    # What Django asks of a user model; nobody signs in with it.
    USERNAME_FIELD = "id"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_authenticated = True
    is_anonymous = False

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="user_subject_once"),
            models.CheckConstraint(
                condition=Q(party__isnull=False) | Q(issuer=BREAK_GLASS_ISSUER), name="user_is_a_person"
            ),
        ]

    @property
    def is_break_glass(self) -> bool:
        """True for the emergency account."""
        return self.issuer == BREAK_GLASS_ISSUER

    @property
    def is_card(self) -> bool:
        """True for somebody signed in at a counter by her card."""
        return self.issuer == CARD_ISSUER


class EndReason(models.TextChoices):
    """Why a sign-in is over."""

    OPEN = "", "Đang dùng"
    SIGNED_OUT = "signed_out", "Đăng xuất"
    IDLE = "idle", "Không thao tác quá lâu"
    ABSOLUTE = "absolute", "Quá thời gian tối đa của một lần đăng nhập"
    REPLACED = "replaced", "Đăng nhập lại"
    BACK_CHANNEL = "back_channel", "VNeID báo đăng xuất"
    DISABLED = "disabled", "Tài khoản bị khoá"
    HANDED_OVER = "handed_over", "Trao máy cho người dân tại quầy"


class SignInSessionQuerySet(models.QuerySet["SignInSession"]):
    """Named filters."""

    def open(self) -> "SignInSessionQuerySet":
        """Sign-ins not ended (their time may be up, nobody has looked yet)."""
        return self.filter(ended_at=None)


class SignInSession(Entity):
    """One sign-in. The browser's session holds only its id, so ending the row ends it everywhere at once."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="sign_ins")
    provider_sid = models.CharField(max_length=255, blank=True)
    level = models.PositiveSmallIntegerField()
    auth_time = models.DateTimeField(null=True)
    id_token = models.TextField(blank=True, help_text="Needed to end the provider's session; erased with ours")
    hat_key = models.CharField(max_length=80, default=CITIZEN_HAT)
    entrance = models.CharField(
        max_length=10, choices=[(one.value, one.label) for one in Entrance], default=Entrance.SITE.value
    )
    is_step_up = models.BooleanField(default=False, help_text="Of somebody who was in already, to reach a level")
    started_at = models.DateTimeField(default=clock.now)
    last_seen_at = models.DateTimeField(default=clock.now)
    ended_at = models.DateTimeField(null=True)
    end_reason = models.CharField(max_length=20, choices=EndReason, default=EndReason.OPEN, blank=True)

    objects = SignInSessionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__in=[1, 2]), name="sign_in_level"),
            models.CheckConstraint(
                condition=Q(entrance__in=[one.value for one in Entrance]), name="sign_in_entrance_known"
            ),
            models.CheckConstraint(condition=Q(end_reason__in=EndReason.values), name="sign_in_end_reason_known"),
            models.CheckConstraint(
                condition=Q(ended_at=None, end_reason="")
                | (Q(ended_at__isnull=False, id_token="") & ~Q(end_reason="")),
                name="sign_in_ended_with_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["provider_sid"], condition=Q(ended_at=None), name="sign_in_open_sid"),
            models.Index(fields=["ended_at"], name="sign_in_ended"),
        ]


class SeenLogoutToken(models.Model):
    """A logout token that has been obeyed; the same one again is a replay."""

    issuer = models.CharField(max_length=255)
    token_id = models.CharField(max_length=255)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issuer", "token_id"], name="logout_token_once")]


class BreakGlassAccount(Entity):
    """The one emergency operator account, and its predecessors. Kept for the record, never deleted."""

    holder = models.CharField(max_length=200, help_text="Who keeps the sealed envelope")
    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="+")
    password_hash = models.CharField(max_length=255)
    totp_sealed = models.CharField(max_length=255)
    last_step = models.BigIntegerField(default=0, help_text="Newest TOTP time step used; older ones are refused")
    created_at = models.DateTimeField(default=clock.now)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(models.Value(1), condition=Q(revoked_at=None), name="break_glass_only_one"),
        ]
