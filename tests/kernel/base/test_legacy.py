"""TCVN3 and VNI: known texts, round trips against tables written down separately, and texts that must stay whole."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.base.legacy import from_tcvn3, from_vni, to_unicode

# As published for converters: character by character, not derived from the code under test.
UNICODE = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ"
TCVN3 = "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦"
VNI = [
    "aø",
    "aù",
    "aû",
    "aõ",
    "aï",
    "aê",
    "aè",
    "aé",
    "aú",
    "aü",
    "aë",
    "aâ",
    "aà",
    "aá",
    "aå",
    "aã",
    "aä",
    "ñ",
    "eø",
    "eù",
    "eû",
    "eõ",
    "eï",
    "eâ",
    "eà",
    "eá",
    "eå",
    "eã",
    "eä",
    "ì",
    "í",
    "æ",
    "ó",
    "ò",
    "oø",
    "où",
    "oû",
    "oõ",
    "oï",
    "oâ",
    "oà",
    "oá",
    "oå",
    "oã",
    "oä",
    "ô",
    "ôø",
    "ôù",
    "ôû",
    "ôõ",
    "ôï",
    "uø",
    "uù",
    "uû",
    "uõ",
    "uï",
    "ö",
    "öø",
    "öù",
    "öû",
    "öõ",
    "öï",
    "yø",
    "yù",
    "yû",
    "yõ",
    "î",
    "AÊ",
    "AÂ",
    "Ñ",
    "EÂ",
    "OÂ",
    "Ô",
    "Ö",
]
TO_TCVN3 = dict(zip(UNICODE, TCVN3, strict=True))
TO_VNI = dict(zip(UNICODE, VNI, strict=True))
PLAIN = "abcdeghiklmnopqrstuvxy ABCDEGHIKLMNOPQRSTUVXY0123456789.,;:/-"

SENTENCES = [
    "Cộng hòa xã hội chủ nghĩa Việt Nam",
    "Độc lập - Tự do - Hạnh phúc",
    "Ủy ban nhân dân huyện Đức Thọ, tỉnh Hà Tĩnh",
    "Quyết định số 06/QĐ-TTg ngày 06/01/2022 của Thủ tướng Chính phủ",
    "Người dân nộp hồ sơ qua mạng, được giải quyết trong ngày làm việc",
    "Nguyễn Thị Hương, sinh năm 1957, thường trú tại xã Tùng Ảnh",
]


def encode(text: str, table: dict[str, str]) -> str:
    return "".join(table.get(char, char) for char in text)


def as_tcvn3(text: str) -> str:
    """TCVN3 has no accented capitals but seven: the font shows the small ones, so typists wrote small ones."""
    return "".join(TO_TCVN3.get(char) or TO_TCVN3.get(char.lower(), char) for char in text)


def as_vni(text: str) -> str:
    return "".join(TO_VNI.get(char) or _capital_vni(char) for char in text)


def _capital_vni(char: str) -> str:
    return TO_VNI[char.lower()].upper() if char.lower() in TO_VNI else char


@pytest.mark.parametrize(
    ("typed", "text", "encoding"),
    [
        ("Céng hßa x· héi chñ nghÜa ViÖt Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam", "tcvn3"),
        ("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam", "vni"),
        ("COÄNG HOØA XAÕ HOÄI CHUÛ NGHÓA VIEÄT NAM", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "vni"),
        ("Bát X¸t", "Bát X¸t", "unicode"),  # half converted already: no reading is better
        ("B¶o Th¾ng", "Bảo Thắng", "tcvn3"),
        ("M­êng Kh­¬ng", "Mường Khương", "tcvn3"),
        ("§øc Thä", "Đức Thọ", "tcvn3"),
        ("Ñöùc Thoï", "Đức Thọ", "vni"),
        ("UÛy ban nhaân daân", "Ủy ban nhân dân", "vni"),
        ("Hµ", "Hà", "tcvn3"),
    ],
)
def test_known_texts(typed: str, text: str, encoding: str) -> None:
    assert to_unicode(typed) == (text, encoding)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_sentences_are_recognised_and_restored(sentence: str) -> None:
    small_tcvn3, encoding = to_unicode(as_tcvn3(sentence))
    assert (small_tcvn3.lower(), encoding) == (sentence.lower(), "tcvn3")
    assert to_unicode(as_vni(sentence)) == (sentence, "vni")
    assert to_unicode(as_vni(sentence.upper())) == (sentence.upper(), "vni")


@given(st.text(PLAIN + UNICODE))
def test_tcvn3_round_trip(text: str) -> None:
    assert from_tcvn3(encode(text, TO_TCVN3)) == text


@given(st.lists(st.sampled_from([*PLAIN, *UNICODE])))
def test_vni_round_trip(letters: list[str]) -> None:
    """Each letter by itself and then joined: a sequence never swallows its neighbour."""
    assert from_vni("".join(TO_VNI.get(char, char) for char in letters)) == "".join(letters)


def test_capital_fonts() -> None:
    assert from_tcvn3("céng hßa x· héi", capitals=True) == "CỘNG HÒA XÃ HỘI"


@given(st.text(st.characters(max_codepoint=127)))
def test_ascii_is_never_touched(text: str) -> None:
    assert to_unicode(text) == (text, "unicode")


@pytest.mark.parametrize("sentence", SENTENCES)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_unicode_is_never_touched(sentence: str, form: str) -> None:
    assert to_unicode(unicodedata.normalize(form, sentence)) == (sentence, "unicode")


@pytest.mark.parametrize(
    "text",
    [
        "Hà Tĩnh",
        "Lâm Hà",
        "Bà Hoàng Oanh",
        "Có",
        "café München",
        "naïve Noël São Paulo",
        "René, José và Zoë",
        "10 µm",
        "½ ngày",
        "20°C, 15 m², 3 m³",
        "© 2023 VNeID®",
        "«trang»",
        "Bản sao¹ theo mẫu",
        "Plain text with one foot note¹ and many words more",
        "",
    ],
)
def test_clean_texts_in_latin_1_stay_whole(text: str) -> None:
    assert to_unicode(text) == (text, "unicode")


@given(
    st.lists(
        st.sampled_from(
            ["Hà", "là", "bà", "cô", "chú", "ông", "gì", "và", "có", "sao", "tìm", "đò", "nhà", "ta", "ba", "hai"]
        ),
        min_size=1,
    )
)
def test_vietnamese_without_letters_beyond_latin_1_stays_whole(words: list[str]) -> None:
    assert to_unicode(" ".join(words)) == (" ".join(words), "unicode")
