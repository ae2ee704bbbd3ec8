"""The rules of criminal records as tables, and what must hold whatever is put in."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dean06.kernel.base.calendar import default_calendar
from dean06.kernel.base.clock import VN_TZ
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import Audience
from dean06.kernel.ports.judicial_register import Ban, Conviction, Penalty, Subject
from dean06.pilots.p16_criminal_records.rules import terms
from dean06.pilots.p16_criminal_records.rules.clearing import Standing, proposed, years_after
from dean06.pilots.p16_criminal_records.rules.content import CLEAN, FREE, Judged, facts, group_facts, in_force, shown
from dean06.pilots.p16_criminal_records.rules.law import law_on, versions
from dean06.pilots.p16_criminal_records.rules.people import Form, birth_year_of, compared, is_certain, why_not

DAY = date(2026, 11, 24)
LAW = law_on(DAY)
THEFT = Conviction(
    judgement="12/2020/HS-ST", court="Toà án hư cấu", judged_on=date(2020, 3, 1), article="173",
    offence="Tội trộm cắp tài sản", penalty=Penalty.PRISON, months=24, is_negligent=False, was_minor=False,
    main_served_on=date(2022, 3, 1), rest_served_on=date(2022, 4, 1), again_on=None, cleared_on=None,
)  # fmt: skip
ME = Subject(personal_id="000195000203", full_name="Lê Thị Thanh Thủy", born="1995-05-22", sex="female")

STANDINGS = [
    ("two years after two years of prison", {}, Standing.CLEARED, date(2024, 3, 1)),
    ("one year after a fine", {"penalty": Penalty.FINE, "months": 0}, Standing.CLEARED, date(2023, 3, 1)),
    ("one year after a suspended sentence", {"penalty": Penalty.SUSPENDED}, Standing.CLEARED, date(2023, 3, 1)),
    ("three years after ten of prison", {"months": 120}, Standing.CLEARED, date(2025, 3, 1)),
    ("five years after sixteen of prison", {"months": 192}, Standing.STANDS, date(2027, 3, 1)),
    ("exactly five years of prison are the shorter wait", {"months": 60}, Standing.CLEARED, date(2024, 3, 1)),
    ("exactly fifteen are the middle one", {"months": 180}, Standing.CLEARED, date(2025, 3, 1)),
    ("life, when it ended", {"penalty": Penalty.LIFE, "months": 0}, Standing.STANDS, date(2027, 3, 1)),
    ("not served", {"main_served_on": None}, Standing.STANDS, None),
    ("damages not paid", {"rest_served_on": None}, Standing.STANDS, None),
    ("damages paid late", {"rest_served_on": date(2025, 6, 1)}, Standing.CLEARED, date(2025, 6, 1)),
    ("again within the time", {"again_on": date(2023, 6, 1)}, Standing.STANDS, None),
    ("again after it", {"again_on": date(2025, 6, 1)}, Standing.CLEARED, date(2024, 3, 1)),
    ("against national security", {"article": "109"}, Standing.STANDS, None),
    ("against peace", {"article": "421"}, Standing.STANDS, None),
    ("by the court", {"article": "109", "cleared_on": date(2026, 1, 1)}, Standing.CLEARED, date(2026, 1, 1)),
    ("exempt from penalty", {"penalty": Penalty.NONE, "main_served_on": None}, Standing.CLEARED, date(2020, 3, 1)),
    ("by negligence", {"is_negligent": True}, Standing.OPEN, None),
    ("as a minor", {"was_minor": True}, Standing.OPEN, None),
    ("cleared tomorrow", {"cleared_on": date(2026, 11, 25), "months": 192}, Standing.STANDS, date(2027, 3, 1)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "standing", "since"), [row[1:] for row in STANDINGS], ids=[r[0] for r in STANDINGS]
)
def test_whether_a_conviction_stands(changes, standing, since) -> None:
    found = proposed(LAW, replace(THEFT, **changes), DAY)
    assert (found.standing, found.since) == (standing, since), found.why
    assert found.why


CONVICTIONS = st.builds(
    Conviction,
    judgement=st.just("1/2020"),
    court=st.just("Toà án hư cấu"),
    judged_on=st.dates(date(2010, 1, 1), date(2026, 1, 1)),
    article=st.sampled_from(["123", "145", "173", "248", "260", "321", "353"]),
    offence=st.just("Tội hư cấu"),
    penalty=st.sampled_from(Penalty),
    months=st.integers(0, 300),
    is_negligent=st.booleans(),
    was_minor=st.booleans(),
    main_served_on=st.none() | st.dates(date(2010, 1, 1), date(2026, 1, 1)),
    rest_served_on=st.none() | st.dates(date(2010, 1, 1), date(2026, 1, 1)),
    again_on=st.none() | st.dates(date(2010, 1, 1), date(2026, 1, 1)),
    cleared_on=st.none() | st.dates(date(2010, 1, 1), date(2026, 1, 1)),
)


@given(CONVICTIONS, st.dates(date(2018, 1, 1), date(2027, 1, 1)), st.integers(0, 4000))
def test_what_is_cleared_stays_cleared(conviction, day, later) -> None:
    if proposed(LAW, conviction, day).standing is Standing.CLEARED:
        assert proposed(LAW, conviction, day + timedelta(days=later)).standing is Standing.CLEARED


@given(CONVICTIONS, st.integers(0, 200))
def test_a_longer_sentence_is_never_cleared_earlier(conviction, more) -> None:
    longer = replace(conviction, months=conviction.months + more)
    if proposed(LAW, longer, DAY).standing is Standing.CLEARED:
        assert proposed(LAW, conviction, DAY).standing is Standing.CLEARED


@given(st.lists(st.tuples(CONVICTIONS, st.booleans()), max_size=4), st.booleans(), st.sampled_from(Form))
def test_a_form_says_what_its_law_allows(judged, with_ban, form) -> None:
    told = [Judged(conviction=one, stands=stands, cleared_on=None) for one, stands in judged]
    found = facts(LAW, form, told, (), with_ban=with_ban, day=DAY)
    if form is Form.ONE:
        assert all(one.stands for one in shown(form, told)), "form 1 tells of no cleared conviction"
        assert ("ban" in found) == with_ban
        assert (found["conviction"] == CLEAN) == (not any(one.stands for one in told))
        assert "xoá án tích" not in found["conviction"]
    else:
        assert len(shown(form, told)) == len(told)
        assert found["ban"] == FREE
        assert not [name for name in found if name.startswith("group_")], "form 2 has nothing to show by itself"


def test_a_group_tells_nothing_of_another() -> None:
    clean, thief = group_facts(LAW, ()), group_facts(LAW, [Judged(conviction=THEFT, stands=True, cleared_on=None)])
    assert {name for name in clean if clean[name] != thief[name]} == {"group_property"}
    assert clean["group_child_abuse"] == "Không có án tích về xâm hại tình dục trẻ em"
    assert thief["group_property"] == "Có án tích về các tội xâm phạm sở hữu"
    cleared = group_facts(LAW, [Judged(conviction=THEFT, stands=False, cleared_on=DAY)])
    assert cleared == clean


def test_every_fact_has_a_place_on_its_document() -> None:
    for form in Form:
        kind = documents.kinds().on(form.document_type, DAY)
        names = {fact.name for fact in kind.facts}
        assert set(facts(LAW, form, (), (), with_ban=True, day=DAY)) <= names
        assert set(kind.audiences) == (set(Audience) if form is Form.ONE else {Audience.STATE}), "never to an employer"
    asked = {name for name in names if name.startswith("group_")}
    assert not asked, "form 2 has no groups"


def test_bans_end_on_their_day() -> None:
    ban = Ban(decision="1/QĐ", court="Toà án hư cấu", what="Cấm", since=DAY, until=DAY + timedelta(days=1))
    assert in_force([ban], DAY) == (ban,)
    assert in_force([ban], DAY + timedelta(days=1)) == in_force([ban], DAY - timedelta(days=1)) == ()
    assert "Cấm, quyết định số 1/QĐ" in facts(LAW, Form.TWO, (), [ban], with_ban=False, day=DAY)["ban"]


def test_the_same_person_and_somebody_alike() -> None:
    assert is_certain(ME, ME)
    assert is_certain(ME, replace(ME, born="1995", full_name="LE THI THANH THUY", sex=""))
    assert not is_certain(ME, replace(ME, personal_id=""))
    assert not is_certain(ME, replace(ME, full_name="Người Khác"))
    assert not is_certain(ME, replace(ME, born="1996"))
    lines = {line.label: line.agrees for line in compared(ME, replace(ME, personal_id="", born="1995", father="A"))}
    assert (lines["Số định danh"], lines["Ngày sinh"], lines["Họ tên cha"]) == (None, True, None)


def test_who_may_ask() -> None:
    own, other = ME.personal_id, "000151000201"
    assert why_not(Form.TWO, applicant_id=own, subject_id=own) == ""
    assert "không được uỷ quyền" in why_not(Form.TWO, applicant_id=own, subject_id=other)
    assert "phiếu giấy" in why_not(Form.ONE, applicant_id=own, subject_id=other)
    assert why_not(Form.ONE, applicant_id="", subject_id="")
    assert (birth_year_of(own), birth_year_of("000206000205"), birth_year_of("000301000208")) == (
        "1995",
        "2006",
        "2001",
    )


FEES = [
    ("usual", (), 30, 1, 200_000),
    ("two papers cost one fee", (), 30, 2, 200_000),
    ("the third and fourth something more", (), 30, 4, 210_000),
    ("a student", ("sinh_vien",), 20, 1, 100_000),
    ("poor", ("ho_ngheo", "sinh_vien"), 20, 1, 0),
    ("sixty", (), 60, 1, 0),
    ("fifteen", (), 15, 1, 0),
    ("sixteen", (), 16, 1, 200_000),
    ("age not known", (), None, 1, 200_000),
]


@pytest.mark.parametrize(("claims", "age", "copies", "amount"), [row[1:] for row in FEES], ids=[r[0] for r in FEES])
def test_fees(claims, age, copies, amount) -> None:
    assert terms.fee(LAW, claims=claims, age=age, copies=copies).amount == amount


def test_the_clock_gives_fifteen_days_for_a_verification() -> None:
    ordinary = datetime(2026, 12, 4, 17, 0, tzinfo=VN_TZ)
    assert terms.due_at(LAW, ordinary, is_verified=False, calendar=default_calendar()) == ordinary
    longer = terms.due_at(LAW, ordinary, is_verified=True, calendar=default_calendar())
    assert longer == datetime(2026, 12, 9, 17, 0, tzinfo=VN_TZ)
    assert terms.is_on_time(longer, longer, longer + timedelta(days=9))
    assert not terms.is_on_time(None, longer, longer + timedelta(seconds=1))
    assert (terms.age_on(date(2000, 2, 29), date(2018, 2, 28)), years_after(date(2020, 2, 29), 1)) == (
        17, date(2021, 2, 28),
    )  # fmt: skip


def test_nothing_of_the_law_is_passed_off_as_verified() -> None:
    assert not any(one.verified for one in versions())
    with pytest.raises(LookupError):
        law_on(date(2009, 1, 1))
