"""Spellings lead to one canonical name, or to none."""

import pytest

from dean06.kernel.parties.names import aliases, all_units, find_units, resolve, split_units, squash


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("CAH", "Công an huyện"),
        ("Công an huy n", "Công an huyện"),
        ("C ng  n hu ện", "Công an huyện"),
        ("Công an huyện Đức Thọ", "Công an huyện"),
        ("PVHTT", "Phòng Văn hóa - Thông tin"),
        ("Phòng Văn hóa – thông tin thông", "Phòng Văn hóa - Thông tin"),
        ("Phong Van hoa — Thong tin", "Phòng Văn hóa - Thông tin"),
        ("PhòngVănhóathôngtin", "Phòng Văn hóa - Thông tin"),
        ("Phòng Văn hó - thông tn", "Phòng Văn hóa - Thông tin"),
        ("Phòng Kinh tế hạ tầng", "Phòng Kinh tế - Hạ tầng"),
        ("Phòng Kinh tế", "Phòng Kinh tế"),
        ("Phòng Lao động", "Phòng Lao động - Thương binh và Xã hội"),
        ("Đề nghị Cục CS QLHC về TTXH", "Cục Cảnh sát quản lý hành chính về trật tự xã hội"),
        ("Cục C06 – Bộ Công an", "Cục Cảnh sát quản lý hành chính về trật tự xã hội"),
        ("Tổ CTTKĐA06", "Tổ công tác triển khai Đề án 06"),
        ("Tổ công tác Đề án 06 cấp huyện", "Tổ công tác triển khai Đề án 06"),
        ("Tổ công tác triển  h i Đề án 06/CP", "Tổ công tác triển khai Đề án 06 Chính phủ"),
        ("DN", "Doanh nghiệp"),
        ("các phòng, ngành, địa phương", "Các phòng, ban, ngành, địa phương"),
    ],
)
def test_written_forms_resolve_to_the_canonical_name(written: str, name: str) -> None:
    unit = resolve(written)
    assert unit is not None
    assert unit.name == name


@pytest.mark.parametrize("written", ["", "Ph  ng T", "dn", "Phòng Thanh niên", "Đề án 06", "30/12/2023", "Công ty ABC"])
def test_what_is_unknown_or_ambiguous_stays_unresolved(written: str) -> None:
    assert resolve(written) is None


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "Phòng VHTT, các phòng, ban, ngành, địa phương, DN",
            ["Phòng VHTT", "các phòng, ban, ngành, địa phương", "DN"],
        ),
        ("Phòng VHTT Công an huyện", ["Phòng VHTT", "Công an huyện"]),
        ("Tổ CTĐA06 và CNSCĐ", ["Tổ CTĐA06", "CNSCĐ"]),
        ("Phòng Y tế, Tư pháp, VHTT; Công ty TNHH ABC", ["Phòng Y tế", "Tư pháp", "VHTT", "Công ty TNHH ABC"]),
        ("TTHC \nC c phòng, ban, ngành", ["TTHC", "C c phòng, ban, ngành"]),
        ("", []),
    ],
)
def test_lists_are_split_at_units_not_at_commas_inside_names(text: str, items: list[str]) -> None:
    assert split_units(text) == items


def test_every_spelling_of_every_unit_resolves_to_its_own_unit() -> None:
    wrong = [
        (spelling, unit.code, found.code if found else None)
        for unit in all_units()
        for spelling in aliases()[unit.code]
        if (found := resolve(spelling)) is None or found.code != unit.code
    ]
    assert wrong == []


def test_codes_and_names_are_unique() -> None:
    units = all_units()
    assert len({unit.code for unit in units}) == len(units)
    assert len({squash(unit.name) for unit in units}) == len(units)


def test_mentions_in_running_text_know_their_place() -> None:
    text = "Giao Công an huyện chủ trì, thanh tra đột xuất cùng Phòng Tư pháp huyện."
    assert [text[m.start : m.end] for m in find_units(text)] == ["Công an huyện", "Phòng Tư pháp huyện"]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("Công an huyện, B XH, Phòng Y tế", ["cong-an-huyen", "bhxh-huyen", "phong-y-te"]),
        ("Phòng Y tế  AH", ["phong-y-te", "cong-an-huyen"]),
        ("Các phòng, ban, ngà h, địa phương", ["phong-ban-nganh-dia-phuong"]),
        # A whole name in the middle of a worn one is not a name of its own.
        ("Các cán bộ kỹ thuật các đơn vị có  iên quan", ["can-bo-ky-thuat"]),
        # Without room for a lost letter nothing was lost, and the last letter cannot be told from a space.
        ("Phòng Y tế AH", ["phong-y-te"]),
        ("Phòng Y tế BHX ", ["phong-y-te"]),
    ],
)
def test_a_list_is_read_through_letters_lost_in_their_places(text: str, codes: list[str]) -> None:
    assert [mention.unit.code for mention in find_units(text, in_list=True)] == codes
