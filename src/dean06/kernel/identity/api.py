"""Identity, for the rest of the house."""

from dean06.kernel.identity.back_channel import back_channel_logout
from dean06.kernel.identity.break_glass import USED_TOPIC as BREAK_GLASS_USED_TOPIC
from dean06.kernel.identity.break_glass import is_enabled as break_glass_is_enabled
from dean06.kernel.identity.break_glass import sign_in as break_glass_sign_in
from dean06.kernel.identity.card import hand_over, require_other_proof, step_up_by_card
from dean06.kernel.identity.enrolment import enrol
from dean06.kernel.identity.flow import begin_sign_in, choose_hat, client_address, finish_sign_in, my_hats, sign_out
from dean06.kernel.identity.middleware import actor_from
from dean06.kernel.identity.selectors import (
    break_glass_session,
    entrance_figures,
    hats_of_user,
    open_sessions,
    sign_in_time,
)

__all__ = [
    "BREAK_GLASS_USED_TOPIC",
    "actor_from",
    "back_channel_logout",
    "begin_sign_in",
    "break_glass_is_enabled",
    "break_glass_session",
    "break_glass_sign_in",
    "choose_hat",
    "client_address",
    "enrol",
    "entrance_figures",
    "finish_sign_in",
    "hand_over",
    "hats_of_user",
    "my_hats",
    "open_sessions",
    "require_other_proof",
    "sign_in_time",
    "sign_out",
    "step_up_by_card",
]
