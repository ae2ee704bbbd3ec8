"""One kind of document: its forms say the same, each part can be shown alone, and one withdrawal ends them all."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.kernel.documents.credentials.authority import NOW, Authority, new_key

from dean06.kernel.documents.credentials.keys import MemoryKey
from dean06.kernel.documents.credentials.kinds import DocumentKind, Field, Issue
from dean06.kernel.documents.credentials.mdoc.verifying import Trusted
from dean06.kernel.documents.credentials.mdoc.verifying import verify_issued as verify_mdoc
from dean06.kernel.documents.credentials.printed.facts import digest_of
from dean06.kernel.documents.credentials.printed.issuing import issue as issue_printed
from dean06.kernel.documents.credentials.printed.reading import Signers, read
from dean06.kernel.documents.credentials.sdjwt.issuing import ALWAYS_SHOWN
from dean06.kernel.documents.credentials.sdjwt.presenting import choose, split
from dean06.kernel.documents.credentials.sdjwt.verifying import verify_issued as verify_sdjwt
from dean06.kernel.documents.credentials.types import StatusReference
from dean06.kernel.documents.credentials.vci.types import Form

KIND = DocumentKind(
    authority="https://hu-cau.gov.example/loai-giay-to",
    slug="phieu-ly-lich",
    version=1,
    name="Phiếu lý lịch tư pháp",
    description="Phiếu lý lịch tư pháp số 1 (hư cấu)",
    fields=(
        Field(name="ho_ten", label="Họ và tên", is_printed=True),
        Field(name="ngay_sinh", label="Ngày sinh"),
        Field(
            name="an_tich",
            label="Án tích",
            parts=(("ma_tuy", "về ma tuý"), ("tre_em", "về trẻ em")),
            is_printed=True,
        ),
        Field(name="noi_cu_tru", label="Nơi cư trú", is_list=True),
    ),
)
FACTS = {
    "ho_ten": "Trần Thị Hoa",
    "ngay_sinh": date(1951, 3, 9),
    "an_tich": {"ma_tuy": False, "tre_em": False},
    "noi_cu_tru": ["Đức Thọ, Hà Tĩnh", "Vinh, Nghệ An"],
}
STATUS = StatusReference(uri="https://hu-cau.gov.example/trang-thai/1", index=70123)
AUTHORITY = Authority("Cơ quan của các loại giấy tờ")
SIGNER, HOLDER = AUTHORITY.signer(), MemoryKey(private=new_key())


def issue_of(facts=FACTS, **more) -> Issue:
    how = {
        "document_id": UUID("0190a1b2-c3d4-7e5f-8a9b-0c1d2e3f4a5b"),
        "facts": facts,
        "key": SIGNER,
        "issued_at": NOW,
        "expires_at": NOW + timedelta(days=180),
        "status": STATUS,
        "holder_key": HOLDER.public_jwk,
    }
    return Issue(**{**how, **more})


def forms(issue: Issue) -> tuple:
    roots = AUTHORITY.roots()
    wanted = Trusted(roots=roots, at=NOW, doc_types=frozenset({KIND.doc_type}))
    code = issue_printed(KIND.paper(issue, issuer="Công an tỉnh Hư Cấu"), key=SIGNER, address="HTTPS://X.EXAMPLE/QR/")
    return (
        verify_sdjwt(KIND.sd_jwt(issue), roots=roots, at=NOW, kinds=[KIND.vct]),
        verify_mdoc(KIND.mobile(issue), wanted),
        read(code, signers=Signers.load([SIGNER.chain], roots, NOW), at=NOW),
    )


def test_the_forms_say_the_same_and_share_one_status() -> None:
    text, mobile, paper = forms(issue_of())
    own = {name: value for name, value in text.claims.items() if name not in ALWAYS_SHOWN | {"iat"}}
    assert own == {**FACTS, "ngay_sinh": "1951-03-09"}
    assert mobile.claims[KIND.namespace] == {
        "ho_ten": "Trần Thị Hoa",
        "ngay_sinh": date(1951, 3, 9),
        "an_tich.ma_tuy": False,
        "an_tich.tre_em": False,
        "noi_cu_tru": FACTS["noi_cu_tru"],
    }
    assert paper.facts == {
        "Họ và tên": "Trần Thị Hoa",
        "Án tích: về ma tuý": "Không",
        "Án tích: về trẻ em": "Không",
    }
    assert paper.digest == digest_of(KIND.lines(FACTS))
    assert KIND.lines(FACTS)["Ngày sinh"] == "09/03/1951"
    assert text.status == mobile.status == paper.status == STATUS
    assert text.expires_at == mobile.expires_at == paper.expires_at


def test_one_conviction_is_denied_without_the_rest() -> None:
    text = choose(KIND.sd_jwt(issue_of()), [("an_tich", "tre_em")])
    assert len(split(text).disclosures) == 1
    found = verify_sdjwt(text, roots=AUTHORITY.roots(), at=NOW, kinds=[KIND.vct])
    assert found.claims["an_tich"] == {"tre_em": False}
    assert "ho_ten" not in found.claims
    assert found.claims["noi_cu_tru"] == []


def test_names_of_the_kind() -> None:
    assert KIND.vct == "https://hu-cau.gov.example/loai-giay-to/phieu-ly-lich/1"
    assert KIND.doc_type == "example.gov.hu-cau.phieu-ly-lich.1.doc"
    text, mobile = KIND.configurations()
    assert (text.form, mobile.form) == (Form.SD_JWT, Form.MDOC)
    assert ((KIND.namespace, "an_tich.ma_tuy"), "Án tích: về ma tuý") in mobile.claims
    assert [one["path"] for one in KIND.metadata()["claims"]][-1] == ["noi_cu_tru", None]


def test_a_question_takes_either_form() -> None:
    said = KIND.question(("an_tich", "tre_em"), ("ho_ten",)).written()
    assert said["credential_sets"] == [{"options": [["sd_jwt"], ["mdoc"]]}]
    assert {"path": [KIND.namespace, "an_tich.tre_em"]} in said["credentials"][1]["claims"]
    whole = KIND.question(("an_tich",)).written()
    assert len(whole["credentials"][1]["claims"]) == 2
    with pytest.raises(ValueError, match="not in"):
        KIND.question(("luong",))


@pytest.mark.parametrize(
    "facts",
    [
        {"luong": 1},
        {"an_tich": True},
        {"an_tich": {"khac": True}},
        {"noi_cu_tru": "Vinh"},
        {"ho_ten": ["Hoa"]},
        {"ho_ten": {"ho": "Trần"}},
    ],
)
def test_facts_of_another_shape(facts) -> None:
    for act in (KIND.sd_jwt, KIND.mobile, lambda issue: KIND.paper(issue, issuer="x")):
        with pytest.raises(ValueError, match=r"not in|shape"):
            act(issue_of(facts))
    with pytest.raises(ValueError, match="device"):
        KIND.mobile(issue_of(holder_key=None))


@settings(deadline=None, max_examples=40)
@given(
    facts=st.fixed_dictionaries(
        {"ho_ten": st.text(min_size=1, max_size=20)},
        optional={
            "ngay_sinh": st.dates(date(1900, 1, 1), date(2026, 1, 1)),
            "an_tich": st.dictionaries(st.sampled_from(["ma_tuy", "tre_em"]), st.booleans(), min_size=1),
            "noi_cu_tru": st.lists(st.text(max_size=20), max_size=3),
        },
    )
)
def test_whatever_the_facts_the_forms_agree(facts) -> None:
    text, mobile, paper = forms(issue_of(facts))
    assert {name for name in text.claims if name in FACTS} == facts.keys()
    assert {name.split(".")[0] for name in mobile.claims[KIND.namespace]} == facts.keys()
    assert paper.digest == digest_of(KIND.lines(facts))
