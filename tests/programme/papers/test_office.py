"""Who issues and signs."""

from dataclasses import replace

from tests.programme.papers.figures import OFFICE


def test_a_deputy_signs_for_the_chair_where_there_is_one() -> None:
    assert OFFICE.letter_signature().authority == ("TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH")
    assert OFFICE.letter_signature().signer == "Lê Phó"
    alone = replace(OFFICE, deputy="").letter_signature()
    assert (alone.authority, alone.signer) == (("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"), "Trần Chánh")


def test_an_unknown_signatory_stays_blank() -> None:
    assert OFFICE.report_signature().signer == ""


def test_the_commune_follows_the_district() -> None:
    commune = replace(OFFICE, level="xã", tracker="Công an xã Đức Thọ")
    assert commune.letter_head(("V/v",)).issuer == ("ỦY BAN NHÂN DÂN", "XÃ ĐỨC THỌ")
    assert commune.report_head(("x",)).issuer_parent == "UBND XÃ ĐỨC THỌ"
    assert "Thường trực Đảng ủy, HĐND xã" in commune.report_signature().copies


def test_receivers_begin_with_as_above_and_end_with_the_archive() -> None:
    for signature in (OFFICE.report_signature(), OFFICE.letter_signature()):
        assert (signature.copies[0], signature.copies[-1]) == ("Như trên", "Lưu: VT")


def test_an_invented_paper_says_so() -> None:
    assert OFFICE.letter_signature().mark == ""
    assert "hư cấu" in replace(OFFICE, is_sample=True).letter_signature().mark
