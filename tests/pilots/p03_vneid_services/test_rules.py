"""What is believed of an address the application opens, and what is not."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.pilots.p03_vneid_services.rules import LONGEST_LAUNCH, LONGEST_TARGET, Opening, opening, share

VECTORS = json.loads((Path(__file__).parents[3] / "protocols/vneid/launch.vectors.json").read_text(encoding="utf-8"))
ISSUER, SITE = VECTORS["issuer"], "https://ductho.example"
WORD = VECTORS["opened"]["login_hint"]


def opened(**given: str) -> Opening | None:
    return opening({"iss": ISSUER, "login_hint": WORD, **given}, issuer=ISSUER, site=SITE)


def test_the_published_example_opens_the_notice():
    found = opening(VECTORS["opened"], issuer=ISSUER, site=SITE)
    assert found == Opening(launch=WORD, path="/p03/tin/00000000-0000-7000-8000-000000000000/")


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": ""},
        {"iss": "https://vneid.evil.example"},
        {"iss": f"{ISSUER}/"},
        {"login_hint": ""},
        {"login_hint": "x" * (LONGEST_LAUNCH + 1)},
        {"login_hint": "mo:có dấu"},
        {"login_hint": "mo:a\nb"},
        {"login_hint": "mo:a b"},
    ],
)
def test_what_no_application_of_ours_would_send_opens_nothing(changes):
    assert opened(**changes) is None


@pytest.mark.parametrize(
    "target",
    [
        "",
        "/p03/tin/1/",
        "https://evil.example/p03/tin/1/",
        f"{SITE}.evil.example/p03/tin/1/",
        f"{SITE}@evil.example/p03/tin/1/",
        f"{SITE}//evil.example/",
        f"{SITE}/p03/../dang-xuat/",
        f"{SITE}/p03/tin/1/?next=//evil.example",
        f"{SITE}/p03/%2e%2e/",
        f"{SITE}/p03/\\evil.example",
        f"{SITE}/van-hanh/",
        f"{SITE}/p03/{'a' * LONGEST_TARGET}/",
        "javascript:alert(1)",
    ],
)
def test_an_address_that_is_not_the_mini_apps_opens_its_first_page(target):
    assert opened(target_link_uri=target) == Opening(launch=WORD, path="")


@given(st.text(max_size=60))
def test_whatever_is_asked_the_path_stays_on_our_own_pages(target):
    for asked in (target, SITE + target, f"{SITE}/p03/{target}"):
        found = opened(target_link_uri=asked)
        assert found is not None
        assert found.path == "" or (found.path.startswith("/p03/") and not set(found.path) & set("\\?#:.@ \n"))


@pytest.mark.parametrize(
    ("part", "whole", "expected"), [(0, 0, 0), (0, 5, 0), (1, 3, 33), (2, 3, 67), (1, 8, 13), (1, 200, 1), (5, 5, 100)]
)
def test_a_share_is_whole_per_cent_with_halves_up(part, whole, expected):
    assert share(part, whole) == expected


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_share_lies_between_none_and_all(part, rest):
    whole = part + rest
    assert 0 <= share(part, whole) <= 100
    assert whole == 0 or abs(share(part, whole) * whole - 100 * part) * 2 <= whole
