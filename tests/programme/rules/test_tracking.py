"""The standing body changes with the reorganisation."""

from datetime import date

from dean06.programme.rules.tracking import tracking_unit


def test_the_body_of_each_side_of_the_reorganisation():
    assert tracking_unit(date(2025, 6, 30)) == "cong-an-huyen"
    assert tracking_unit(date(2025, 7, 1)) == "cong-an-xa-duc-tho"
