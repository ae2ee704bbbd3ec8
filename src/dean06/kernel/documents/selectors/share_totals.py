"""How documents are shown, counted: nothing of a person, nothing of a recipient."""

from collections.abc import Collection, Sequence
from datetime import datetime

from dean06.kernel.documents.issuing.disclosing import OWN_FACTS
from dean06.kernel.documents.models import DocumentShare

BESIDES = frozenset(one.name for one in OWN_FACTS)


def share_totals(kinds: Collection[str], ends: Sequence[datetime]) -> dict[str, list[int]]:
    """Shares of documents of some types made before each instant (``shared``), and those of them that showed one fact
    of the document and no other (``one_fact``; number, holder and day of issue are none of its facts)."""
    rows = DocumentShare.objects.filter(document__kind__in=list(kinds)).values_list("created_at", "facts")
    made = [(at, len(set(facts) - BESIDES) == 1) for at, facts in rows]
    return {
        "shared": [sum(at < end for at, _ in made) for end in ends],
        "one_fact": [sum(at < end and is_one for at, is_one in made) for end in ends],
    }
