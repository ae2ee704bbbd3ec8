"""Personal numbers by structure, every one in a range no real person can have."""

PREFIX = "000"  # no province has this code
OLD_PREFIX = "00"  # nor did old nine-digit numbers begin so
FIRST_SERIAL = 1_000  # serials below belong to the people of protocols/demo_people.toml
SERIALS = 1_000_000 - FIRST_SERIAL
OLD_SERIALS = 10_000_000
# Steps that share no factor with the size of their range visit every serial once before any twice.
STEP, START = 618_031, 123_457
OLD_STEP, OLD_START = 6_180_339, 1_414_213
FIRST_YEAR = 1900


def century_digit(sex: int, year: int) -> int:
    """Fourth digit: 0/1 male/female born in the 1900s, 2/3 in the 2000s (Circular 59/2021/TT-BCA, art. 4)."""
    return 2 * ((year - FIRST_YEAR) // 100) + (sex - 1)


class Numbers:
    """Hands out numbers, each once; memory is one counter for each sex and year of birth."""

    def __init__(self) -> None:
        self._used: dict[int, int] = {}
        self._old = 0

    def personal(self, sex: int, year: int) -> str:
        """The next number for a person of this sex born in this year; OverflowError after 999,000 of them."""
        group = century_digit(sex, year) * 100 + year % 100
        count = self._used.get(group, 0)
        if count >= SERIALS:
            raise OverflowError(f"no serial left for {sex}/{year}")
        self._used[group] = count + 1
        return f"{PREFIX}{group:03d}{FIRST_SERIAL + (START * group + STEP * count) % SERIALS:06d}"

    def old(self) -> str:
        """The next nine-digit number of an old identity card."""
        self._old += 1
        return f"{OLD_PREFIX}{(OLD_START + OLD_STEP * self._old) % OLD_SERIALS:07d}"
