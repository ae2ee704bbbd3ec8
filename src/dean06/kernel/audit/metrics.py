"""What an operator watches: entries that wait for their place in the tree. Counted in the database when asked."""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from dean06.kernel.audit import checkpoints, sequencer
from dean06.kernel.base import metrics


class LogGauges(Collector):
    """Size of the log, what waits to enter it and how far it is signed."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Count now."""
        last = checkpoints.latest()
        waiting = "Audit entries committed but not yet placed in the Merkle tree"
        yield GaugeMetricFamily("dean06_audit_unsequenced_entries", waiting, value=sequencer.waiting())
        yield GaugeMetricFamily("dean06_audit_entries", "Audit entries in the Merkle tree", value=sequencer.size())
        signed = "Audit entries covered by the newest signed checkpoint"
        yield GaugeMetricFamily("dean06_audit_signed_entries", signed, value=last.size if last else 0)

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing in advance: registering must not touch the database."""
        return iter(())


metrics.at_scrape(LogGauges())
