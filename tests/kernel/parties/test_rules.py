"""Chains of succession and periods, without a database."""

from datetime import date

from dean06.kernel.parties.rules import Period, heirs, is_head_title, is_personal_id


def follow(start: str, alive: set[str], became: dict[str, list[str]]) -> list[str]:
    return heirs(start, is_alive=alive.__contains__, next_of=lambda keys: [n for k in keys for n in became.get(k, [])])


def test_the_living_are_their_own_heirs() -> None:
    assert follow("a", {"a", "b"}, {"a": ["b"]}) == ["a"]


def test_chains_are_followed_to_their_ends_and_meet_once() -> None:
    became = {"a": ["b", "c"], "b": ["d"], "c": ["d", "e"]}
    assert follow("a", {"d", "e"}, became) == ["d", "e"]


def test_no_heir_and_circles_end() -> None:
    assert follow("a", set(), {}) == []
    assert follow("a", set(), {"a": ["b"], "b": ["a"]}) == []


def test_a_period_ends_before_its_last_day() -> None:
    period = Period(valid_from=date(2020, 1, 1), valid_until=date(2025, 7, 1))
    assert period.contains(date(2025, 6, 30))
    assert not period.contains(date(2025, 7, 1))
    assert period.encloses(Period(valid_from=date(2020, 1, 1), valid_until=date(2025, 7, 1)))
    assert period.encloses(Period(valid_from=date(2021, 1, 1)))
    assert not period.encloses(Period(valid_from=date(2021, 1, 1), valid_until=date(2025, 7, 2)))
    assert not period.encloses(Period(valid_from=date(2019, 12, 31)))


def test_heads_are_single_deputies_are_not() -> None:
    assert is_head_title("Chủ tịch UBND huyện")
    assert not is_head_title("Phó Chủ tịch UBND huyện")
    assert not is_head_title("Chuyên viên Phòng Y tế")


def test_personal_numbers_are_twelve_ascii_digits() -> None:
    assert is_personal_id("042088001234")
    assert not is_personal_id("04208800123")
    assert not is_personal_id("04208800123٤")
    assert not is_personal_id("")
