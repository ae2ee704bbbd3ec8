"""Everything the twin can be told to do wrong. Switched over the admin endpoint, active until cleared."""

from enum import StrEnum

from dean06.sandbox.switches import Switches


class Fault(StrEnum):
    """One way to misbehave; the value is its name on the admin endpoint."""

    SLOW = "slow"
    DRIP = "drip"
    DOWN = "down"
    GARBLED = "garbled"
    OVERSIZED = "oversized"
    DISCOVERY_ISSUER = "discovery_issuer"
    MISSING_ISS_PARAM = "missing_iss_param"
    MIX_UP = "mix_up"
    WRONG_STATE = "wrong_state"
    REUSED_CODE = "reused_code"
    NO_ID_TOKEN = "no_id_token"  # noqa: S105 - the name of a fault
    WRONG_ISS = "wrong_iss"
    WRONG_AUD = "wrong_aud"
    EXTRA_AUD = "extra_aud"
    WRONG_AZP = "wrong_azp"
    WRONG_NONCE = "wrong_nonce"
    MISSING_NONCE = "missing_nonce"
    EXPIRED = "expired"
    FUTURE = "future"
    ALG_NONE = "alg_none"
    ALG_HS256 = "alg_hs256"
    UNKNOWN_KID = "unknown_kid"
    BAD_SIGNATURE = "bad_signature"
    WRONG_AT_HASH = "wrong_at_hash"
    MISSING_ACR = "missing_acr"
    UNKNOWN_ACR = "unknown_acr"
    LOWER_ACR = "lower_acr"
    MISSING_AUTH_TIME = "missing_auth_time"
    OLD_AUTH_TIME = "old_auth_time"
    MISSING_CLAIM = "missing_claim"
    BAD_CLAIM = "bad_claim"
    MISSING_LAUNCH = "missing_launch"
    OTHER_LAUNCH = "other_launch"
    OTHER_SUBJECT = "other_subject"
    LOGOUT_NONCE = "logout_nonce"
    LOGOUT_NO_EVENT = "logout_no_event"
    LOGOUT_REPLAY = "logout_replay"


class Faults(Switches[Fault]):
    """The switches of one running twin."""

    def __init__(self) -> None:
        super().__init__(Fault)
