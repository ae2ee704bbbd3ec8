"""Seeding in order: reference data, then (in a demo) people, the dispatch and its history. Each step is idempotent."""

import hashlib
import json
import subprocess
import tempfile
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, partial
from pathlib import Path
from uuid import UUID

from django.conf import settings

from dean06.adapters.card_reader import device_key, site
from dean06.config import paths, sandbox
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Actor, Role
from dean06.kernel.base.money import Dong
from dean06.kernel.devices import api as devices
from dean06.kernel.documents import api as documents
from dean06.kernel.documents.types import Algorithm
from dean06.kernel.identity.api import enrol
from dean06.kernel.parties import api as parties
from dean06.kernel.payments import api as payments
from dean06.kernel.payments.types import Method
from dean06.kernel.ports.card import ENROLMENT
from dean06.kernel.privacy import api as privacy
from dean06.kernel.registry import api as registry
from dean06.pilots.p01_essential_services import seed as essential_services
from dean06.pilots.p02_certified_documents import seed as certified_documents
from dean06.pilots.p03_vneid_services import seed as vneid_services
from dean06.pilots.p16_criminal_records import seed as criminal_records
from dean06.pilots.p17_health_labour_books import seed as health_books
from dean06.pilots.p17_health_labour_books import seed_labour as labour_books
from dean06.programme import seed as programme
from dean06.programme.sample import sample_file

SUBJECT_LENGTH = 32
DEMO_LEVEL = 2
DEMO_READER = "Quầy số 1"
DEMO_PAID, DEMO_FEE = Dong(20_000), Dong(8_000)
DEMO_LASTS = timedelta(days=30)
DEMO_CERTIFIED_BEFORE = timedelta(days=1)
DEMO_SUBJECT = "demo:open"
HOSPITAL = paths.REPOSITORY / "protocols" / "hospital"


@dataclass(frozen=True)
class Step:
    """One step of seeding, with the words shown while it runs."""

    label: str
    run: Callable[[], object]


def steps(dispatch: Path | None = None) -> Iterator[Step]:
    """All steps of a demo; those already done are left out."""
    yield Step("Nạp địa giới, đơn vị và nhân sự hư cấu", people)
    if not programme.is_seeded():
        yield Step("Đọc công văn và dựng kế hoạch theo dõi", partial(_directive, dispatch))
    if payments.order_for(SYSTEM, subject=DEMO_SUBJECT) is None:
        yield Step("Lập khoản phí mẫu", fees)
    for is_seeded, words, play in _stories():
        if not is_seeded(actor_today):
            yield Step(words, partial(play, actor_today))
    if not _hospital_is_known():
        yield Step("Đăng ký khoá của bệnh viện hư cấu", demo_hospital)
    if not _units_have_keys():
        yield Step("Cấp khoá ký và chứng thư số thử cho đơn vị", demo_keys)
    if not _reader_is_known():
        yield Step("Đăng ký đầu đọc thẻ thử ở quầy", demo_reader)


def _stories() -> Iterator[tuple[Callable[..., bool], str, Callable[..., object]]]:
    """What the pilots play, each on what was played before: whether it was, words, the play."""
    yield essential_services.is_seeded, "Nộp và giải quyết hồ sơ mẫu", essential_services.play
    yield vneid_services.is_seeded, "Nộp hồ sơ mẫu trong ứng dụng VNeID", vneid_services.play
    yield criminal_records.is_seeded, "Nộp yêu cầu phiếu lý lịch tư pháp mẫu", criminal_records.play
    yield labour_books.is_seeded, "Cập nhật sổ lao động mẫu", labour_books.play
    yield certified_documents.is_seeded, "Chứng thực giấy tờ mẫu", certified_documents.play
    health_play = partial(health_books.play, bundles=_bundles())
    yield health_books.is_seeded, "Nhận sổ sức khỏe mẫu, chia sẻ, mở khẩn cấp", health_play


def reference_data() -> None:
    """Areas, units, posts, purposes of look-ups and of readings: what every installation needs."""
    parties.load_reference_data(SYSTEM)
    registry.load_purposes(SYSTEM)
    devices.load_read_purposes(SYSTEM)


def demo_data() -> None:
    """Everything a demo holds."""
    for step in steps():
        step.run()


def people() -> dict[str, UUID]:
    """Reference data and the invented people; returns party ids by key."""
    reference_data()
    return parties.load_demo_people(SYSTEM, sandbox.PEOPLE)


