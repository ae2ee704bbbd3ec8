"""What the adapter is told: where VNeID is, who we are there, how it names things, how long we wait."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from dean06.kernel.base.addresses import is_safe_url
from dean06.kernel.ports.identity_provider import Sex

ProfileSource = Literal["id_token", "userinfo", "view_info"]
# Algorithms whose hash is SHA-256, the only ones at_hash is computed for here.
ALGORITHMS = ("RS256", "PS256", "ES256")
CLAIM_WORDS = ("personal_id", "full_name", "birth_on", "sex")
# The file both we and the twin read; an installation may point to its own copy.
DEFAULT_VOCABULARY = Path(__file__).resolve().parents[4] / "protocols" / "vneid" / "claims.toml"


class BadConfiguration(Exception):
    """The adapter cannot work as configured; the message says what to change."""


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """VNeID's words: acr value -> level, our word -> claim name, and where the profile is read."""

    levels: Mapping[str, int]
    claims: Mapping[str, str]
    sex: Mapping[str, Sex]
    profile_source: ProfileSource = "id_token"
    view_info_path: str = ""
    launch_claim: str = ""
    date_format: str = "%d/%m/%Y"

    def acr_values(self, level: int) -> str:
        """Values to ask for: every acr that reaches the level, lowest first."""
        reaching = sorted((reached, acr) for acr, reached in self.levels.items() if reached >= level)
        if not reaching:
            raise BadConfiguration(f"no acr value reaches level {level}")
        return " ".join(acr for _, acr in reaching)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Every wait and size, in seconds and bytes."""

    connect_s: float = 3.0
    read_s: float = 5.0
    total_s: float = 8.0
    max_bytes: int = 256 * 1024
    metadata_ttl_s: float = 3600.0
    metadata_stale_s: float = 24 * 3600.0
    jwks_refetch_s: float = 30.0
    breaker_failures: int = 5
    breaker_open_s: float = 20.0
    clock_skew_s: int = 60
    start_lifetime_s: int = 15 * 60


@dataclass(frozen=True, kw_only=True)
class VneidConfig:
    """One registration with one issuer. Plain http is accepted on the loopback address only."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)
    redirect_uri: str
    vocabulary: Vocabulary
    scope: str = "openid profile"
    algorithms: tuple[str, ...] = ("RS256", "ES256")
    require_par: bool = True
    limits: Limits = field(default_factory=Limits)

    def __post_init__(self) -> None:
        if not is_safe_url(self.issuer):
            raise BadConfiguration(f"issuer {self.issuer!r}: an https address is needed")
        if not (self.client_id and self.client_secret):
            raise BadConfiguration("client_id and client_secret are needed")
        if not self.algorithms or set(self.algorithms) - set(ALGORITHMS):
            raise BadConfiguration(f"algorithms: one or more of {', '.join(ALGORITHMS)}")


def load_vocabulary(path: Path) -> Vocabulary:
    """VNeID's words from a TOML file (protocols/vneid/claims.toml); BadConfiguration says what is wrong."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        profile = data["profile"]
        vocabulary = Vocabulary(
            levels=dict(data["levels"]),
            claims=dict(data["claims"]),
            sex=dict(data["sex"]),
            profile_source=profile["source"],
            view_info_path=profile.get("view_info_path", ""),
            launch_claim=data.get("launch", {}).get("claim", ""),
            date_format=profile["date_format"],
        )
    except (OSError, tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise BadConfiguration(f"{path.name}: {type(error).__name__}: {error}") from error
    if vocabulary.profile_source not in get_args(ProfileSource):
        raise BadConfiguration(f"{path.name}: profile.source is one of {', '.join(get_args(ProfileSource))}")
    if set(vocabulary.claims) != set(CLAIM_WORDS):
        raise BadConfiguration(f"{path.name}: claims must name exactly {', '.join(CLAIM_WORDS)}")
    return vocabulary


def from_settings(values: Mapping[str, str]) -> VneidConfig:
    """From the site's VNEID setting: issuer, client_id, client_secret, redirect_uri, claim_map (path, may be empty)."""
    path = Path(values["claim_map"]) if values.get("claim_map") else DEFAULT_VOCABULARY
    return VneidConfig(
        issuer=values["issuer"],
        client_id=values["client_id"],
        client_secret=values["client_secret"],
        redirect_uri=values["redirect_uri"],
        vocabulary=load_vocabulary(path),
    )
