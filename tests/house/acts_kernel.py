"""The kernel's and the portal's services, each prepared so that it does its work once."""

from datetime import date, timedelta
from uuid import UUID

from tests.house.acts import TODAY, Doing, World, act
from tests.kernel.identity.fakes import HOA, FakeProvider
from tests.templates import saying

from dean06.config import seeding
from dean06.kernel.base import clock
from dean06.kernel.base.actor import SYSTEM, Role
from dean06.kernel.base.models import OutboxMessage, OutboxState
from dean06.kernel.base.wiring import override
from dean06.kernel.identity import back_channel, break_glass, enrolment, totp
from dean06.kernel.identity import services as identity
from dean06.kernel.identity.hats import hats_of
from dean06.kernel.identity.models import EndReason, User
from dean06.kernel.messaging import services as messaging
from dean06.kernel.parties.models import Party, PostHolding
from dean06.kernel.parties.services import demo_people, people, posts, reference_data
from dean06.kernel.ports.identity_provider import IdentityProvider
from dean06.portal import services as portal

# --- parties ---------------------------------------------------------------------------------------------------------


@act(people.register_person, "parties.register_person")
def _(world: World) -> Doing:
    facts = {"personal_id": "000199000999", "full_name": "Người Mới", "birth_on": date(1999, 1, 1), "sex": "female"}
    return lambda: people.register_person(SYSTEM, **facts, is_fictional=True)


@act(people.register_organisation, "parties.register_organisation")
def _(world: World) -> Doing:
    return lambda: people.register_organisation(SYSTEM, registration_number="0000000001", full_name="Hợp tác xã")


@act(people.search_people, "parties.search_people")
def _(world: World) -> Doing:
    return lambda: people.search_people(world.clerk, text="hoa", purpose="Giải quyết hồ sơ", legal_basis="Luật")


def _appointment(world: World) -> UUID:
    return posts.appoint(
        SYSTEM,
        unit_code=world.clerk.unit_code,
        title="Chuyên viên thử việc",
        role=Role.CLERK,
        party_id=world.citizen.party_id,
        valid_from=TODAY,
    )


@act(posts.appoint, "parties.appoint")
def _(world: World) -> Doing:
    return lambda: _appointment(world)


@act(posts.end_holding, "parties.end_holding")
def _(world: World) -> Doing:
    _appointment(world)
    holding = PostHolding.objects.get(post__title="Chuyên viên thử việc")
    return lambda: posts.end_holding(SYSTEM, holding_id=holding.pk, valid_until=TODAY + timedelta(days=1))


@act(reference_data.load_reference_data, "parties.load_reference_data")
def _(world: World) -> Doing:
    return lambda: reference_data.load_reference_data(SYSTEM)


# --- messaging, portal -----------------------------------------------------------------------------------------------


@act(portal.retry_message, "portal.retry_message")
def _(world: World) -> Doing:
    messaging.send(SYSTEM, reference="dead", **saying(), to_party_ids=[world.citizen.party_id])
    letter = OutboxMessage.objects.latest("created_at")
    OutboxMessage.objects.filter(pk=letter.pk).update(state=OutboxState.DEAD, finished_at=clock.now())
    return lambda: portal.retry_message(world.operator, message_id=letter.message_id)


@act(portal.note_own_look, "portal.read_own_data")
def _(world: World) -> Doing:
    return lambda: portal.note_own_look(world.citizen)


@act(portal.note_download, "portal.download_own_log")
def _(world: World) -> Doing:
    return lambda: portal.note_download(world.citizen)


# --- identity --------------------------------------------------------------------------------------------------------


@act(enrolment.enrol, "identity.enrol")
def _(world: World) -> Doing:
    party = Party.objects.get(pk=world.demo.people["minh"])
    return lambda: enrolment.enrol(SYSTEM, issuer="https://another", subject="s", party_id=party.pk)


@act(identity.record_sign_in, "identity.sign_in")
def _(world: World) -> Doing:
    party = Party.objects.get(pk=world.citizen.party_id)
    facts = {name: getattr(party, name) for name in ("personal_id", "full_name", "birth_on", "sex")}
    user = User.objects.get(party=party)
    said = {**HOA.__dict__, **facts, "subject": user.subject, "issuer": user.issuer, "auth_time": clock.now()}
    return lambda: identity.record_sign_in(type(HOA)(**said), previous=None)


@act(identity.end_session, "identity.sign_out")
def _(world: World) -> Doing:
    row = world.session
    return lambda: identity.end_session(row, EndReason.SIGNED_OUT)


@act(identity.choose_hat, "identity.choose_hat")
def _(world: World) -> Doing:
    row = world.session
    key = hats_of(row.user, TODAY)[0].key
    return lambda: identity.choose_hat(world.clerk, row=row, key=key)


@act(identity.drop_hat, "identity.hat_lost")
def _(world: World) -> Doing:
    row = world.session
    return lambda: identity.drop_hat(row)


@act(identity.record_refusal, "identity.sign_in_refused")
def _(world: World) -> Doing:
    return lambda: identity.record_refusal("state_unknown")


@act(back_channel.back_channel_logout, "identity.back_channel_logout")
def _(world: World) -> Doing:
    provider, user = FakeProvider(), world.session.user
    token = provider.announce("token", subject=user.subject, issuer=user.issuer)

    def obey() -> None:
        with override(IdentityProvider, provider):
            back_channel.back_channel_logout(token)

    return obey


def _emergency() -> None:
    break_glass.create_account(holder="Người trực", password="mot mat khau rat dai", secret=totp.new_secret())


@act(break_glass.create_account, "identity.break_glass_created")
def _(world: World) -> Doing:
    return _emergency


@act(break_glass.revoke_account, "identity.break_glass_revoked")
def _(world: World) -> Doing:
    _emergency()
    return break_glass.revoke_account


def demo_people_again() -> None:
    """Loading the invented people is a chain of acts, each with its own entry; the second time there are none."""
    demo_people.load_demo_people(SYSTEM, seeding.sandbox.PEOPLE)
