"""Which adapter stands behind which port; which menus, panels and probes the pages show."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.conf import settings

from dean06.adapters.bank import BankClient
from dean06.adapters.bank.settings import from_settings as bank_config
from dean06.adapters.ca import CaClient
from dean06.adapters.ca.settings import from_settings as ca_config
from dean06.adapters.judicial_register import RegisterClient
from dean06.adapters.judicial_register.settings import from_settings as judicial_config
from dean06.adapters.national_portal import PortalClient
from dean06.adapters.national_portal.settings import from_settings as portal_config
from dean06.adapters.population import PopulationClient
from dean06.adapters.population.settings import from_settings as population_config
from dean06.adapters.sms_gateway import Gateway
from dean06.adapters.sms_gateway.settings import from_settings as sms_config
from dean06.adapters.social_insurance import InsuranceClient
from dean06.adapters.social_insurance.settings import from_settings as insurance_config
from dean06.adapters.tsa import TsaClient
from dean06.adapters.tsa.settings import from_settings as tsa_config
from dean06.adapters.vneid.client import VneidClient
from dean06.adapters.vneid.settings import from_settings
from dean06.adapters.vneid_inbox import InboxClient
from dean06.adapters.vneid_inbox.settings import from_settings as inbox_config
from dean06.adapters.witness import WitnessClient, WitnessConfig
from dean06.config import health
from dean06.kernel.base import logging
from dean06.kernel.base.wiring import bind
from dean06.kernel.cases import api as cases
from dean06.kernel.documents.types import PaperPress
from dean06.kernel.manifest.api import all_pilots
from dean06.kernel.manifest.registry import built_pilots
from dean06.kernel.manifest.types import Pilot
from dean06.kernel.ports.bank import Bank
from dean06.kernel.ports.ca import CertificateAuthority
from dean06.kernel.ports.identity_provider import IdentityProvider
from dean06.kernel.ports.judicial_register import JudicialRegister
from dean06.kernel.ports.national_portal import NationalPortal
from dean06.kernel.ports.population import PopulationRegister
from dean06.kernel.ports.sms import SmsGateway
from dean06.kernel.ports.social_insurance import SocialInsurance
from dean06.kernel.ports.tsa import TimeStampAuthority
from dean06.kernel.ports.vneid_inbox import VneidInbox
from dean06.kernel.ports.witness import Witness
from dean06.portal import menu as portal_menu
from dean06.portal import panels as portal_panels
from dean06.portal import probes
from dean06.portal.papers.press import Press
from dean06.programme import menu as programme_menu
from dean06.programme import panels as programme_panels
from dean06.ui import menu


def connect() -> None:
    """Bind everything; called once at start, harmless when called again."""
    logging.configure(settings.LOG_FORMAT)
    bind(IdentityProvider, _vneid)
    bind(PopulationRegister, _population)
    bind(Witness, _witness)
    bind(SmsGateway, _sms)
    bind(VneidInbox, _vneid_inbox)
    bind(Bank, _bank)
    bind(CertificateAuthority, _ca)
    bind(TimeStampAuthority, _tsa)
    bind(JudicialRegister, _judicial_register)
    bind(SocialInsurance, _social_insurance)
    bind(PaperPress, Press)
    if settings.NATIONAL_PORTAL:
        bind(NationalPortal, _national_portal)
    menu.register(*portal_menu.MENU, *programme_menu.MENU)
    programme_panels.register()
    portal_panels.register()
    probes.register("installation", _installation)
    for pilot in all_pilots():
        _procedures(pilot)
    for pilot in built_pilots():
        _menu(pilot)


def _menu(pilot: Pilot) -> None:
    """Where the pages of a pilot stand, when it says so (``menu.py``)."""
    if find_spec(f"{pilot.module}.menu"):
        menu.register(*import_module(f"{pilot.module}.menu").MENU)


def _procedures(pilot: Pilot) -> None:
    """What a pilot declares is known before the pilot works: the catalogue tells of it and says what is not open."""
    package = find_spec(pilot.module)
    for place in (package.submodule_search_locations or ()) if package else ():
        directory = Path(place) / "procedures"
        if directory.is_dir():
            cases.register_directory(directory)


def _vneid() -> IdentityProvider:
    return VneidClient(from_settings(settings.VNEID))


def _population() -> PopulationRegister:
    return PopulationClient(population_config(settings.POPULATION))


def _bank() -> Bank:
    return BankClient(bank_config(settings.BANK))


def _ca() -> CertificateAuthority:
    return CaClient(ca_config(settings.CA))


def _tsa() -> TimeStampAuthority:
    return TsaClient(tsa_config(settings.TSA))


def _national_portal() -> NationalPortal:
    return PortalClient(portal_config(settings.NATIONAL_PORTAL))


def _judicial_register() -> JudicialRegister:
    return RegisterClient(judicial_config(settings.JUDICIAL_REGISTER))


def _social_insurance() -> SocialInsurance:
    return InsuranceClient(insurance_config(settings.SOCIAL_INSURANCE))


def _witness() -> Witness:
    return WitnessClient(WitnessConfig(url=settings.WITNESS["url"]))


def _sms() -> SmsGateway:
    return Gateway([sms_config(one) for one in settings.SMS])


def _vneid_inbox() -> VneidInbox:
    return InboxClient(inbox_config(settings.VNEID_INBOX))


def _installation() -> Iterator[probes.Health]:
    names = {
        "database": "Cơ sở dữ liệu",
        "migrations": "Cấu trúc dữ liệu",
        "state": "Thư mục dữ liệu",
        "identity_provider": "VNeID",
        "population_register": "Cơ sở dữ liệu dân cư",
        "bank": "Ngân hàng thu phí",
        "national_portal": "Cổng Dịch vụ công quốc gia",
        "judicial_register": "Cơ sở dữ liệu lý lịch tư pháp",
        "social_insurance": "Bảo hiểm xã hội",
    }
    outside = [
        health.identity_provider(),
        health.population_register(),
        health.bank(),
        *health.national_portal(),
        health.judicial_register(),
        health.social_insurance(),
    ]
    for probe in [*health.readiness(), *outside]:
        yield probes.Health(name=names.get(probe.name, probe.name), is_ok=probe.ok, note=probe.message)
