"""Is the directive about the programme's own pilots?"""

from dean06.kernel.manifest.registry import all_pilots
from dean06.programme.rules.pilots import lists_pilots

PILOTS = {pilot.number: pilot.title for pilot in all_pilots()}


def test_the_pilots_themselves_are_the_pilots():
    assert lists_pilots(PILOTS, PILOTS)


def test_damaged_titles_still_are():
    assert lists_pilots({number: f"Triển khai mô hình {title[:60]}" for number, title in PILOTS.items()}, PILOTS)


def test_another_dispatch_with_as_many_tasks_is_not():
    other = dict.fromkeys(PILOTS, "Nạo vét kênh mương nội đồng")
    assert not lists_pilots(other, PILOTS)


def test_fewer_tasks_are_not():
    assert not lists_pilots({1: PILOTS[1]}, PILOTS)
