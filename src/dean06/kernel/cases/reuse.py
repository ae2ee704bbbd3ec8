"""The measure "not asked again": of the papers demanded, how many the wallet gave. No personal data, no tables."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Reuse:
    """``demanded``: papers handed in, each counted once for a filing; ``from_wallet``: those the wallet satisfied."""

    demanded: int
    from_wallet: int

    @property
    def percent(self) -> int | None:
        """Share of papers that were not asked for again, in whole percent, cut off; None when nothing was demanded."""
        return self.from_wallet * 100 // self.demanded if self.demanded else None