def cast() -> programme.Cast:
    """Who is who in the story: an actor by key, in the post held on a day."""
    ids = parties.load_demo_people(SYSTEM, sandbox.PEOPLE)
    users = {key: _enrol(person, ids[key]) for key, person in _people_file().items()}

    def actor(key: str, on: date) -> Actor:
        return _in_post(_people_file()[key], ids[key], users[key], on)

    return actor


def actor_today(key: str) -> Actor:
    """A person of the demo as she acts now: an officer in his post, anybody else as a citizen.

    The pilots' stories ask for somebody at every turn, so only this one person is looked up, and loaded if need be.
    """
    person, day = _people_file()[key], clock.today()
    party_id = parties.find_person(person["personal_id"]) or people()[key]
    user_id = _enrol(person, party_id)
    if parties.posts_of(party_id, day):
        return _in_post(person, party_id, user_id, day)
    return Actor(
        user_id=user_id,
        party_id=party_id,
        name=person["full_name"],
        role=Role.CITIZEN,
        assurance_level=DEMO_LEVEL,
    )


def _in_post(person: dict[str, str], party_id: UUID, user_id: UUID, on: date) -> Actor:
    post = parties.posts_of(party_id, on)[0]
    return Actor(
        user_id=user_id,
        party_id=party_id,
        name=person["full_name"],
        role=Role(post.role),
        unit_code=post.unit_code,
        unit_name=post.unit_name,
        post=post.title,
        assurance_level=DEMO_LEVEL,
    )


def fees() -> None:
    """One fee the citizen has paid at the counter, and one she may pay with her bank: her page has both to show."""
    payer = parties.find_person(_people_file()["hoa"]["personal_id"]) or people()["hoa"]
    culture, counter = actor_today("culture_clerk"), actor_today("tung_anh_clerk")
    paid = payments.open_order(
        SYSTEM,
        key="demo:paid",
        payer_id=payer,
        unit_code=culture.unit_code,
        amount=DEMO_PAID,
        purpose="Lệ phí đăng ký hoạt động văn hoá",
        subject="demo:paid",
        lasts=DEMO_LASTS,
    )
    payments.pay_at_counter(culture, order_id=paid.order_id, method=Method.CASH, amount=DEMO_PAID)
    payments.open_order(
        SYSTEM,
        key="demo:open",
        payer_id=payer,
        unit_code=counter.unit_code,
        amount=DEMO_FEE,
        purpose="Lệ phí cấp bản sao trích lục hộ tịch",
        subject=DEMO_SUBJECT,
        lasts=DEMO_LASTS,
    )


def demo_keys() -> None:
    """Keys for the units whose papers the demo shows, certified by the twin; its root believed by two people."""
    operator, leader = (actor_today(key) for key in ("operator", "leader"))
    made = [
        documents.make_key(operator, unit_code=unit, algorithm=algorithm)
        for unit in sorted(_signing_units())
        for algorithm in Algorithm
        if documents.signer_of(unit, algorithm) is None
    ]
    requests = {one.id: one.request for one in documents.keys(operator)}
    found = _certified([requests[key_id] for key_id in made]) if made else ()
    own, above = found[: len(made)], found[len(made) :]
    for key_id, certificate in zip(made, own, strict=True):
        documents.install_certificate(operator, key_id=key_id, chain=(certificate, *above))
    root = (sandbox.ca_state() / "root.pem").read_bytes()
    if documents.file_certificates(root)[0] not in documents.trusted_roots():
        anchor_id = documents.propose_anchor(operator, certificate=root)
        proposed = next(one for one in documents.anchors(operator) if one.id == anchor_id)
        documents.approve_anchor(leader, anchor_id=anchor_id, sha256=proposed.sha256)


def _certified(requests: list[bytes]) -> tuple[bytes, ...]:
    """The certificates for the requests in their order, and those of the authority behind them."""
    with tempfile.TemporaryDirectory() as directory:
        files = [Path(directory) / str(number) for number in range(len(requests))]
        for file, request in zip(files, requests, strict=True):
            file.write_bytes(request)
        command = sandbox.certify_command(files, begins=clock.now() - DEMO_CERTIFIED_BEFORE)
        done = subprocess.run(command, capture_output=True, check=True)
    return documents.file_certificates(done.stdout)


