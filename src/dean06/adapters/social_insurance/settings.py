"""What the adapter is told: where social insurance is, what it knows us by, its key, how long we wait."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from dean06.kernel.base.bearer_door import DoorConfig, DoorLimits


@dataclass(frozen=True, kw_only=True)
class Limits(DoorLimits):
    """``age_s``: how old the signature of a record may be."""

    age_s: int = 600


@dataclass(frozen=True, kw_only=True)
class InsuranceConfig(DoorConfig):
    """See DoorConfig."""

    system: ClassVar[str] = "social-insurance register"
    limits: Limits = field(default_factory=Limits)


def from_settings(values: Mapping[str, Any]) -> InsuranceConfig:
    """From the site's SOCIAL_INSURANCE setting: url, token, key_file."""
    return InsuranceConfig(url=values["url"], token=values["token"], key_file=values["key_file"])
