"""Does a directive list the programme's own pilots, so that its number 4 is pilot 4?"""

from collections.abc import Mapping

from rapidfuzz import fuzz

from dean06.kernel.base.text import fold

ALIKE = 60  # of 100: titles are reworded and damaged, but about the same thing
MOST = 0.7


def lists_pilots(titles: Mapping[int, str], pilots: Mapping[int, str]) -> bool:
    """True when the numbers are exactly the pilots' and most titles speak of the same thing."""
    if set(titles) != set(pilots):
        return False
    alike = [fuzz.token_set_ratio(fold(titles[number]), fold(pilots[number])) >= ALIKE for number in pilots]
    return sum(alike) >= MOST * len(alike)
