"""What cases tell the rest of the house."""

from dean06.kernel.cases.procedures.problems import DeclarationError
from dean06.kernel.cases.procedures.types import Act, Channel, Level, Procedure
from dean06.kernel.cases.statuses import Status

__all__ = ["Act", "Channel", "DeclarationError", "Level", "Procedure", "Status"]
