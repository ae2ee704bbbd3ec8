"""What the adapter is told: where the register is, what it knows us by, which key it signs with, how long we wait."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from dean06.kernel.base.bearer_door import DoorConfig, DoorLimits


@dataclass(frozen=True, kw_only=True)
class Limits(DoorLimits):
    """``brought_s``: how old the signature of an answer may be that is brought to us."""

    brought_s: int = 3600


@dataclass(frozen=True, kw_only=True)
class RegisterConfig(DoorConfig):
    """See DoorConfig."""

    system: ClassVar[str] = "judicial register"
    limits: Limits = field(default_factory=Limits)


def from_settings(values: Mapping[str, Any]) -> RegisterConfig:
    """From the site's JUDICIAL_REGISTER setting: url, token, key_file."""
    return RegisterConfig(url=values["url"], token=values["token"], key_file=values["key_file"])
