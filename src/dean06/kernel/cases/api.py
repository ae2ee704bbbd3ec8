"""Cases, for the rest of the house."""

from dean06.kernel.cases.declared import catalogue, register_directory

__all__ = ["catalogue", "register_directory"]
