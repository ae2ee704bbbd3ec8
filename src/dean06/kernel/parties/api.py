"""What others use of the register. Everything about units, areas and posts is asked as of a day."""

from dean06.kernel.parties.rules import is_fictional_id, is_personal_id
from dean06.kernel.parties.selectors.areas import area, area_successors, areas, find_areas
from dean06.kernel.parties.selectors.people import (
    find_organisation,
    find_person,
    full_names,
    holders,
    known,
    party,
    posts_of,
)
from dean06.kernel.parties.selectors.register import UnitRegister, unit_register
from dean06.kernel.parties.selectors.units import (
    authority,
    ended_on,
    exists,
    find_units,
    has_ended,
    is_local,
    is_member,
    members,
    successors,
    unit,
    unit_name,
    units,
)
from dean06.kernel.parties.services.demo_people import load_demo_people
from dean06.kernel.parties.services.people import register_organisation, register_person, search_people
from dean06.kernel.parties.services.posts import appoint, end_holding
from dean06.kernel.parties.services.reference_data import load_reference_data
from dean06.kernel.parties.subjects import subject_of, subjects_of

__all__ = [
    "UnitRegister",
    "appoint",
    "area",
    "area_successors",
    "areas",
    "authority",
    "end_holding",
    "ended_on",
    "exists",
    "find_areas",
    "find_organisation",
    "find_person",
    "find_units",
    "full_names",
    "has_ended",
    "holders",
    "is_fictional_id",
    "is_local",
    "is_member",
    "is_personal_id",
    "known",
    "load_demo_people",
    "load_reference_data",
    "members",
    "party",
    "posts_of",
    "register_organisation",
    "register_person",
    "search_people",
    "subject_of",
    "subjects_of",
    "successors",
    "unit",
    "unit_name",
    "unit_register",
    "units",
]
