"""What an operator watches: what waits for the tree, how far the log is signed and witnessed. Counted when asked."""

from collections.abc import Iterator

from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from dean06.kernel.audit import sequencer
from dean06.kernel.audit.witness_state import witness_state
from dean06.kernel.base import clock, metrics


class LogGauges(Collector):
    """Size of the log, what waits to enter it and how far it is signed."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Count now."""
        state = witness_state()
        last, confirmed = state.checkpoint, state.confirmed
        waiting = "Audit entries committed but not yet placed in the Merkle tree"
        yield GaugeMetricFamily("dean06_audit_unsequenced_entries", waiting, value=sequencer.waiting())
        yield GaugeMetricFamily("dean06_audit_entries", "Audit entries in the Merkle tree", value=sequencer.size())
        signed = "Audit entries covered by the newest signed checkpoint"
        yield GaugeMetricFamily("dean06_audit_signed_entries", signed, value=last.size if last else 0)
        witnessed = "Audit entries covered by the newest checkpoint the appointed witness signed"
        yield GaugeMetricFamily("dean06_audit_witnessed_entries", witnessed, value=confirmed.size if confirmed else 0)
        if state.confirmed_at:
            age = (clock.now() - state.confirmed_at).total_seconds()
            yield GaugeMetricFamily("dean06_audit_witness_age_seconds", "Since the witness signed last", value=age)
        contradicted = "1 while the witness contradicts the log and nobody has answered for it"
        yield GaugeMetricFamily("dean06_audit_fork_alarm", contradicted, value=1 if state.alarm else 0)

    def describe(self) -> Iterator[GaugeMetricFamily]:
        """Nothing in advance: registering must not touch the database."""
        return iter(())


metrics.at_scrape(LogGauges())
