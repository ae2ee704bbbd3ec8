"""The population register over X-Road REST r1 and QCVN 109:2017 (README.md says which limits hold)."""

from dean06.adapters.population.client import PopulationClient
from dean06.adapters.population.settings import Limits, PopulationConfig

__all__ = ["Limits", "PopulationClient", "PopulationConfig"]
