"""Who in the district is asked about an assignment, also when its lead is outside the issuer's power."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Lead:
    """A lead in force. ``is_local``: one body of the district or a commune; ``is_home``: of the very area served."""

    code: str
    is_accountable: bool = False
    is_request: bool = False
    is_local: bool = True
    is_home: bool = True

    @property
    def is_ours(self) -> bool:
        """A body the issuer can order about."""
        return self.is_local and not self.is_request


def contact(leads: Sequence[Lead], tracking_unit: str) -> str:
    """The unit of the district that answers for the assignment: the accountable one of ours, else the only lead of
    ours (of several heirs the one at home), else the standing body that tracks the directive; so no requested lead is
    ever without an owner here."""
    ours = [lead for lead in leads if lead.is_ours]
    accountable = [lead for lead in ours if lead.is_accountable]
    home = [lead for lead in ours if lead.is_home]
    only = next((found for found in (accountable, ours, home) if len(found) == 1), None)
    return only[0].code if only else tracking_unit


def needs_contact(leads: Sequence[Lead]) -> bool:
    """True when a lead is only requested or not a body of the district, so that a contact has to be named."""
    return any(not lead.is_ours for lead in leads)
