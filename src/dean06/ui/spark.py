"""Small trends as SVG made on the server: no script, and a sentence for those who do not see the line."""

from collections.abc import Sequence
from dataclasses import dataclass

from dean06.ui.formats import number

WIDTH = 100
HEIGHT = 24
MARGIN = 2


@dataclass(frozen=True)
class Spark:
    """A line in a WIDTH x HEIGHT box: ``points`` for the polyline, the closed ``area`` under it, and its sentence."""

    points: str
    area: str
    text: str


def spark(values: Sequence[int | float], *, label: str, unit: str = "") -> Spark:
    """The trend of ``values`` in order of time, scaled from zero to the largest; an empty series draws nothing."""
    if not values:
        return Spark("", "", f"{label}: chưa có số liệu")
    steps = values if len(values) > 1 else [values[0], values[0]]
    top = max(*steps, 1)
    across = WIDTH / (len(steps) - 1)
    points = " ".join(f"{_short(i * across)},{_short(_height(value, top))}" for i, value in enumerate(steps))
    area = f"0,{HEIGHT} {points} {WIDTH},{HEIGHT}"
    return Spark(points, area, _sentence(values, label=label, unit=unit))


def _height(value: float, top: float) -> float:
    return HEIGHT - MARGIN - (HEIGHT - 2 * MARGIN) * max(value, 0) / top


def _short(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _sentence(values: Sequence[int | float], *, label: str, unit: str) -> str:
    after = f" {unit}" if unit else ""
    if len(values) == 1:
        return f"{label}: {number(values[0])}{after}"
    return f"{label}: từ {number(values[0])} đến {number(values[-1])}{after}, cao nhất {number(max(values))}{after}"
