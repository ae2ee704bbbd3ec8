"""Tables of the registry."""

from dean06.kernel.registry.models.batches import Batch, BatchLine
from dean06.kernel.registry.models.changes import ChangeMark
from dean06.kernel.registry.models.purposes import LONGEST_BASIS, LONGEST_CODE, Purpose, on_day

__all__ = ["LONGEST_BASIS", "LONGEST_CODE", "Batch", "BatchLine", "ChangeMark", "Purpose", "on_day"]
