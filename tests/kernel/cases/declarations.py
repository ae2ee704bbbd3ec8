"""The procedures the tests file: made up, interlinked, one of them with a second version."""

from datetime import date
from pathlib import Path

from dean06.kernel.cases.procedures.catalogue import Catalogue, read_catalogue
from dean06.kernel.cases.procedures.types import Procedure

DIRECTORY = Path(__file__).with_name("procedures")
TODAY = date(2025, 12, 5)
MOTHER = "000026000001"
BIRTH = {
    "child_name": "Nguyễn Thị Bé",
    "born_on": "2025-12-01",
    "sex": "nu",
    "mother_id": MOTHER,
    "has_father": "false",
    "address": "Thôn 1, xã Đức Thọ",
}


def read() -> Catalogue:
    """All of them."""
    return read_catalogue([DIRECTORY])


def procedure(code: str, day: date = TODAY) -> Procedure:
    """One as of a day."""
    found = read().find(code, day)
    assert found is not None
    return found.procedure


def text(name: str) -> str:
    """The file as it is written."""
    return (DIRECTORY / name).read_text(encoding="utf-8")
