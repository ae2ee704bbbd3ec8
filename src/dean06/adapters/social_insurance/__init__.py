"""Social insurance, which is asked for insured and benefit periods (README.md, protocols/social_insurance)."""

from dean06.adapters.social_insurance.client import InsuranceClient
from dean06.adapters.social_insurance.settings import InsuranceConfig

__all__ = ["InsuranceClient", "InsuranceConfig"]
