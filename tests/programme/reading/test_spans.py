"""What is taken in a text, and what stands just before a place, against the plain way to say it."""

import re

from hypothesis import given
from hypothesis import strategies as st

from dean06.programme.reading.spans import Spans, just_before

# At least a letter long, as whatever is found in a text is.
STRETCH = st.tuples(st.integers(0, 60), st.integers(1, 12)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@given(st.lists(STRETCH, max_size=12), st.lists(STRETCH, max_size=4), STRETCH)
def test_a_stretch_is_taken_when_it_shares_a_letter(
    first: list[tuple[int, int]], added: list[tuple[int, int]], asked: tuple[int, int]
) -> None:
    taken = Spans(first)
    for start, end in added:
        taken.add(start, end)
    known = [*first, *added]
    assert taken.touch(*asked) == any(start < asked[1] and asked[0] < end for start, end in known)
    assert taken.next_start(asked[0], 99) == min((start for start, _ in known if start >= asked[0]), default=99)


@given(st.integers(0, 400), st.integers(0, 400), st.sampled_from(["đề nghị", "trong", "hướng dẫn của các", "x"]))
def test_a_word_at_the_end_is_found_however_much_stands_before_and_however_wide_the_gap(
    letters: int, blanks: int, word: str
) -> None:
    text = "a" * letters + " " + word + " " * blanks + "Phòng"
    ends_so = re.compile(r"(?<!\w)(?:đề nghị|trong|hướng dẫn của các)\s*$")
    place = len(text) - len("Phòng")
    assert bool(ends_so.search(just_before(text, place))) == bool(ends_so.search(text[:place]))
