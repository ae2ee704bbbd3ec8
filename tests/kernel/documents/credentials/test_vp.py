"""Asking a wallet that is not ours (OpenID4VP 1.0), and what is made of its answers."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from tests.foreign_node import ask, find_node
from tests.kernel.documents.credentials.authority import NOW, Authority
from tests.kernel.documents.credentials.conftest import Memory
from tests.kernel.documents.credentials.issuing_server import serving
from tests.kernel.documents.credentials.test_mdoc_foreign import private_jwk
from tests.kernel.documents.credentials.test_sdjwt_foreign import pem

from dean06.kernel.documents.credentials import jose
from dean06.kernel.documents.credentials.encoding import encode
from dean06.kernel.documents.credentials.keys import MemoryKey, certified_key
from dean06.kernel.documents.credentials.mdoc.issuing import issue as issue_mdoc
from dean06.kernel.documents.credentials.mdoc.presenting import present as present_mdoc
from dean06.kernel.documents.credentials.sdjwt.issuing import issue as issue_sdjwt
from dean06.kernel.documents.credentials.sdjwt.presenting import present as present_sdjwt
from dean06.kernel.documents.credentials.status.bits import Status, StatusList
from dean06.kernel.documents.credentials.status.tokens import SignedList, issue_list, verify_list
from dean06.kernel.documents.credentials.types import CredentialRefused, Reason, StatusReference, Verified
from dean06.kernel.documents.credentials.vci.types import Form
from dean06.kernel.documents.credentials.vp.answers import Judge, judged
from dean06.kernel.documents.credentials.vp.keeping import dumped, loaded
from dean06.kernel.documents.credentials.vp.queries import Query, Question
from dean06.kernel.documents.credentials.vp.requests import TYPE, Request, link, new_request, request_object
from dean06.kernel.documents.credentials.x5c import chain_of

SCRIPT = Path(__file__).parent / "foreign" / "vp.mjs"
KIND, DOC_TYPE, SPACE = "urn:hu-cau:ly-lich", "vn.gov.hu-cau.ly-lich.1", "vn.gov.hu-cau.ly-lich"
FACTS = {"ho_ten": "Trần Thị Hoa", "an_tich": {"tre_em": False, "ma_tuy": False}}
HIDDEN = [("ho_ten",), ("an_tich", "tre_em"), ("an_tich", "ma_tuy")]
LIST = "https://hu-cau.gov.example/trang-thai/1"
SD_JWT = Query(id="a", form=Form.SD_JWT, kinds=(KIND,), claims=(("an_tich", "tre_em"),))
MDOC = Query(id="b", form=Form.MDOC, kinds=(DOC_TYPE,), claims=((SPACE, "an_tich"),))
BOTH = Question(queries=(SD_JWT, MDOC))
EITHER = Question(queries=(SD_JWT, MDOC), choices=((frozenset({"a"}), frozenset({"b"})),))


@dataclass
class World:
    """An issuer, a verifier and a holder at one moment."""

    at: datetime
    authority: Authority = field(default_factory=Authority)
    memory: Memory = field(default_factory=Memory)
    lists: dict[str, SignedList] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shift = (self.at - NOW).days
        self.issuer, self.verifier = (
            self.authority.signer(name, days=(shift - 2, shift + 60)) for name in ("Nơi cấp", "Nơi hỏi")
        )

        self.statuses = StatusList.empty(64, 2)
        self.publish()

    def publish(self) -> None:
        how = {"issued_at": self.at, "expires_at": self.at + timedelta(days=1), "ttl": timedelta(hours=1)}
        text = issue_list(self.statuses, uri=LIST, key=self.issuer, **how)
        self.lists[LIST] = verify_list(text, uri=LIST, roots=self.authority.roots(), fetched_at=self.at)

    def judge(self, form: dict[str, str], request: Request, at: datetime | None = None) -> dict[str, Verified]:
        judge = Judge(
            roots=self.authority.roots(),
            replays=self.memory,
            lists=self.lists.get,
            may_issue=lambda found: "Nơi cấp" in found.issuer,
        )
        return judged(form, request, judge, at or self.at)

    def documents(self, holder: MemoryKey) -> tuple[str, bytes]:
        made_at, until = self.at - timedelta(hours=1), self.at + timedelta(days=9)
        same = {"key": self.issuer, "status": StatusReference(uri=LIST, index=5)}
        how = {"vct": KIND, "issued_at": made_at, "holder_key": holder.public_jwk, "hidden": HIDDEN}
        dates = {"signed_at": made_at, "valid_until": until}
        document = issue_mdoc({SPACE: FACTS}, doc_type=DOC_TYPE, device_key=holder.public_jwk, **dates, **same)
        return issue_sdjwt(FACTS, **how, **same), document

    def asked(self, question: Question, *, is_encrypted: bool = False, uri: str = "https://hoi.example/1") -> Request:
        return new_request(question, key=self.verifier, response_uri=uri, at=self.at, is_encrypted=is_encrypted)


# --- with a wallet from npm -------------------------------------------------------------------------------------------


@contextmanager
def verifier(world: World, question: Question, *, is_encrypted: bool) -> Iterator[tuple[str, list]]:
    """The link of a question asked over a socket, and what came of it."""
    made: list[Request] = []
    came: list[dict[str, Verified]] = []

    def fetched(request):
        kind = {"Content-Type": "application/oauth-authz-req+jwt"}
        nonce = request.form.get("wallet_nonce", "")
        return 200, kind, request_object(made[0], key=world.verifier, name="Công ty Hư Cấu", wallet_nonce=nonce)

    def answered(request):
        try:
            came.append(world.judge(request.form, made[0], request.at))
        except CredentialRefused as refused:
            return 400, {}, {"error": refused.reason.value}
        return 200, {}, {}

    def routes(base: str):
        made.append(world.asked(question, is_encrypted=is_encrypted, uri=f"{base}/answer"))
        return {("POST", "/request"): fetched, ("POST", "/answer"): answered}

    with serving(routes) as base:
        yield link(made[0], f"{base}/request"), came


@pytest.fixture
def wallet(holder):
    """A question to the wallet from npm."""
    node = find_node("@openid4vc/openid4vp")
    keys = {"key": private_jwk(holder), "pem": pem(holder)}
    return lambda **question: ask(node, SCRIPT, {**keys, **question})


@pytest.mark.parametrize("is_encrypted", [True, False], ids=["sealed", "open"])
def test_a_wallet_from_npm_shows_one_fact_of_each_document(is_encrypted, wallet, holder) -> None:
    world = World(datetime.now(UTC))
    text, document = world.documents(holder)
    with verifier(world, BOTH, is_encrypted=is_encrypted) as (address, came):
        said = wallet(link=address, documents={"a": text, "b": encode(document)})
        assert said.get("status") == 200, said
        assert said["verifier"] == "Công ty Hư Cấu"
        again = wallet(link=address, documents={"a": text})
        assert again["answer"] == {"error": "claim_missing"}
    assert came[0]["a"].claims == {"an_tich": {"tre_em": False}}
    assert came[0]["b"].claims == {SPACE: {"an_tich": FACTS["an_tich"]}}
    assert all(one.is_held for one in came[0].values())


def test_a_wallet_from_npm_does_not_believe_a_verifier_of_another_name(wallet, holder) -> None:
    world, other = World(datetime.now(UTC)), World(datetime.now(UTC))
    with verifier(world, BOTH, is_encrypted=False) as (address, came):
        world.verifier = other.verifier
        assert "Invalid client identifier" in wallet(link=address, documents={})["refused"]
    assert not came


# --- by hand ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def world() -> World:
    return World(NOW)


def answer_to(request: Request, world: World, holder: MemoryKey, *ids: str) -> dict[str, str]:
    text, document = world.documents(holder)
    token = {}
    if "a" in ids:
        how = {"audience": request.client_id, "nonce": request.nonce, "presented_at": world.at}
        token["a"] = [present_sdjwt(text, show=[*HIDDEN], holder=holder, **how)]
    if "b" in ids:
        show = [(SPACE, name) for name in FACTS]
        token["b"] = [
            encode(present_mdoc(document, show=show, doc_type=DOC_TYPE, device=holder, session=request.session))
        ]
    return {"vp_token": json.dumps(token), "state": request.state}


def reason_of(act) -> Reason:
    with pytest.raises(CredentialRefused) as caught:
        act()
    assert caught.value.message_vi
    return caught.value.reason


def test_the_request_is_signed_by_whom_it_names(world) -> None:
    request = world.asked(BOTH, is_encrypted=True)
    token = jose.parse(
        request_object(request, key=world.verifier, name="Công ty", wallet_nonce="w"), types=frozenset({TYPE})
    )
    token.check(certified_key(chain_of(token)[0]))
    assert token.payload["wallet_nonce"] == "w"
    assert token.payload["dcql_query"]["credentials"][0]["meta"] == {"vct_values": [KIND]}
    (public,) = token.payload["client_metadata"]["jwks"]["keys"]
    assert "d" not in public
    assert "'d'" not in repr(request)


def test_one_of_two_forms_is_enough_and_too_much_is_dropped(world, holder) -> None:
    request = world.asked(EITHER)
    found = world.judge(answer_to(request, world, holder, "a"), request)
    assert found["a"].claims == {"an_tich": {"tre_em": False}}
    other = world.judge(answer_to(request, world, holder, "b"), request)
    assert other["b"].claims == {SPACE: {"an_tich": FACTS["an_tich"]}}


def test_answers_that_do_not_belong_here(world, holder) -> None:
    request, other = world.asked(BOTH), world.asked(BOTH)
    answer = answer_to(request, world, holder, "a", "b")

    def reason(form=answer, asked=request, at=None) -> Reason:
        return reason_of(lambda: world.judge(form, asked, at))

    assert reason(asked=other) == Reason.WRONG_NONCE
    assert reason({**answer, "state": other.state}, other) in {Reason.WRONG_NONCE, Reason.HOLDER_PROOF_INVALID}
    assert reason(at=NOW + timedelta(minutes=6)) == Reason.PROOF_TOO_OLD
    assert reason({"error": "access_denied", "state": request.state}) == Reason.DECLINED
    assert reason({**answer, "vp_token": "[]"}) == Reason.MALFORMED
    assert reason({**answer, "vp_token": '{"a": []}'}) == Reason.CLAIM_MISSING
    assert reason({**answer, "vp_token": '{"a": [], "b": []}'}) == Reason.MALFORMED
    assert reason({**answer, "vp_token": '{"a": ["x"], "b": ["y"], "c": ["z"]}'}) == Reason.DISCLOSURE_UNKNOWN
    assert reason({**answer, "vp_token": "x" * 600_000}) == Reason.OVERSIZED
    assert world.judge(answer, request)
    assert reason() == Reason.REPLAYED


@pytest.mark.parametrize("form", ["a", "b"])
def test_one_withdrawal_counts_for_both_forms(form, world, holder) -> None:
    request = world.asked(EITHER)

    def judge_anew() -> dict[str, Verified]:
        return world.judge(answer_to(request, world, holder, form), request)

    assert judge_anew()
    for status, reason in ((Status.SUSPENDED, Reason.SUSPENDED), (Status.INVALID, Reason.REVOKED)):
        world.statuses[5] = status
        world.publish()
        assert reason_of(judge_anew) == reason
    world.lists[LIST] = replace(world.lists[LIST], fetched_at=world.at - timedelta(hours=1))
    assert reason_of(judge_anew) == Reason.STATUS_STALE
    world.lists.clear()
    assert reason_of(judge_anew) == Reason.STATUS_UNKNOWN


@pytest.mark.parametrize("form", ["a", "b"])
def test_a_trusted_name_without_the_power_to_issue(form, world, holder) -> None:
    world.issuer = world.authority.signer("Một cơ quan khác")
    request = world.asked(EITHER)
    answer = answer_to(request, world, holder, form)
    assert reason_of(lambda: world.judge(answer, request)) == Reason.ISSUER_UNKNOWN


def test_an_answer_asked_for_under_seal_does_not_come_in_the_open(world, holder) -> None:
    request = world.asked(BOTH, is_encrypted=True)
    answer = answer_to(request, world, holder, "a", "b")
    assert reason_of(lambda: world.judge(answer, request)) == Reason.MALFORMED
    for text in ("", "a.b.c.d.e", "eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0..AAAA.AAAA.AAAA"):
        assert reason_of(lambda text=text: world.judge({"response": text}, request)) == Reason.MALFORMED
    packed = f"{encode(json.dumps({'alg': 'ECDH-ES', 'enc': 'A256GCM', 'zip': 'DEF'}).encode())}..AA.AA.AA"
    assert reason_of(lambda: world.judge({"response": packed}, request)) == Reason.MALFORMED
    plain = replace(request, secret=None)
    assert reason_of(lambda: world.judge({"response": "x"}, plain)) == Reason.WRONG_NONCE


def test_a_device_signs_for_one_seal_only(world, holder) -> None:
    """The encryption key is part of the session: an answer taken over by another verifier does not hold."""
    question = Question(queries=(MDOC,))
    request = world.asked(question, is_encrypted=True)
    answer = answer_to(request, world, holder, "b")
    assert reason_of(lambda: world.judge(answer, replace(request, secret=None))) == Reason.HOLDER_PROOF_INVALID


@pytest.mark.parametrize("is_encrypted", [True, False])
@pytest.mark.parametrize("question", [BOTH, EITHER], ids=["both", "either"])
def test_a_request_is_kept_as_it_was(question, is_encrypted, world) -> None:
    request = world.asked(question, is_encrypted=is_encrypted)
    assert loaded(json.loads(json.dumps(dumped(request)))) == request


@pytest.mark.parametrize(
    "make",
    [
        lambda: Query(id="a", form=Form.SD_JWT, kinds=(), claims=(("a",),)),
        lambda: Query(id="a", form=Form.SD_JWT, kinds=("x",), claims=()),
        lambda: Query(id="a", form=Form.MDOC, kinds=("x", "y"), claims=(("a", "b"),)),
        lambda: Query(id="a", form=Form.MDOC, kinds=("x",), claims=(("a",),)),
        lambda: Question(queries=()),
        lambda: Question(queries=(SD_JWT, SD_JWT)),
        lambda: Question(queries=(SD_JWT,), choices=((frozenset({"z"}),),)),
    ],
)
def test_questions_nobody_can_answer(make) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        make()
