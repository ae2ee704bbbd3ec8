"""The communes people live in, before and after 1 July 2025, and addresses as text (protocols/…/areas.toml)."""

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from dean06.sandbox.population.people.draw import Wheel

AREAS = Path(__file__).resolve().parents[5] / "protocols" / "population" / "areas.toml"
PRECINCTS = 12


@dataclass(frozen=True, kw_only=True)
class Address:
    """An address as the exchange writes it; ``district`` is empty in the codes of 1/7/2025 and later."""

    province: str
    district: str
    commune: str
    text: str


class Areas:
    """Codes, names and what became of what."""

    def __init__(self, path: Path = AREAS) -> None:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        self.province: str = data["province"]["code"]
        self.district: str = data["district"]["code"]
        self.reorganised_on: date = data["reorganised_on"]
        self._province_name: str = data["province"]["name"]
        self._district_name: str = data["district"]["name"]
        self._old = {area["code"]: area for area in data["old"]}
        self._new = {area["code"]: area["name"] for area in data["new"]}
        self._away = {area["code"]: area["name"] for area in data["away"]}
        self._old_wheel = Wheel({area["code"]: area["share"] for area in data["old"]})
        self._away_wheel = Wheel({area["code"]: area["share"] for area in data["away"]})
        self.old_codes, self.new_codes = list(self._old), list(self._new)

    def draw(self, rng: Random) -> str:
        """A commune of before 1 July 2025, by the number of its people."""
        return self._old_wheel.spin(rng)

    def draw_away(self, rng: Random) -> str:
        """A province people go to for work."""
        return self._away_wheel.spin(rng)

    def successor(self, old_code: str) -> str:
        """Today's commune of an old one."""
        code: str = self._old[old_code]["into"]
        return code

    def hamlet(self, rng: Random, old_code: str, names: list[str]) -> str:
        """A hamlet of a commune, or a numbered precinct of the township."""
        if self._old[old_code]["kind"] == "township":
            return f"tổ dân phố {1 + int(rng.random() * PRECINCTS)}"
        return names[int(rng.random() * len(names))]

    def before(self, old_code: str, hamlet: str = "") -> Address:
        """An address in the codes and words of until 30 June 2025."""
        area = self._old[old_code]
        kind = "thị trấn" if area["kind"] == "township" else "xã"
        parts = (hamlet, f"{kind} {area['name']}", f"huyện {self._district_name}", f"tỉnh {self._province_name}")
        return Address(province=self.province, district=self.district, commune=old_code, text=_text(parts))

    def today(self, code: str, hamlet: str = "") -> Address:
        """An address in the codes and words of 1 July 2025 and later."""
        parts = (hamlet, f"xã {self._new[code]}", f"tỉnh {self._province_name}")
        return Address(province=self.province, district="", commune=code, text=_text(parts))

    def away(self, code: str) -> Address:
        """Somewhere in another province."""
        return Address(province=code, district="", commune="", text=_text((self._away[code],)))


def _text(parts: tuple[str, ...]) -> str:
    text = ", ".join(filter(None, parts))
    return text[:1].upper() + text[1:]
