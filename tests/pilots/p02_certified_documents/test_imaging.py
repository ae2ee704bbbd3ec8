"""Scans of a known angle, blur and contrast: what is found of them."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from tests.pilots.p02_certified_documents import scans

from dean06.pilots.p02_certified_documents import imaging
from dean06.pilots.p02_certified_documents.imaging import Finding

NEAR = 0.2


@settings(max_examples=8, deadline=None)
@given(st.floats(-12, 12))
def test_the_angle_of_a_page_is_found(angle: float) -> None:
    assert imaging.skew(scans.turned(angle)) == pytest.approx(angle, abs=NEAR)


def test_a_turned_page_is_straight_afterwards() -> None:
    judged = imaging.prepare(scans.turned(4.0))
    assert judged.angle == pytest.approx(4.0, abs=NEAR)
    assert abs(imaging.skew(judged.image)) < NEAR


@pytest.mark.parametrize(
    ("image", "finding"),
    [
        (scans.blurred(), Finding.BLURRED),
        (scans.page(ink=225), Finding.PALE),
        (scans.page().resize((500, 700)), Finding.SMALL),
        (scans.cut(), Finding.CUT),
        (Image.new("L", (1000, 1400), 255), Finding.BLANK),
    ],
    ids=["blurred", "pale", "small", "cut", "blank"],
)
def test_what_is_wrong_is_named(image: Image.Image, finding: Finding) -> None:
    assert finding in imaging.prepare(image).findings
    assert "Trang 2" in finding.said(2)


def test_a_good_page_has_no_findings() -> None:
    for image in (scans.page(), scans.turned(2.5), scans.page(ink=90)):
        assert imaging.prepare(image).findings == ()


def test_paper_with_the_noise_of_a_camera_is_still_read() -> None:
    noise = np.random.default_rng(6).normal(0, 6, (scans.SIZE[1], scans.SIZE[0]))
    noisy = Image.fromarray(np.clip(np.asarray(scans.page(), dtype=float) + noise, 0, 255).astype(np.uint8))
    assert imaging.skew(noisy.rotate(-3, expand=True, fillcolor=250)) == pytest.approx(3, abs=NEAR)
    assert Finding.BLURRED not in imaging.prepare(noisy).findings