def _signing_units() -> set[str]:
    """Units that receive cases in the demo's story, and those that issue what becomes of these."""
    today = clock.today()
    receiving = {
        essential_services.POLICE,
        criminal_records.POLICE,
        *(actor_today(key).unit_code for key in ("culture_clerk", "tung_anh_clerk")),
    }
    kinds = [kind for code in documents.kinds().by_code if (kind := documents.kinds().on(code, today))]
    issuing = {documents.issuer_of(kind, unit, today) for kind in kinds for unit in receiving}
    return receiving | (issuing - {""})


def _units_have_keys() -> bool:
    return bool(documents.trusted_roots()) and all(
        documents.signer_of(unit, algorithm) for unit in _signing_units() for algorithm in Algorithm
    )


def demo_reader() -> None:
    """The reader agent of this machine as a terminal of the counter, so that ``dean06 reader`` works at once."""
    key = device_key.load(paths.keys())
    operator, clerk = actor_today("operator"), actor_today("tung_anh_clerk")
    if not _is_enrolled(operator):
        _, code = devices.register_terminal(operator, name=DEMO_READER, unit_code=clerk.unit_code)
        devices.enrol_terminal(code=code, device=key.public, signature=key.sign(ENROLMENT + code.encode()))
    site.keep(paths.keys(), _demo_site())


def _reader_is_known() -> bool:
    return _is_enrolled(actor_today("operator")) and site.load(paths.keys()) == _demo_site()


def _is_enrolled(operator: Actor) -> bool:
    return device_key.load(paths.keys()).public in {one.device for one in devices.terminals(operator)}


def _demo_site() -> site.Site:
    """This very installation; its port may be another one today."""
    return site.Site(address=sandbox.public_url(), server_key=devices.server_key(), terminal=DEMO_READER)


def demo_hospital() -> None:
    """The hospital of the demo may knock at the FHIR door: its key, made now if it has none, is registered."""
    subprocess.run([*sandbox.hospital_command(), "--make-key"], check=True)
    health_books.connect(_hospital_keys())


def _hospital_is_known() -> bool:
    keys = _hospital_keys()
    return bool(keys) and health_books.is_connected(keys)


def _hospital_keys() -> list[dict[str, str]]:
    """What is public of its keys; none before it has made one."""
    file = sandbox.hospital_state() / "jwks.json"
    return list(json.loads(file.read_text(encoding="ascii"))["keys"]) if file.exists() else []


def _directive(dispatch: Path | None) -> None:
    name, data = (dispatch.name, dispatch.read_bytes()) if dispatch else sample_file()
    players = cast()
    directive_id = programme.bring_in(players, name=name, data=data, is_sample=dispatch is None)
    programme.tell(players, directive_id)
    _look_up_a_citizen(players)
    _agree(players)


def _look_up_a_citizen(players: programme.Cast) -> None:
    """An officer at the counter looks a visitor up, so that her own page has a look by somebody else to show."""
    parties.search_people(
        players("tung_anh_clerk", clock.today()),
        text=_people_file()["hoa"]["personal_id"],
        purpose="Đối chiếu người đến làm thủ tục tại bộ phận một cửa",
        legal_basis="Nghị định 118/2025/NĐ-CP về thực hiện thủ tục hành chính theo cơ chế một cửa",
    )


def _bundles() -> list[bytes]:
    """What the hospital of the demo tells of its patients."""
    return [file.read_bytes() for file in sorted(HOSPITAL.glob("*.json"))]


def _agree(players: programme.Cast) -> None:
    """A citizen lets the counter tell her of results by e-mail, so that her page has a consent to take back."""
    office = players("tung_anh_clerk", clock.today())
    privacy.give_consent(
        actor_today("hoa"),
        purpose_code="result_by_email",
        purpose="Báo kết quả hồ sơ qua thư điện tử",
        recipient_code=office.unit_code,
        recipient=office.unit_name,
        fields=["full_name", "messaging.email_address"],
    )


@cache
def _people_file() -> dict[str, dict[str, str]]:
    data = tomllib.loads(sandbox.PEOPLE.read_text(encoding="utf-8"))
    return {person["key"]: person for person in data["people"]}


def _enrol(person: dict[str, str], party_id: UUID) -> UUID:
    """The account the sandbox will vouch for: its subject is the documented pairwise digest (protocols/vneid)."""
    issuer = settings.VNEID["issuer"]
    subject = hashlib.sha256(f"{issuer}\0{person['personal_id']}".encode()).hexdigest()[:SUBJECT_LENGTH]
    return enrol(SYSTEM, issuer=issuer, subject=subject, party_id=party_id)
