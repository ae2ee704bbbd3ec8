"""Tables of kernel.parties. `Party` is public: others may point a foreign key at it."""

from dean06.kernel.parties.models.areas import Area, AreaKind, AreaSuccession
from dean06.kernel.parties.models.people import Party, PartyKind, Sex
from dean06.kernel.parties.models.posts import Post, PostHolding
from dean06.kernel.parties.models.units import Unit, UnitAlias, UnitKind, UnitLevel, UnitSuccession

__all__ = [
    "Area",
    "AreaKind",
    "AreaSuccession",
    "Party",
    "PartyKind",
    "Post",
    "PostHolding",
    "Sex",
    "Unit",
    "UnitAlias",
    "UnitKind",
    "UnitLevel",
    "UnitSuccession",
]
