"""Names as a cohort would have been given them: family name, middle name, given name."""

import tomllib
from bisect import bisect
from pathlib import Path
from random import Random
from typing import Any

from dean06.sandbox.population.people.draw import Wheel
from dean06.sandbox.population.people.person import FEMALE, MALE

NAMES = Path(__file__).with_name("names.toml")


class Cohort:
    """What the children of one sex were called in some years."""

    def __init__(self, data: dict[str, Any]) -> None:
        self._middle = Wheel(data["middle"])
        self._second = Wheel(data.get("second", {"": 1}))
        self._second_share: float = data.get("second_share", 0.0)
        self._given: list[str] = data["given"].split()

    def name(self, rng: Random) -> tuple[str, str]:
        """(middle, given); a second middle word is a habit of girls' names ("Thị Thu Hằng")."""
        middle = self._middle.spin(rng)
        given = self._given[int(rng.random() * len(self._given))]
        if rng.random() < self._second_share:
            second = self._second.spin(rng)
            if second not in {given, middle}:
                middle = f"{middle} {second}".strip()
        return ("" if middle == given else middle), given


class Names:
    """Family names by frequency; the rest by sex and year of birth."""

    def __init__(self) -> None:
        data = tomllib.loads(NAMES.read_text(encoding="utf-8"))
        self._families = Wheel(data["families"])
        self._cohorts = {MALE: [Cohort(one) for one in data["male"]], FEMALE: [Cohort(one) for one in data["female"]]}
        self._until = [one["until"] for one in data["male"]]
        self.hamlets = [f"thôn {name}" for name in data["hamlets"]]

    def family(self, rng: Random) -> str:
        """A family name."""
        return self._families.spin(rng)

    def own(self, rng: Random, sex: int, year: int) -> tuple[str, str]:
        """(middle, given) for a child of this sex born in this year."""
        return self._cohorts[sex][bisect(self._until, year)].name(rng)

    def full(self, rng: Random, sex: int, year: int, family: str = "") -> str:
        """A whole name, for people who are named in a record but have none of their own."""
        middle, given = self.own(rng, sex, year)
        return " ".join(filter(None, (family or self.family(rng), middle, given)))
